/** What of the servers one is on is told: each arrival with where somebody looks just then, and what counts on the icon. */
import { badgeOf, first, type Arrival, type Session } from '../../client';
import type { Id, Knock, NoticeReply, Room, RoomAt } from '../../protocol';
import type { Sight } from '../notices/circumstances';
import type { Notices } from './notices.svelte';
import type { Visit } from './visit.svelte';
import type { Waiting } from './waiting.svelte';

export interface TellingParts {
  notices(): Notices;
  /** The server whose conversation is on the screen. */
  shown(): Visit | null;
  /** Somebody has this page before them. */
  focused(): boolean;
  /** A room's own window, where it decides what is seen of it; null: the main one does. */
  apart?(room: RoomAt, thread: Id | undefined): Sight | null;
  now(): number;
  /** A room's own end of silence, or its server's. */
  mutedUntil(server: Id, room: number | null): number | null;
}

export class Telling {
  readonly #parts: TellingParts;

  constructor(parts: TellingParts) {
    this.#parts = parts;
  }

  arrived(visit: Visit, arrival: Arrival): void {
    if (visit.id === null) return;
    this.#notices.tell(
      visit.id,
      this.#asMuted(visit.id, arrival),
      visit.session.server.current,
      this.#sight(visit, arrival.room.id, arrival.entry.body.thread),
    );
  }

  missed(visit: Visit, arrivals: readonly Arrival[]): void {
    const { id, name, url, session } = visit;
    if (id === null) return;
    const all = arrivals.map((arrival) => this.#asMuted(id, arrival));
    this.#notices.tellMissed(id, all, session.server.current, name ?? url, ({ room, entry }) =>
      this.#sight(visit, room.id, entry.body.thread),
    );
  }

  knocked(visit: Visit, knock: Knock): void {
    const view = visit.session.server.current;
    const [room] = view.rooms;
    if (!view.server || !room) return;
    // Whoever has that porch before them reads it above the conversation.
    const sight = { focused: this.#parts.focused(), inView: this.#parts.shown() === visit, atEnd: true };
    this.#notices.tellKnock(view.server.id, room.id, knock, view.server.name, view, sight);
  }

  read({ id }: Visit, room: Id): void {
    if (id !== null) this.#notices.clear(id, room);
  }

  /** Of the room that is before somebody, at its end, what came is seen as soon as it is drawn: no number goes up and down for it. */
  counts(visit: Visit, { id: room, kind }: Room, log: Waiting): number {
    const { id, server } = visit;
    const { level = null, mutedUntil = null } = server.preferences.get(room) ?? {};
    const { focused, inView, atEnd } = this.#sight(visit, room);
    const drawn = focused && inView && atEnd && log.unreadFrom === null;
    const { unread, mentions } = drawn ? { unread: 0, mentions: log.threadMentions } : log;
    const until = id === null ? mutedUntil : this.#parts.mutedUntil(id, mutedUntil);
    const direct = kind === 'direct';
    return badgeOf({
      ...{ direct, unread, mentions },
      level: level ?? (direct ? 'all' : this.#notices.settings.level),
      muted: (until ?? 0) > this.#parts.now(),
      called: id === null ? 0 : this.#notices.called(id, room),
    });
  }

  get #notices(): Notices {
    return this.#parts.notices();
  }

  #asMuted(server: Id, arrival: Arrival): Arrival {
    return { ...arrival, mutedUntil: this.#parts.mutedUntil(server, arrival.mutedUntil) };
  }

  /** Of a thread only its own panel shows what is said in it. */
  #sight(visit: Visit, room: Id, inside?: Id): Sight {
    const apart = visit.id === null ? null : this.#parts.apart?.({ server: visit.id, room }, inside);
    if (apart) return apart;
    const shown = this.#parts.shown() === visit;
    const { atEnd, thread } = visit.inView;
    const inThread = inside !== undefined;
    const inView = shown && (inThread ? thread === inside : visit.roomInView === room);
    return { focused: this.#parts.focused(), inView, atEnd: inThread || atEnd };
  }
}

/** What was written into a notification goes out through the outbox, also where its server is not there just now. */
export async function answerInto(session: Session, { target, text }: NoticeReply): Promise<void> {
  const { room, log = room, thread } = target;
  await first(session.server, ({ me, rooms }) => me !== null && rooms.length > 0);
  const more = thread === undefined ? {} : { thread };
  if (session.talk.send(log, text, more).ok) return;
  // What the outbox does not take stands where it was to be written.
  session.drafts.keep({ room, ...more }, { text, reply: null, whisperTo: [], mentions: [], edit: null });
}
