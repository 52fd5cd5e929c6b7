/**
 * A tab that had Maru and is only loaded anew has it again, however long that takes and whoever took over meanwhile: the tab
 * notes that it goes, where no other tab reads it and a reload finds it.
 */
import type { Clock } from '../../client';

const KEY = 'maru-left';
/** Whoever comes back later than that, in ms, has gone somewhere: what another tab has by then stays there. */
const RETURN = 30_000;

export interface Returning {
  /** This page has Maru, and goes. */
  goes(): void;
  /** It has just gone and is back. Answers yes once. */
  comesBack(): boolean;
}

/** @param storage the tab's own; null where a browser gives none, and nobody comes back then */
export function returning(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null,
  clock: Clock,
): Returning {
  return {
    goes() {
      try {
        storage?.setItem(KEY, String(clock.now()));
      } catch {
        // It is full: a reload leaves Maru to the tab that waits.
      }
    },
    comesBack() {
      const left = storage?.getItem(KEY) ?? null;
      storage?.removeItem(KEY);
      return left !== null && Math.abs(clock.now() - Number(left)) < RETURN;
    },
  };
}

/** @returns null where this browser keeps nothing for a tab */
export function ofThisTab(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
