/**
 * The one way between the page that owns the connections and a room's own window: what each puts into its window for the
 * other. Both are of one origin and one process, so what goes through is the thing itself; but each has its own globals
 * (`instanceof` tells nothing) and its own Svelte (no rune of one is followed in the other: what changes is subscribed).
 */
import type { Readable } from 'svelte/store';
import type { Session } from '../../client';
import type { Id, Language, Settings } from '../../protocol';

/** What holds for the app and for this window; replaced whole. */
export interface Common {
  settings: Settings;
  language: Language;
  /** Nothing of any server is on the screen while it holds. */
  locked: boolean;
  mini: boolean;
  /** This computer runs the server. */
  hosting: boolean;
  /** How others reach it; null: by the address this device uses. */
  addresses: readonly string[] | null;
}

/** What of the room is before somebody, in that window. */
export interface Seen {
  focused: boolean;
  /** The room itself is in sight, and not covered by what stands beside it. */
  room: boolean;
  atEnd: boolean;
  thread: Id | null;
}

export interface Door {
  readonly server: Id;
  readonly room: Id;
  /** Ends with the window: nothing that was subscribed through it is called after that. */
  readonly session: Session;
  readonly common: Readable<Common>;
  /** A message that is to be brought into view, until `reached`. */
  readonly wanted: Readable<Id | null>;
  reached(): void;
  sees(what: Seen): void;
  setIdle(idle: boolean): void;
  /** Leads to another room of this server, or to this one, in whichever window that is. */
  lead(room: Id, entry: Id | null): void;
  make(mini: boolean): void;
  openSettings(): void;
}

/** Of the owner's page, as `window.opener` sees it. */
export interface OwnersPage {
  maruRooms?: {
    /** @returns null where this owner has no such window, or does not know its server yet */
    enter(page: Window): Door | null;
  };
}

/** Of a room's page, as its owner sees it. */
export interface RoomPage {
  maruRoom?: {
    /** There is an owner again. */
    enter(): void;
    /** Its owner goes: nothing of it may be held any more. */
    leave(): void;
  };
}
