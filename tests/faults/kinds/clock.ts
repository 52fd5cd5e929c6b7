/** The wall clock of one process jumps while it runs (libfaketime); its timers go on as they should, as in a machine set right. */
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loopback, type Kind } from '../scene';

const HOUR = 3_600;

/** Debian keeps it in a folder of the machine's kind, others in their own. */
const library = (): string | undefined =>
  ['.', ...readdirSync('/usr/lib')]
    .map((folder) => join('/usr/lib', folder, 'faketime/libfaketimeMT.so.1'))
    .find((file) => existsSync(file));

/** What the library leaves in shared memory where its process is killed; the next process with that number would trip over it. */
function forget(pid: number): void {
  for (const name of [`faketime_shm_${pid}`, `sem.faketime_sem_${pid}`])
    rmSync(join('/dev/shm', name), { force: true });
}

/** A clock that can be set in the middle of the run. */
function settable(folder: string) {
  const file = join(folder, 'clock');
  const set = (seconds: number) => {
    writeFileSync(`${file}.new`, `${seconds < 0 ? '' : '+'}${seconds}`);
    renameSync(`${file}.new`, file);
  };
  set(0);
  const environment = {
    LD_PRELOAD: library() ?? '',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
  };
  return { set, prefix: ['env', ...Object.entries(environment).map(([name, value]) => `${name}=${value}`)] };
}

export const clock: Kind = {
  name: 'clock',
  what: "one process's clock jumps an hour one way and two the other: the server's (every other seed), or a person's with the server away and a kill behind it",
  talk: { people: 8, count: 40, every: 100 },
  lacking: () =>
    process.platform === 'linux' && library() ? null : 'libfaketime is not there (on Debian the package libfaketime)',
  set: ({ folder, seed, random, talk }) => {
    const wall = settable(folder);
    let pids: readonly number[] = [];
    const first = random.fraction() < 0.5 ? HOUR : -HOUR;
    const jumps = [first, -first];
    const victim = seed % 2 === 0 ? null : Math.floor(random.fraction() * talk.people);
    return {
      ...loopback(folder),
      server: victim === null ? wall.prefix : [],
      person: (index) => (index === victim ? wall.prefix : []),
      async strike(stage) {
        const person = victim === null ? undefined : stage.people[victim];
        pids = person?.pids ?? [stage.server().pid];
        for (const seconds of jumps) {
          await stage.moment(3);
          if (!person) {
            wall.set(seconds);
            continue;
          }
          // What waits in the outbox was made before and after the jump, and is taken up again by a new process.
          await stage.server().kill();
          await stage.lasts(stage.talk.every * 3);
          wall.set(seconds);
          await stage.lasts(stage.talk.every * 3);
          await person.killAndReturn();
          await stage.startServer();
        }
        return jumps.length;
      },
      missed: ({ store, people }) => {
        const times =
          victim === null
            ? store.map(({ at }) => at)
            : (people[victim]?.lines ?? []).flatMap((line) => (line.t === 'intent' ? line.at : []));
        const spread = Math.max(...times) - Math.min(...times);
        return spread > (HOUR * 1_000) / 2 ? null : 'the clock never jumped';
      },
      remove: () => pids.forEach(forget),
    };
  },
};
