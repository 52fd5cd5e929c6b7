/** What this machine has and keeps: the profile and the own porch on its disk, its addresses. */
import { shell } from 'electron';
import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import * as path from 'node:path';
import { limits } from '../protocol';
import { reachableAddresses } from '../server/addresses';
import { ok, refused, type HandlersFor } from './answers';

/** @returns bytes of all files below, links not followed; what goes away meanwhile, or may not be read, counts nothing */
export async function sizeOf(folder: string): Promise<number> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = entries.map(async (entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return sizeOf(place);
    return lstat(place).then(
      ({ size }) => size,
      () => 0,
    );
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/**
 * @param places absolute; the porch lies in the profile
 * @param host what its own porch is bound to
 */
export function tellStorage(
  places: { profile: string; porch: string },
  host: string,
): HandlersFor<'storageUse' | 'showFolder' | 'ownAddresses'> {
  return {
    async storageUse() {
      const [all, porch] = await Promise.all([sizeOf(places.profile), sizeOf(places.porch)]);
      return ok({
        profile: { place: places.profile, bytes: all - porch },
        porch: porch > 0 ? { place: places.porch, bytes: porch } : null,
      });
    },
    ownAddresses: () =>
      ok({
        addresses: reachableAddresses(host, limits.port).map(({ address, interface: of }) => ({
          address,
          interface: of,
        })),
      }),
    async showFolder({ which }) {
      return (await shell.openPath(places[which])) === '' ? ok({}) : refused('disk');
    },
  };
}
