/** What is kept between two commands, in one folder: the porch one joined, and the token that proves it. */
import * as fs from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Secrets } from '../client';
import { Fingerprint, Id, parse, Time, Token } from '../protocol';
import { Ended, exits } from './exits';
import { FileStorage, readWhole, writeWhole } from './ports/files';
import type { Words } from './words';

const Joined = v.object({
  url: v.pipe(v.string(), v.url()),
  server: v.object({ id: Id, name: v.string() }),
  me: v.object({ id: Id, name: v.string() }),
  device: Id,
  /** Null where the authorities vouch for the name it was met under. */
  fingerprint: v.nullable(Fingerprint),
  joinedAt: Time,
});
export type Joined = v.InferOutput<typeof Joined>;

const Kept = v.object({ server: Id, token: Token });

export class Profile {
  readonly #words: Words;

  constructor(
    readonly folder: string,
    words: Words,
  ) {
    this.#words = words;
  }

  /** @throws Ended where nobody has joined */
  joined(): Joined {
    const joined = this.read();
    if (joined === null) throw new Ended(exits.notJoined, this.#words.notJoined(this.folder));
    return joined;
  }

  read(): Joined | null {
    return this.#parsed('porch.json', Joined);
  }

  keep(joined: Joined): void {
    this.#write('porch.json', joined);
  }

  /** Forgets who one is; what waits to be said goes with it. */
  forget(): void {
    for (const name of ['porch.json', TOKEN, DISK])
      this.#may(join(this.folder, name), 'cannotWrite', (path) => fs.rmSync(path, { recursive: true, force: true }));
  }

  storage(options?: { later?: boolean }): FileStorage {
    return new FileStorage(join(this.folder, DISK), options);
  }

  readonly secrets: Secrets = {
    get: async (server) => {
      const kept = this.#parsed(TOKEN, Kept);
      return kept?.server === server ? kept.token : null;
    },
    set: async (server, token) => {
      if (token !== null) return this.#write(TOKEN, { server, token });
      this.#may(join(this.folder, TOKEN), 'cannotWrite', (path) => fs.rmSync(path, { force: true }));
    },
  };

  #parsed<T>(name: string, schema: v.GenericSchema<unknown, T>): T | null {
    return this.#may(join(this.folder, name), 'cannotRead', (path) => {
      const text = readWhole(path);
      if (text === null) return null;
      const parsed = parse(schema, JSON.parse(text));
      if (!parsed.ok) throw new Error(parsed.error.field ?? parsed.error.message);
      return parsed.value;
    });
  }

  #write(name: string, value: unknown): void {
    this.#may(join(this.folder, name), 'cannotWrite', (path) =>
      writeWhole(path, `${JSON.stringify(value, null, 2)}\n`),
    );
  }

  #may<T>(path: string, failing: 'cannotRead' | 'cannotWrite', act: (path: string) => T): T {
    try {
      return act(path);
    } catch (error) {
      throw new Ended(exits.local, this.#words[failing](path, (error as Error).message));
    }
  }
}
const TOKEN = 'token.json';
const DISK = 'disk';

/** As the XDG Base Directory Specification says; on Windows beside what other programs keep. */
export function defaultProfile(env: NodeJS.ProcessEnv): string {
  const windows = process.platform === 'win32' ? env['APPDATA'] : undefined;
  return join(env['XDG_CONFIG_HOME'] || windows || join(homedir(), '.config'), 'maru-cli');
}
