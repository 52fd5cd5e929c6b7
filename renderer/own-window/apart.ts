/** What a conversation knows of windows beside its own, and how a room gets into one. */
import AppWindow from '@lucide/svelte/icons/app-window';
import type { Id } from '../../protocol';
import type { MenuEntry } from '../ui/menu';
import { speech } from '../words';

/** Of one server. Null in a browser, and in such a window itself. */
export interface Apart {
  has(room: Id): boolean;
  /** Opens its window, or brings the one it has forward, and a message into view there. */
  open(room: Id, entry?: Id): void;
  /** Closes its window: it is in the main one again. */
  back(room: Id): void;
}

export function apartEntries(apart: Apart | null, room: Id): MenuEntry[] {
  if (!apart) return [];
  const words = speech.words.ownWindow;
  return [{ text: apart.has(room) ? words.show : words.open, icon: AppWindow, act: () => apart.open(room) }];
}
