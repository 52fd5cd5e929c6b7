/** One round: people talk, something is killed at moments that the seed decides, everybody comes back, all is checked. */
import { join } from 'node:path';
import { limits } from '../../protocol';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless, type Headless } from '../support/headless';
import { layCable } from '../support/netns';
import { seededRandom } from '../support/ports';
import { person as reader } from '../support/server';
import { check, type Fault, type Stored } from './checker';
import { Person } from './people';

export const kinds = ['host', 'client', 'cut'] as const;
/**
 * host: `kill -9` of the server. client: `kill -9` of people between saying and hearing that it arrived.
 * cut: the cable between them is pulled for a while; it needs network namespaces (noNamespaces says why there are none).
 */
export type Kind = (typeof kinds)[number];
export const overCable = (kind: Kind): boolean => kind === 'cut';

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
/** The room's first line, everybody's joining, and all that is said where nobody is killed. */
const ALL = 1 + SENDERS + SENDERS * COUNT;

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
  const cable = overCable(kind) ? layCable() : null;
  const place = cable ? { host: '0.0.0.0', prefix: cable.server.prefix } : {};
  let server: Headless | null = null;
  const people: Person[] = [];
  try {
    server = await startHeadless({ dataDir, ...place });
    const { port } = server;
    const url = cable ? `http://${cable.address}:${port}/` : server.url;
    people.push(
      ...Array.from(
        { length: SENDERS },
        (_, index) =>
          new Person({
            url,
            name: `P${index}`,
            folder: join(folder, `p${index}`),
            count: COUNT,
            every: EVERY,
            ...(cable ? { prefix: cable.client.prefix } : {}),
          }),
      ),
    );
    await Promise.all(people.map((someone) => someone.says('ready')));
    for (let kill = 0; kill < KILLS; kill += 1) {
      // The instant of a kill is what a campaign is about: here, and only here, a test waits for time.
      await sleep(100 + random.fraction() * ((COUNT * EVERY) / KILLS));
      if (kind === 'cut') {
        cable?.pull();
        await sleep(200 + random.fraction() * 2_000);
        cable?.plug();
      } else if (kind === 'host') {
        await server.kill();
        server = await startHeadless({ dataDir, port });
      } else if (kind === 'client') {
        const victims = people.filter(() => random.fraction() < 0.4);
        await Promise.all(victims.map((someone) => someone.killAndReturn()));
      }
    }
    await Promise.all(people.map((someone) => someone.says('idle')));
    let store: Stored[];
    if (cable) {
      // The reader stands outside the cable, so the server comes over to it once everybody has all.
      await Promise.all(people.map((someone) => someone.finish(ALL)));
      await server.stop();
      server = await startHeadless({ dataDir });
      store = (await readStore(server.url)).filter(({ seq }) => seq <= ALL);
    } else {
      store = await readStore(url);
      await Promise.all(people.map((someone) => someone.finish(store.length)));
    }
    const histories = people.map((someone) => ({ name: someone.saying.name, lines: someone.lines() }));
    return {
      kind,
      seed,
      entries: store.length,
      kills: kind === 'client' ? people.reduce((sum, { kills }) => sum + kills, 0) : KILLS,
      faults: check({ store, people: histories }),
      recoveries: histories.flatMap(({ lines }) => lines.flatMap((line) => (line.t === 'back' ? line.ms : []))),
    };
  } finally {
    for (const someone of people) someone.stop();
    await server?.stop();
    cable?.remove();
    await removeFolder(folder);
  }
}
