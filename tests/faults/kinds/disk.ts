/** The server's disk is full for a while: a small file system of this test's own, and a ballast file in it. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '../../../protocol';
import { loopback, type Kind } from '../scene';

/** What the file system holds, in MB: more than the free space a server insists on, so that it is not full from the start. */
const SIZE = limits.diskFloorBytes / 2 ** 20 + 64;

const mount = (folder: string) =>
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}m`, 'maru-faults', folder], { stdio: 'pipe' });
const unmount = (folder: string) => execFileSync('umount', [folder], { stdio: 'pipe' });

/** Null, or why no file system can be mounted here. */
function noMount(): string | null {
  if (process.platform !== 'linux') return 'a file system of its own is mounted on Linux only';
  const folder = mkdtempSync(join(tmpdir(), 'maru-mount-'));
  try {
    mount(folder);
    unmount(folder);
    return null;
  } catch (error) {
    const said = (error as { stderr?: Buffer }).stderr?.toString().trim() || String(error);
    return `no file system can be mounted here: ${said.split('\n')[0]}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes until not one more page fits. */
function fill(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (let size = 1 << 20; size >= 1; size >>= 1) {
      const block = Buffer.alloc(size);
      try {
        for (;;) writeSync(handle, block);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(handle);
  }
}

export const disk: Kind = {
  name: 'disk',
  what: "the server's disk is full for a while, and has room again",
  talk: { people: 8, count: 40, every: 100, length: 400 },
  lacking: noMount,
  set: ({ folder, random, brief }) => {
    const place = loopback(folder);
    mkdirSync(place.dataDir);
    mount(place.dataDir);
    const ballast = join(place.dataDir, 'ballast');
    return {
      ...place,
      async strike(stage) {
        await stage.moment(4);
        fill(ballast);
        await stage.lasts(brief ? 500 : 500 + random.fraction() * 4_000);
        rmSync(ballast);
        return 1;
      },
      missed: ({ people }) => {
        const refused = people.flatMap(({ lines }) => lines.filter(({ t }) => t === 'refused'));
        return refused.some((line) => line.t === 'refused' && line.code === 'disk')
          ? null
          : 'nobody was told that the disk is full';
      },
      remove: () => void unmount(place.dataDir),
    };
  },
};
