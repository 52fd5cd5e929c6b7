/** The messages that are pinned in a room, as the server told last; asked again when the log tells of another pin. */
import type { LogView, Session } from '../../../client';
import type { Entry, Id, MessageEntry, Refusal } from '../../../protocol';

/** What makes another list of them. */
const TELLING: readonly Entry['kind'][] = ['pin', 'delete'];

/** The seq of the last entry that bears on pins; 0 for none. The list is asked for again when it rises. */
export function lastAboutPins({ entries }: Pick<LogView, 'entries'>): number {
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    if (entry && TELLING.includes(entry.kind)) return entry.seq;
  }
  return 0;
}

export class Pinned {
  readonly #session: Session;
  readonly #room: Id;
  #list: readonly MessageEntry[] | null = $state.raw(null);
  #refused: Refusal | null = $state.raw(null);
  #asked = 0;

  constructor(session: Session, room: Id) {
    this.#session = session;
    this.#room = room;
  }

  /** The last pinned first; null until the server told. */
  get list(): readonly MessageEntry[] | null {
    return this.#list;
  }

  get refused(): Refusal | null {
    return this.#refused;
  }

  async ask(): Promise<void> {
    const asked = (this.#asked += 1);
    const answer = await this.#session.talk.pins(this.#room);
    // Answers may overtake each other.
    if (asked !== this.#asked) return;
    this.#refused = answer.ok ? null : answer.error;
    if (answer.ok)
      this.#list = answer.value.filter(
        (entry): entry is MessageEntry => entry.kind === 'message' && !entry.body.deleted,
      );
  }
}
