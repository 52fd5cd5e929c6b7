/** Finding servers in a small office: machines as network namespaces, real headless servers, main's own finding. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { medianOf, missing, openOffice, round, told, type Office } from './office';
import { startScreen, type Seen } from './seen';

const story = test.skipIf(missing !== null);
let office: Office;
let screen: Seen;

beforeAll(async () => {
  if (missing) return;
  office = await openOffice(2);
  const looker = office.lan.machine([0, 1]);
  const both = office.lan.machine([0, 1]);
  const opening = Promise.all([office.open('디자인실'), office.open('3층'), office.open('두 길', both)]);
  [screen] = await Promise.all([startScreen(looker), opening]);
}, 60_000);

afterAll(async () => {
  if (missing) return;
  await screen.end();
  await office.close();
}, 30_000);

story(told('three servers are found within three seconds of opening, each once, also over two networks'), async () => {
  const all: number[] = [];
  for (let count = 0; count < 15; count += 1) {
    screen.open();
    all.push(await screen.until(({ length }) => length === 3));
    expect(screen.servers.map(({ name }) => name).sort()).toEqual(['3층', '두 길', '디자인실']);
    await screen.close();
  }
  console.log(`found after ms, 15 openings: median ${Math.round(medianOf(all))}, all ${round(all)}`);
  expect(medianOf(all)).toBeLessThan(3_000);
});

story(
  told('one that starts later comes by itself; stopped, killed or unplugged it goes within ten seconds'),
  { timeout: 60_000 },
  async () => {
    screen.open();
    await screen.until(({ length }) => length === 3);
    const names = ['멈춘 마루', '죽은 마루', '뽑힌 마루'] as const;
    const [stopped, killed, pulled] = await Promise.all([
      office.open(names[0]),
      office.open(names[1]),
      office.open(names[2]),
    ]);
    await screen.until(({ length }) => length === 6);
    const gone = async (name: string, how: () => unknown) => {
      const began = performance.now();
      await how();
      const ended = performance.now();
      await screen.until((servers) => !servers.some((server) => server.name === name));
      return { took: Math.round(performance.now() - began), after: Math.round(performance.now() - ended) };
    };
    const [bye, death, cable] = await Promise.all([
      gone(names[0], () => stopped.server.stop()),
      gone(names[1], () => killed.server.kill()),
      gone(names[2], () => pulled.machine.pull()),
    ]);
    console.log(
      `gone after ms: stopped ${bye.took} (${bye.after} after its process ended), killed ${death.took}, unplugged ${cable.took}`,
    );
    expect(bye.after).toBeLessThan(1_000);
    expect(Math.max(death.took, cable.took)).toBeLessThan(10_000);
    // By now every announcement by every way has been heard: still each once.
    expect(screen.servers.map(({ name }) => name).sort()).toEqual(['3층', '두 길', '디자인실']);
    await screen.close();
  },
);
