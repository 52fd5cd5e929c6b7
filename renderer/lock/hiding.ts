/** Locking and presenting, within reach of everything below the app's root; null where there is no app around, as in a test. */
import { getContext, setContext } from 'svelte';

export interface Hiding {
  /** Locks; null where nothing can be locked. */
  readonly lock: (() => void) | null;
  readonly presenting: boolean;
  present(on: boolean): void;
}

const PLACE = Symbol('hiding');
export const provideHiding = (hiding: Hiding): void => void setContext(PLACE, hiding);
export const useHiding = (): Hiding | null => getContext<Hiding | undefined>(PLACE) ?? null;
