/** Where tokens are kept: encrypted by the system's secret store, or for this run only where it has none. */
import * as v from 'valibot';
import { Id, Token } from '../../protocol';
import type { JsonFile } from '../json-file';
import type { Log } from '../log';

/** What the system offers. Each call may take as long as a person takes to unlock a keyring. */
export interface Vault {
  available(): Promise<boolean>;
  encrypt(text: string): Promise<Buffer>;
  decrypt(sealed: Buffer): Promise<string>;
}

export interface SecretStore {
  /** `memory`: tokens last until the app ends, because the system has no secret store or does not answer. */
  kind(): Promise<'system' | 'memory'>;
  /**
   * The token kept for a server; null where there is none, or where what is kept cannot be opened on this system.
   * `locked`: there is one, and the system's store has not opened in time. Ask again later, and do not join anew.
   */
  get(server: Id): Promise<string | null | 'locked'>;
  /** Keeps it; null forgets it. In this run it is there at once, also when the system's store stays closed. */
  keep(server: Id, token: string | null): Promise<void>;
}

/** Base64 of the encrypted token, by the server's id. */
export const SecretsFile = v.record(Id, v.string());
export type SecretsFile = v.InferOutput<typeof SecretsFile>;

export interface SecretStoreParts {
  vault: Vault;
  file: JsonFile<SecretsFile>;
  log: Log;
  /** Asking the system may put a prompt on the screen: it waits until this resolves (the first window is shown). */
  afterwards: Promise<void>;
  /** What only wants to know which kind it is waits for this: finding the system's store holds main for a while. */
  calm: Promise<void>;
  /** How long an answer waits for the system, in ms. The work itself goes on behind it. */
  limit: number;
}

const LATE = Symbol('late');

/** The result, or LATE when the limit comes first. A rejection is passed on. */
async function inTime<T>(work: Promise<T>, limit: number): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => (timer = setTimeout(() => resolve(LATE), limit)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function openSecrets({ vault, file, log, afterwards, calm, limit }: SecretStoreParts): SecretStore {
  const tokens = new Map<Id, string | null>();
  const opening = new Map<Id, Promise<string | null>>();
  let availability: Promise<boolean> | undefined;

  const available = (): Promise<boolean> =>
    (availability ??= afterwards
      .then(() => vault.available())
      .catch((error: unknown) => {
        log.error("the system's secret store failed", error);
        return false;
      }));

  const store = (server: Id, sealed: string | null) => {
    const { [server]: _replaced, ...others } = file.read();
    file.write(sealed === null ? others : { ...others, [server]: sealed });
  };

  const open = async (server: Id, sealed: string): Promise<string | null> => {
    if (!(await available())) return null;
    const token = v.safeParse(Token, await vault.decrypt(Buffer.from(sealed, 'base64')));
    return token.success ? token.output : null;
  };

  const seal = async (server: Id, token: string): Promise<void> => {
    if (!(await available())) return;
    const sealed = (await vault.encrypt(token)).toString('base64');
    // The system may have taken its time: what is kept now counts.
    if (tokens.get(server) === token) store(server, sealed);
  };

  return {
    async kind() {
      // Known already, nobody waits.
      if (availability === undefined) await inTime(calm, limit);
      return (await inTime(available(), limit)) === true ? 'system' : 'memory';
    },
    async get(server) {
      const known = tokens.get(server);
      if (known !== undefined) return known;
      // Nothing kept means nothing to unlock: a first start never meets the keyring's prompt.
      const sealed = file.read()[server];
      if (sealed === undefined) return null;
      const work = opening.get(server) ?? open(server, sealed);
      opening.set(server, work);
      try {
        const token = await inTime(work, limit);
        if (token === LATE) return 'locked';
        if (token !== null) tokens.set(server, token);
        return token;
      } catch (error) {
        opening.delete(server);
        log.error('a kept token could not be opened', error);
        return null;
      }
    },
    async keep(server, token) {
      tokens.set(server, token);
      opening.delete(server);
      try {
        if (token === null) store(server, null);
        else await inTime(seal(server, token), limit);
      } catch (error) {
        log.error('a token is kept for this run only', error);
      }
    },
  };
}
