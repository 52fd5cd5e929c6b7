/**
 * The lock. Main holds whether the app is locked, so that nothing that happens to a page opens it: not a reload, not a crash,
 * not a link. Where a passphrase is set, the app also starts locked, however it ended. It hides what is on the screen; what is
 * kept on the disk it does not encrypt.
 */
import { limits, type Answer, type LockSettings, type LockStatus, type Tried } from '../../protocol';
import { ok, refused, type HandlersFor } from '../answers';
import type { Log } from '../log';
import { noLock, type LockFile, type LockStore } from './file';
import { isSealed, seal } from './passphrase';

/** The system's own question to its person; null where there is none. */
export interface Prompt {
  /** Asked each time: a reader of fingerprints may be shut with the lid. */
  available(): boolean;
  /** Resolves to whether it was the right person. */
  ask(): Promise<boolean>;
}

export interface LockParts {
  store: LockStore;
  settings: () => LockSettings;
  prompt: Prompt | null;
  /** Milliseconds since 1970. */
  now: () => number;
  log: Log;
  /** Somebody wants to lock, and no passphrase is set. */
  wanted: () => void;
  startAnew: () => void;
  /** What a passphrase is sealed with. */
  seal?: typeof seal;
}

export interface Lock {
  readonly locked: boolean;
  readonly status: LockStatus;
  /** Locks; where no passphrase is set it is offered to set one. */
  now(): void;
  /** Locks where it can be locked, and offers nothing. */
  byItself(): void;
  /** Calls back when it was locked or unlocked, or what unlocks it changed. */
  onChange(listener: (locked: boolean) => void): void;
  readonly handlers: HandlersFor<'lockStatus' | 'lockNow' | 'unlock' | 'promptUnlock' | 'setPassphrase' | 'startAnew'>;
}

export function openLock(parts: LockParts): Lock {
  const { store, prompt, log } = parts;
  let kept: LockFile = noLock;
  let damaged = false;
  let locked = false;
  let read = false;
  /** One check at a time: each takes 128 MiB. */
  let busy = false;
  const listeners: ((locked: boolean) => void)[] = [];

  // Read when it is asked for first: by then this process owns the profile.
  const load = () => {
    if (read) return;
    read = true;
    const found = store.read();
    damaged = found === 'damaged';
    if (found !== 'damaged') kept = found;
    locked = damaged || kept.passphrase !== null;
  };
  const tell = () => listeners.forEach((listener) => listener(locked));
  const be = (next: boolean) => {
    if (locked === next) return;
    locked = next;
    tell();
  };
  const keep = (next: LockFile) => {
    kept = next;
    try {
      store.write(next);
    } catch (error) {
      // What is counted still counts in this run.
      log.error('the lock could not be written', error);
    }
  };

  // A clock that was set back makes nobody wait longer than they would have to.
  const wait = () => Math.min(limits.lockTries.longest, Math.max(0, kept.until - parts.now()));
  const status = (): LockStatus => {
    load();
    const canPrompt = prompt?.available() === true;
    return {
      state: locked ? 'locked' : kept.passphrase ? 'open' : 'none',
      ...{ damaged, wait: wait(), left: Math.max(0, limits.lockTries.free - kept.failed) },
      ...{ canPrompt, prompt: canPrompt && parts.settings().prompt },
    };
  };

  /** A wrong one is counted before it is looked at: who ends the app meanwhile has used it up all the same. */
  const check = async (passphrase: string): Promise<boolean> => {
    if (kept.passphrase === null || wait() > 0) return false;
    const { free, wait: first, longest } = limits.lockTries;
    const failed = kept.failed + 1;
    const late = failed < free ? 0 : Math.min(longest, first * 2 ** Math.min(failed - free, 20));
    keep({ ...kept, failed, until: late === 0 ? 0 : parts.now() + late });
    const right = await isSealed(passphrase, kept.passphrase);
    if (right) keep({ ...kept, failed: 0, until: 0 });
    return right;
  };
  const alone = async (work: () => Promise<boolean>): Promise<Answer<Tried>> => {
    if (busy) return refused('busy', { retryAfter: 1_000 });
    busy = true;
    try {
      const right = await work();
      return ok({ right, status: status() });
    } catch (error) {
      log.error('the lock could not be written', error);
      return refused('disk');
    } finally {
      busy = false;
    }
  };

  const lock: Lock = {
    get locked() {
      load();
      return locked;
    },
    get status() {
      return status();
    },
    now() {
      if (status().state === 'none') parts.wanted();
      else be(true);
    },
    byItself() {
      if (status().state === 'open') be(true);
    },
    onChange: (listener) => void listeners.push(listener),
    handlers: {
      lockStatus: () => ok(status()),
      lockNow() {
        lock.now();
        return ok(status());
      },
      unlock: ({ passphrase }) =>
        alone(async () => {
          if (status().state !== 'locked') return true;
          const right = await check(passphrase);
          if (right) be(false);
          return right;
        }),
      promptUnlock: () =>
        alone(async () => {
          if (!status().prompt) return false;
          const right = await prompt?.ask().catch(() => false);
          if (right === true) be(false);
          return right === true;
        }),
      setPassphrase: ({ old, passphrase }) =>
        alone(async () => {
          if (status().state === 'open' && !(await check(old ?? ''))) return false;
          const sealed = passphrase === null ? null : await (parts.seal ?? seal)(passphrase);
          const next = { ...noLock, passphrase: sealed };
          // One that could not be kept would be gone at the next start, and nobody would know.
          store.write(next);
          [kept, damaged] = [next, false];
          tell();
          return true;
        }),
      startAnew() {
        parts.startAnew();
        return ok({});
      },
    },
  };
  return lock;
}
