/** An office where something is in the way, or somebody. For `MARU_CAMPAIGN=1 npx vitest run --project campaign`. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { medianOf, missing, openOffice, round, told, type Host, type Office } from './office';
import { startScreen, type Seen } from './seen';

const story = test.skipIf(missing !== null);
const NAMES = ['3층', '4층', '디자인실'];
const namesOf = (screen: Seen) => screen.servers.map(({ name }) => name).sort();
let office: Office;
let hosts: Host[];

beforeAll(async () => {
  if (missing) return;
  office = await openOffice();
  hosts = await Promise.all(NAMES.map((name) => office.open(name)));
}, 60_000);

afterAll(async () => {
  if (!missing) await office.close();
}, 30_000);

story.each([
  ['mDNS', 5353, 'beacon'],
  ['the beacon', 7420, 'mDNS'],
] as const)(told('where %s is blocked (UDP %i) the %s finds'), { timeout: 60_000 }, async (_blocked, port, way) => {
  const machine = office.lan.machine();
  machine.block(port);
  const screen = await startScreen(machine);
  const all: number[] = [];
  for (let count = 0; count < 9; count += 1) {
    screen.open();
    all.push(await screen.until(({ length }) => length === 3));
    await screen.close();
  }
  console.log(`by ${way} alone, ms, 9 openings: median ${Math.round(medianOf(all))}, all ${round(all)}`);
  expect(medianOf(all)).toBeLessThan(3_000);
  await screen.end();
});

/** Resident memory of a process in MB, and the seconds it has computed. */
function spent(pid: number): { memory: number; cpu: number } {
  const memory = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? [];
  return { memory, cpu: ticks.reduce((sum, part) => sum + part, 0) / Number(execFileSync('getconf', ['CLK_TCK'])) };
}

story(
  told('ten thousand lies a second, from sixty addresses: nothing is listed, nobody falls off'),
  { timeout: 120_000 },
  async () => {
    const [victim] = hosts;
    const screen = await startScreen(office.lan.machine());
    screen.open();
    await screen.until(({ length }) => length === 3);
    const evil = office.lan.machine();
    evil.also(Array.from({ length: 59 }, (_, at) => `10.78.0.${150 + at}`));
    const id = screen.servers.find(({ fingerprint }) => fingerprint === victim?.server.fingerprint)?.id ?? '';
    const [command = '', ...args] = [...evil.prefix, process.execPath, '--import', 'tsx'];
    const attacker = spawn(
      command,
      [...args, join(import.meta.dirname, 'attacker.ts'), id, victim?.server.fingerprint ?? '', '4'],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const lines = createInterface(attacker.stdout);
    await once(lines, 'line');
    const before = { screen: spent(screen.pid), host: spent(victim?.server.pid ?? 0) };
    const began = performance.now();
    const listed = new Set<string>();
    // Two rounds of questions to those on the list, and several openings, all while it lies.
    const other = await startScreen(office.lan.machine());
    const all: number[] = [];
    while (performance.now() - began < 15_000 || all.length < 9) {
      other.open();
      all.push(await other.until(({ length }) => length >= 3));
      for (const seen of [screen, other]) namesOf(seen).forEach((name) => listed.add(name ?? ''));
      await other.close();
    }
    const half = { screen: spent(screen.pid), host: spent(victim?.server.pid ?? 0) };
    const late = await office.open('늦게 온 마루');
    const opened = performance.now();
    await screen.until((servers) => servers.some(({ name }) => name === '늦게 온 마루'));
    const lateAfter = Math.round(performance.now() - opened);
    const seconds = (performance.now() - began) / 1_000;
    const after = { screen: spent(screen.pid), host: spent(victim?.server.pid ?? 0) };
    attacker.stdin.write('stop\n');
    const [report] = (await once(lines, 'line')) as [string];
    const { sent, ms } = JSON.parse(report) as { sent: number; ms: number };
    console.log(
      [
        `${sent} lies in ${Math.round(ms)} ms (${Math.round(sent / (ms / 1_000))} a second)`,
        `a newcomer was found ${lateAfter} ms after it was ready`,
        `found meanwhile, ms: median ${Math.round(medianOf(all))}, all ${round(all)}`,
        ...(['screen', 'host'] as const).map((who) => {
          const cpu = ((after[who].cpu - before[who].cpu) / seconds) * 100;
          return `${who}: ${cpu.toFixed(0)} % of a processor, memory ${[before, half, after].map((at) => at[who].memory.toFixed(0)).join(' → ')} MB`;
        }),
      ].join('\n'),
    );
    expect([...listed].sort()).toEqual(NAMES);
    expect(namesOf(screen)).toEqual([...NAMES, '늦게 온 마루'].sort());
    expect(screen.servers.some(({ disputed }) => disputed)).toBe(false);
    expect(after.screen.memory).toBeLessThan(before.screen.memory + 60);
    await late.server.stop();
    await Promise.all([screen.end(), other.end()]);
  },
);
