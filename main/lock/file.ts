/**
 * What the lock keeps on the disk. A file that is damaged is neither no lock nor one for ever: it is left where it lies, the
 * app stays locked at each start, and whoever is before it starts anew (anew.ts), which puts it aside with all the rest.
 */
import * as v from 'valibot';
import { parse } from '../../protocol';
import { jsonFile, readText } from '../json-file';
import type { Keeping } from '../keeping';
import type { Log } from '../log';
import { Sealed } from './passphrase';

const LockFile = v.object({
  /** Null: none is set. */
  passphrase: v.nullable(Sealed),
  /** Wrong ones since the last right one, and until when the next has to wait, in milliseconds since 1970. */
  failed: v.pipe(v.number(), v.integer(), v.minValue(0)),
  until: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type LockFile = v.InferOutput<typeof LockFile>;

export const noLock: LockFile = { passphrase: null, failed: 0, until: 0 };

export interface LockStore {
  read(): LockFile | 'damaged';
  /** @throws the system's error where it cannot be written */
  write(kept: LockFile): void;
}

export function lockStore(file: string, log: Log, keeping?: Keeping): LockStore {
  const writing = jsonFile<LockFile>(file, LockFile, noLock, log, keeping);
  return {
    read() {
      try {
        const text = readText(file);
        if (text === null) return noLock;
        const parsed = parse(LockFile, JSON.parse(text));
        if (parsed.ok) return parsed.value;
      } catch {
        // What is there is no lock.
      }
      log.error(`${file} cannot be read: it stays locked until somebody starts anew`);
      return 'damaged';
    },
    write: (kept) => writing.write(kept),
  };
}
