/** A small file system of a test's own, which can be filled. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from './folders';

export interface SmallDisk {
  readonly folder: string;
  /** Takes so many bytes away; without a number, all that is left. */
  fill(bytes?: number): Promise<void>;
  /** Gives back what `fill` took. */
  free(): Promise<void>;
  remove(): Promise<void>;
}

const mount = (megabytes: number, folder: string) =>
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'maru-test', folder], { stdio: 'pipe' });

/** Why none can be had here, for the name of a test that is not run; empty where it can. */
export const noSmallDisk: string = (() => {
  if (process.platform !== 'linux') return ' (not run: a file system of its own is mounted on Linux only)';
  const probe = mkdtempSync(join(tmpdir(), 'maru-test-'));
  try {
    mount(1, probe);
    execFileSync('umount', [probe], { stdio: 'pipe' });
    return '';
  } catch (error) {
    const said = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return ` (not run: no small disk can be mounted here: ${said})`;
  } finally {
    rmSync(probe, { recursive: true });
  }
})();

export async function smallDisk(megabytes: number): Promise<SmallDisk> {
  const folder = await temporaryFolder('disk');
  mount(megabytes, folder);
  const ballast = join(folder, 'ballast');
  return {
    folder,
    async fill(bytes = Infinity) {
      const file = await open(ballast, 'a');
      // Down to the last byte: a big block that does not fit leaves room for a small one.
      for (let size = 1 << 20, left = bytes; size >= 1 && left > 0;) {
        const written = await file.write(Buffer.alloc(Math.min(size, left))).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOSPC') throw error;
          return { bytesWritten: 0 };
        });
        left -= written.bytesWritten;
        if (written.bytesWritten === 0) size >>= 1;
      }
      await file.close();
    },
    free: () => rm(ballast),
    async remove() {
      execFileSync('umount', ['--lazy', folder]);
      await removeFolder(folder);
    },
  };
}
