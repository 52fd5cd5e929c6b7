/** What waits in the rooms of one server, as far as their logs are known. */
import { SvelteMap } from 'svelte/reactivity';
import type { LogView, Session } from '../../client';
import type { Id, Room } from '../../protocol';

/** What is counted of a room. */
export type Waiting = Pick<LogView, 'unread' | 'mentions' | 'threadMentions' | 'unreadFrom'>;
const NOTHING: Waiting = { unread: 0, mentions: 0, threadMentions: 0, unreadFrom: null };

const alike = (one: Waiting, other: Waiting): boolean =>
  (Object.keys(NOTHING) as (keyof Waiting)[]).every((key) => one[key] === other[key]);

export class WaitingRooms {
  readonly #session: Session;
  readonly #read: (room: Id) => void;
  readonly #rooms = new SvelteMap<Id, Waiting>();
  readonly #endings: (() => void)[] = [];

  /** @param read everything in that room was read, here or elsewhere */
  constructor(session: Session, read: (room: Id) => void) {
    this.#session = session;
    this.#read = read;
  }

  /** Undefined while nothing is known of it. */
  known(room: Id): Waiting | undefined {
    return this.#rooms.get(room);
  }

  of(room: Id): Waiting {
    return this.known(room) ?? NOTHING;
  }

  /** From now on, each that is not followed yet. */
  follow(rooms: readonly Room[]): void {
    for (const { id } of rooms) {
      if (this.#rooms.has(id)) continue;
      this.#rooms.set(id, NOTHING);
      this.#endings.push(this.#session.log(id).subscribe((log) => this.#follows(id, log)));
    }
  }

  close(): void {
    for (const end of this.#endings.splice(0)) end();
  }

  #follows(room: Id, { unread, mentions, threadMentions, unreadFrom }: Waiting): void {
    const before = this.#rooms.get(room);
    const now = { unread, mentions, threadMentions, unreadFrom };
    if (before && alike(before, now)) return;
    this.#rooms.set(room, now);
    const waited = before !== undefined && before.unread + before.mentions > 0;
    if (waited && unread + mentions === 0) this.#read(room);
  }
}
