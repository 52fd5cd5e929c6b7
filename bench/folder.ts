/** Where a bench keeps its data: on the disk of this repository, since a system's temporary folder may be memory. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const disk = resolve(import.meta.dirname, '../.cache');

/** A folder of its own, removed when the process exits. */
export function folderOf(bench: string): string {
  mkdirSync(disk, { recursive: true });
  const folder = mkdtempSync(join(disk, `bench-${bench}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
