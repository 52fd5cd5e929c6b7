/** What the file system says of a folder, and how a file is made to stay. It knows nothing of databases. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { statfs } from 'node:fs/promises';

/**
 * What this user may still write to the folder's disk, in bytes. Null where the system cannot tell: a Node without
 * statfs (before 18.15), a file system that does not count (no blocks at all).
 */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize, blocks } = await statfs(folder);
    return blocks === 0 ? null : bavail * bsize;
  } catch {
    return null;
  }
}

/** Blocks until the file is on the disk. @throws the system's own error */
export function flushFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Blocks until the folder's names are on the disk, where the system has a way to ask for that (Windows has none). */
export function flushFolder(folder: string): void {
  let handle = null;
  try {
    handle = openSync(folder, 'r');
    fsyncSync(handle);
  } catch {
    // The names are written a little later then, as any file's.
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/** A time as part of a file's name, on every system; sorted by name is sorted by time. */
export const stamp = (at: number): string => new Date(at).toISOString().replaceAll(/[:.]/g, '-');

/** The time that `stamp` wrote, or null. */
export function stampedAt(text: string): number | null {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/.exec(text);
  const at = parts ? Date.parse(`${parts[1]}T${parts[2]}:${parts[3]}:${parts[4]}.${parts[5]}Z`) : NaN;
  return Number.isNaN(at) ? null : at;
}
