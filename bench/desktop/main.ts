/**
 * npm run bench:desktop [-- --quick] [-- --rounds N] [-- --page FILE] [-- --only start|memory|hosting]: what the app costs
 * beside a blank window of the same Electron, all in one run and in turn: its start with ten messages and with a million, its
 * memory at rest, and what a thousand guests do to its loop.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatted } from '../formatted';
import { folderOf } from '../folder';
import { machine } from '../machine';
import { serverOf, fill } from '../timeline/house';
import { family, pss, RunningApp, strangers, type Start } from './app';
import { hosting } from './hosting';
import { blankOf, guestOf, hostOf, nobodyOf } from './profiles';
import { checks, MARKS, page, type Results, type Started } from './report';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    /** Where the page goes, too. */
    page: { type: 'string' },
    only: { type: 'string' },
  },
});
const rounds = Number(values.rounds ?? (values.quick ? 1 : 7));
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('npm run bench:desktop -- --rounds N: a whole number, at least 1');
  process.exit(2);
}
const measures = (part: string) => values.only === undefined || values.only === part;
const say = (text: string) => console.error(text);
const few = 10;
const many = values.quick ? 20_000 : 1_000_000;
const load = values.quick ? { guests: 100, pace: 50, duration: 3_000 } : { guests: 1_000, pace: 50, duration: 12_000 };
const fewer = Math.min(rounds, 3);

const root = resolve(import.meta.dirname, '../..');
const electron = [process.env['ELECTRON_OVERRIDE_DIST_PATH'], join(root, '.cache/electron-22')]
  .flatMap((folder) => (folder === undefined ? [] : [join(folder, 'electron')]))
  .find((file) => existsSync(file));
if (electron === undefined) throw new Error('there is no Electron: node scripts/electron22.mjs fetches one for tests');

/** Empties the system's cache of the disk (proc(5): drop_caches). */
function forgetDisk(): void {
  execFileSync('sync');
  writeFileSync('/proc/sys/vm/drop_caches', '3');
}
const canForget = (() => {
  try {
    forgetDisk();
    return true;
  } catch {
    return false;
  }
})();

async function started(start: Start): Promise<Started> {
  const app = new RunningApp(start);
  await app.until('usable');
  await app.quit();
  return Object.fromEntries(MARKS.map((mark) => [mark, app.marks.get(mark) ?? null])) as Started;
}

/**
 * A page's memory falls for a while after its start, when the engine has found that nothing goes on: it is read after that.
 * Readings that lie so close together are settled, as is what does not become so within so many. In ms.
 */
const STILL = { first: values.quick ? 2_000 : 15_000, part: 0.01, readings: 4, every: 1_500, most: 12 };

async function rests(start: Start, mark: string): Promise<number> {
  const app = new RunningApp(start);
  await app.until(mark);
  const readings: number[] = [];
  await new Promise((resolve) => setTimeout(resolve, STILL.first));
  for (let read = 0; read < STILL.most; read += 1) {
    await new Promise((resolve) => setTimeout(resolve, STILL.every));
    const own = family(app.pid);
    readings.push(pss(own));
    if (strangers(start.electron, own)) results.company = true;
    const last = readings.slice(-STILL.readings);
    if (last.length === STILL.readings && Math.max(...last) - Math.min(...last) < STILL.part * Math.max(...last)) break;
  }
  await app.quit();
  return readings.at(-1) ?? 0;
}

/** One after the other; every other round the other way round. */
async function inTurn<K extends string, T>(round: number, all: Record<K, () => Promise<T>>): Promise<Record<K, T>> {
  const names = Object.keys(all) as K[];
  const answers = {} as Record<K, T>;
  for (const name of round % 2 === 0 ? names : names.reverse()) answers[name] = await all[name]();
  return answers;
}

const folder = folderOf('desktop');
say('profiles are made …');
const blank = blankOf(electron, folder);
const short = await hostOf(electron, folder, few);
const results: Results = {
  machine: machine(),
  few,
  many,
  load,
  megabytes: 0,
  company: false,
  start: [],
  memory: [],
  hosting: [],
};

if (measures('start')) {
  const long = await hostOf(electron, folder, many);
  results.megabytes = statSync(join(long.profile, 'porch/maru.db')).size / 1024 ** 2;
  for (let round = 1; round <= rounds; round += 1) {
    say(`start, round ${round} of ${rounds} …`);
    const cases = (cold: boolean) => {
      const one = (start: Start) => async () => {
        if (cold) forgetDisk();
        return started(start);
      };
      return inTurn(round, { blank: one(blank), few: one(short), many: one(long) });
    };
    const both = { cold: canForget ? await cases(true) : null, warm: await cases(false) };
    results.start.push(both);
    for (const [how, all] of Object.entries(both))
      if (all)
        say(
          `  ${how}: ${Object.entries(all)
            .map(([name, marks]) => `${name} ${marks.usable?.toFixed(0) ?? '–'} ms`)
            .join(', ')}`,
        );
  }
}

if (measures('memory')) {
  const nobody = nobodyOf(electron, folder);
  const away = join(folder, 'away');
  const count = 20_000;
  await fill(away, count, []);
  const server = await serverOf(away);
  const guest = await guestOf(electron, folder, server.url, count);
  for (let round = 1; round <= fewer; round += 1) {
    say(`memory, round ${round} of ${fewer} …`);
    const read = await inTurn(round, {
      blank: () => rests(blank, 'usable'),
      nobody: () => rests(nobody, 'painted'),
      guest: () => rests(guest, 'usable'),
    });
    results.memory.push(read);
    say(
      `  ${Object.entries(read)
        .map(([name, mebibytes]) => `${name} ${mebibytes.toFixed(0)} MiB`)
        .join(', ')}`,
    );
  }
  await server.close();
}

if (measures('hosting')) {
  for (let round = 1; round <= fewer; round += 1) {
    say(`hosting, round ${round} of ${fewer} …`);
    // Everybody is new there each time.
    const profile = join(folder, `hosting-${round}`);
    cpSync(short.profile, profile, { recursive: true });
    const both = await hosting({ ...short, profile }, load);
    results.hosting.push(both);
    say(`  main’s loop, p99: ${both.nobody.loop.p99.toFixed(1)} ms, then ${both.everybody.loop.p99.toFixed(1)} ms`);
  }
}

const text = await formatted(page(results));
console.log(text);
if (values.page) writeFileSync(values.page, text);
// So short a run shows that the bench works, and no more.
if (!values.quick && checks(results).some(({ holds }) => !holds)) process.exitCode = 1;
