/** One round: people talk, something is killed at moments that the seed decides, everybody comes back, all is checked. */
import { join } from 'node:path';
import { limits } from '../../protocol';
import { removeFolder, startHeadless, temporaryFolder, type Headless } from '../support/headless';
import { seededRandom } from '../support/ports';
import { person as reader } from '../support/server';
import { check, type Fault, type Stored } from './checker';
import { Person } from './people';

export const kinds = ['host', 'client'] as const;
/** host: `kill -9` of the server. client: `kill -9` of people between saying and hearing that it arrived. */
export type Kind = (typeof kinds)[number];

export interface RoundResult {
  kind: Kind;
  seed: number;
  entries: number;
  kills: number;
  faults: Fault[];
  /** How long each connection was gone, in ms. */
  recoveries: number[];
}

const SENDERS = 8;
const COUNT = 30;
/** 20 messages a second each. */
const EVERY = 50;
const KILLS = 2;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function readStore(url: string): Promise<Stored[]> {
  const { talker, resumed, commons } = await reader(url, 'Reader');
  const epoch = resumed.logs.find(({ log }) => log === commons)?.epoch ?? '';
  const stored: Stored[] = [];
  for (;;) {
    const page = await talker.must('read', { log: commons, epoch, after: stored.length, limit: limits.pageEntries });
    if (page.entries.length === 0) break;
    for (const entry of page.entries) {
      stored.push({ seq: entry.seq, id: entry.id, text: entry.kind === 'message' ? entry.body.text : null });
    }
  }
  talker.close();
  return stored;
}

export async function playRound(kind: Kind, seed: number): Promise<RoundResult> {
  const random = seededRandom(seed);
  const folder = await temporaryFolder('faults');
  const dataDir = join(folder, 'porch');
  let server: Headless = await startHeadless({ dataDir });
  const { url, port } = server;
  const people = Array.from(
    { length: SENDERS },
    (_, index) => new Person({ url, name: `P${index}`, folder: join(folder, `p${index}`), count: COUNT, every: EVERY }),
  );
  try {
    await Promise.all(people.map((someone) => someone.says('ready')));
    for (let kill = 0; kill < KILLS; kill += 1) {
      // The instant of a kill is what a campaign is about: here, and only here, a test waits for time.
      await sleep(100 + random.fraction() * ((COUNT * EVERY) / KILLS));
      if (kind === 'host') {
        await server.kill();
        server = await startHeadless({ dataDir, port });
      } else {
        const victims = people.filter(() => random.fraction() < 0.4);
        await Promise.all(victims.map((someone) => someone.killAndReturn()));
      }
    }
    await Promise.all(people.map((someone) => someone.says('idle')));
    const store = await readStore(url);
    await Promise.all(people.map((someone) => someone.finish(store.length)));
    const histories = people.map((someone) => ({ name: someone.saying.name, lines: someone.lines() }));
    return {
      kind,
      seed,
      entries: store.length,
      kills: kind === 'host' ? KILLS : people.reduce((sum, { kills }) => sum + kills, 0),
      faults: check({ store, people: histories }),
      recoveries: histories.flatMap(({ lines }) => lines.flatMap((line) => (line.t === 'back' ? line.ms : []))),
    };
  } finally {
    for (const someone of people) someone.stop();
    await server.stop();
    await removeFolder(folder);
  }
}
