/** One round: people talk, something befalls them at moments that the seed decides, everybody comes back, all is checked. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../../protocol';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless, type Headless } from '../support/headless';
import { seededRandom } from '../support/ports';
import { person as reader } from '../support/server';
import { check, type Fault } from './checker';
import { Person } from './people';
import { brief } from './said';
import type { Kind, Outcome, Scene, Setting, Stage, Talk } from './scene';

export interface RoundResult {
  kind: string;
  seed: number;
  entries: number;
  /** Faults that were let loose. */
  strikes: number;
  faults: Fault[];
  /** What else is wrong: the fault never reached anybody, or the round broke off. */
  broken: string | null;
  /** How long each connection was gone, in ms. */
  recoveries: number[];
  /** How long each message waited for its acknowledgement, the outage included, in ms. */
  waits: number[];
  notes: [what: string, value: number | string][];
  /** Where the journals of a round that failed are; null where all was well. */
  folder: string | null;
}

export interface RoundOptions {
  /** Other people and paces than the kind's own. */
  talk?: Partial<Talk>;
  brief?: boolean;
  /** Its rejection breaks the round off; everything that was started and mounted is gone before the round resolves. */
  until?: Promise<never>;
}

/** A round that takes longer hangs, and has failed. In ms. */
const LONGEST = 300_000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** All that is stored, as somebody new reads it; the last entry is their joining. */
async function readStore(url: string): Promise<Outcome['store']> {
  const { talker, resumed, commons } = await reader(url, 'Reader');
  const epoch = resumed.logs.find(({ log }) => log === commons)?.epoch ?? '';
  const stored: Outcome['store'][number][] = [];
  for (;;) {
    const after = stored.at(-1)?.seq ?? 0;
    const page = await talker.must('read', { log: commons, epoch, after, limit: limits.pageEntries });
    if (page.entries.length === 0) break;
    for (const entry of page.entries) {
      const text = entry.kind === 'message' ? brief(entry.body.text) : null;
      stored.push({ seq: entry.seq, id: entry.id, at: entry.at, text });
    }
  }
  talker.close();
  return stored;
}

export async function playRound(kind: Kind, seed: number, options: RoundOptions = {}): Promise<RoundResult> {
  const talk = { ...kind.talk, ...options.talk };
  const random = seededRandom(seed);
  const folder = await temporaryFolder('faults');
  const setting: Setting = { folder, seed, random, talk, brief: options.brief ?? false };
  const result: RoundResult = {
    ...{
      kind: kind.name,
      seed,
      entries: 0,
      strikes: 0,
      faults: [],
      broken: null,
      recoveries: [],
      waits: [],
      notes: [],
      folder,
    },
  };
  let scene: Scene | null = null;
  let party: Party | null = null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${LONGEST} ms`)), LONGEST);
  });
  try {
    scene = await kind.set(setting);
    party = new Party(scene, setting, (note) => result.notes.push(note));
    const playing = party.play((strikes) => (result.strikes = strikes));
    const outcome = await Promise.race([playing, late, ...(options.until ? [options.until] : [])]);
    const { store, people } = outcome;
    result.entries = store.length;
    // Whoever reads the store joins for it, behind everything.
    const head = store.length - 1;
    result.faults = check({ store, head, people, ...(talk.length ? { length: talk.length } : {}) });
    result.broken = scene.missed(outcome);
    const lines = people.flatMap((someone) => someone.lines);
    result.recoveries = lines.flatMap((line) => (line.t === 'back' ? line.ms : []));
    result.waits = lines.flatMap((line) => (line.t === 'acknowledged' ? (line.ms ?? []) : []));
    writeFileSync(join(folder, 'store.json'), JSON.stringify(store));
  } catch (error) {
    result.broken = error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
    await party?.end();
    writeFileSync(join(folder, 'server.log'), party?.log ?? '');
    await scene?.remove();
  }
  if (result.faults.length === 0 && result.broken === null) {
    await removeFolder(folder);
    result.folder = null;
  }
  return result;
}

/** The server and everybody of one round. */
class Party implements Stage {
  readonly random: Setting['random'];
  readonly talk: Talk;
  readonly people: Person[] = [];
  /** What all servers of this round wrote, one behind the other. */
  log = '';
  readonly #scene: Scene;
  readonly #folder: string;
  readonly #note: (note: RoundResult['notes'][number]) => void;
  #server: Headless | null = null;
  #starting = Promise.resolve();
  #port = 0;

  constructor(scene: Scene, { random, talk, folder }: Setting, note: (note: RoundResult['notes'][number]) => void) {
    this.random = random;
    this.talk = talk;
    this.#scene = scene;
    this.#folder = folder;
    this.#note = note;
  }

  server(): Headless {
    if (!this.#server) throw new Error('the server was never started');
    return this.#server;
  }

  startServer(): Promise<void> {
    const { dataDir, host, server: prefix } = this.#scene;
    return this.#start({ dataDir, port: this.#port, host, prefix });
  }

  moment(parts: number): Promise<void> {
    return sleep(100 + this.random.fraction() * ((this.talk.count * this.talk.every) / parts));
  }

  lasts(ms: number): Promise<void> {
    return sleep(ms);
  }

  note(what: string, value: number | string): void {
    this.#note([what, value]);
  }

  async play(struck: (strikes: number) => void): Promise<Outcome> {
    await this.startServer();
    const url = `http://${this.#scene.host}:${this.#port}/`;
    const { people: many, ...talk } = this.talk;
    for (let index = 0; index < many; index += 1) {
      const folder = join(this.#folder, `p${index}`);
      this.people.push(new Person({ url, name: `P${index}`, folder, ...talk, prefix: this.#scene.person(index) }));
    }
    await this.#all((someone) => someone.says('ready'));
    for (const someone of this.people) someone.talk();
    struck(await this.#scene.strike(this));
    await this.#all((someone) => someone.says('idle'));
    return { store: await this.#finish(url), people: this.#journals() };
  }

  async end(): Promise<void> {
    for (const someone of this.people) someone.stop();
    // A round that is broken off may be about to start it.
    await this.#starting.catch(() => undefined);
    this.#server?.goOn();
    await this.#server?.stop();
    this.#keepLog();
  }

  async #finish(url: string): Promise<Outcome['store']> {
    if (!this.#scene.apart) {
      const store = await readStore(url);
      await this.#all((someone) => someone.finish(store.length));
      return store;
    }
    // The reader stands outside, so the server comes over to it once everybody has all: the room's first line,
    // everybody's joining, and all that was said (in such a scene nobody is killed).
    const all = 1 + this.talk.people * (1 + this.talk.count);
    await this.#all((someone) => someone.finish(all));
    await this.server().stop();
    await this.#start({ dataDir: this.#scene.dataDir });
    return readStore(this.server().url);
  }

  #start(options: Parameters<typeof startHeadless>[0]): Promise<void> {
    this.#keepLog();
    this.#starting = startHeadless(options).then((server) => {
      this.#server = server;
      this.#port = server.port;
    });
    return this.#starting;
  }

  #keepLog(): void {
    this.log += this.#server?.log() ?? '';
    this.#server = null;
  }

  #all(ask: (someone: Person) => Promise<void>): Promise<unknown> {
    return Promise.all(this.people.map(ask));
  }

  #journals(): Outcome['people'] {
    return this.people.map((someone) => ({ name: someone.saying.name, lines: someone.lines() }));
  }
}
