/** What somebody has begun to write and not sent, by place: kept on the device's disk, within `limits.draftAfter` of a key. */
import type { Id, Mention } from '../protocol';

/** A room, or a thread of it. */
export interface DraftPlace {
  room: Id;
  thread?: Id;
}

export interface KeptDraft {
  text: string;
  /** The message it answers. */
  reply: Id | null;
  /** It is a whisper to these. */
  whisperTo: readonly Id[];
  /** Who was chosen for a name that stands in it. */
  mentions: readonly Mention[];
  /** The own message that it says anew, and what stood there before that. */
  edit: { message: Id; before: string } | null;
}

export interface Drafts {
  /** What an earlier run left, as soon as it is read from the disk; null where nothing stands. Of this server alone. */
  load(place: DraftPlace): Promise<KeptDraft | null>;
  /** Null or nothing in it: forgotten. */
  keep(place: DraftPlace, draft: KeptDraft | null): void;
  /** Places with something in them. */
  all(): Promise<readonly DraftPlace[]>;
  /** Rooms whose field is locked against typing by accident, on this device. */
  locked(room: Id): Promise<boolean>;
  lock(room: Id, locked: boolean): void;
  /** Writes what waits, now: the page is going away. */
  flush(): void;
}
