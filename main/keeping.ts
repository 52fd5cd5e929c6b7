/** Whether what is changed is kept in this profile, so that the window can say it where it is not. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { PROFILE_VERSION, type Keeping as Told } from '../protocol';
import { ok, type HandlersFor } from './answers';
import type { Push } from './ipc';
import { readText } from './json-file';
import type { Log } from './log';
import type { Module } from './module';

export interface Keeping {
  /** False: nothing of this profile is written, moved or removed in this run. */
  readonly writes: boolean;
  /** A file of the profile was written. */
  wrote(): void;
  /** One could not be; @param error the system's */
  failed(error: unknown): void;
  /** A damaged file lies under another name now. */
  setAside(file: string, kept: string): void;
}

export interface ProfileKeeping extends Keeping {
  readonly current: Told;
  readonly handlers: HandlersFor<'keeping'>;
  /** Tells the window from then on, and marks the profile as one of this version. */
  telling(push: Push): Module;
}

/** No space, and no share of it left (quota). */
const FULL = ['ENOSPC', 'EDQUOT'];
const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code);

/** What a profile says of itself; none says anything before its first start, or where it is damaged. */
function versionIn(file: string): number {
  try {
    const { version } = JSON.parse(readText(file) ?? '{}') as { version?: unknown };
    return typeof version === 'number' ? version : 0;
  } catch {
    return 0;
  }
}

/**
 * @param file `profile.json` of the profile
 * @param writable false: it was found at the start that nothing can be written there
 */
export function keepingOf(file: string, writable: boolean, log: Log): ProfileKeeping {
  let version: number | undefined;
  let state: Told['state'] = writable ? 'kept' : 'unwritable';
  let setAside: Told['setAside'] = [];
  let tell: () => void = () => undefined;
  // Read when it is asked for first: by then this process owns the profile.
  const newer = () => (version ??= versionIn(file)) > PROFILE_VERSION;
  const be = (next: Told['state']) => {
    if (next === state) return;
    state = next;
    tell();
  };
  const keeping: ProfileKeeping = {
    get writes() {
      return !newer();
    },
    get current() {
      return { state: newer() ? 'newer' : state, setAside };
    },
    wrote: () => be('kept'),
    failed: (error) => be(FULL.includes(codeOf(error)) ? 'full' : 'unwritable'),
    setAside(damaged, kept) {
      setAside = [...setAside, { file: path.basename(damaged), kept: path.basename(kept) }];
      tell();
    },
    handlers: { keeping: () => ok(keeping.current) },
    telling: (push) => ({
      name: 'keeping',
      start() {
        tell = () => push('keeping', keeping.current);
        if (newer()) return log.error(`the profile is of version ${version ?? 0}; nothing is written to it`);
        if (version === PROFILE_VERSION) return;
        try {
          fs.writeFileSync(file, `${JSON.stringify({ version: PROFILE_VERSION })}\n`, { mode: 0o600 });
        } catch (error) {
          keeping.failed(error);
        }
      },
    }),
  };
  return keeping;
}

/** @returns whether files can be made in a folder, which is made where there is none. A full disk counts: it may have space again. */
export function canWrite(folder: string): boolean {
  const probe = path.join(folder, `.probe-${process.pid}`);
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.closeSync(fs.openSync(probe, 'w', 0o600));
    fs.unlinkSync(probe);
    return true;
  } catch (error) {
    return FULL.includes(codeOf(error));
  }
}
