/**
 * Questions in dialogs of the system. Locking takes away those that Electron can close, its message boxes. A file dialog stays on
 * the screen, and what is answered in it, behind the lock or after it, does nothing: who answers may be nobody, and what it
 * was about is no longer there.
 */
import type { Lock } from './lock';

/** @returns what each question takes along: aborted once the app was locked after it was asked */
export function askedOpenly(lock: Pick<Lock, 'onChange'>): () => AbortSignal {
  let asked = new AbortController();
  lock.onChange((locked) => {
    if (!locked) return;
    asked.abort();
    asked = new AbortController();
  });
  return () => asked.signal;
}
