/** What is open in front of one person on one server: the room, what stands beside it, and what is being written. */
import { fromStore } from 'svelte/store';
import type { ConnectionState, KeptDraft, LogView, ServerView, Session } from '../../client';
import type { Id, Knock, Room } from '../../protocol';
import { hostOf } from './addresses';
import { Writing } from './composer/writing.svelte';
import type { Apart } from '../own-window/apart';
import { pacedLog } from './paced';
import { Panel } from './panel.svelte';
import { isQuiet } from './rooms/list';

/** Where a timeline was left, further up than its end: the line at its top, and how much of that is above. */
export interface Left {
  room: Id;
  key: string;
  /** In pixels. */
  above: number;
}

/** Where to go: an entry of a room. */
export interface Target {
  room: Id;
  entry: Id;
}

/** What is being written in a place. */
export interface HandedOver {
  log: Id;
  thread: Id | undefined;
  draft: KeptDraft;
}

const known = new WeakMap<Session, Conversation>();

export class Conversation {
  readonly session: Session;
  readonly #connection: { readonly current: ConnectionState };
  readonly #server: { readonly current: ServerView };
  readonly #knocks: { readonly current: readonly Knock[] };
  readonly #logs: Record<Id, { readonly current: LogView }> = {};
  #writings: Readonly<Record<string, Writing>> = {};
  #room: Id | null = $state(null);
  #wanted: Target | null = $state.raw(null);
  /** What stands beside the room. */
  readonly panel = new Panel();
  /** Of the timeline that was in front last: whoever comes back to it, from behind the lock as well, reads on there. */
  left: Left | null = null;
  /** Windows of rooms' own; null where there are none. */
  apart: Apart | null = $state.raw(null);
  /** Until when all of its server is silent, in milliseconds since 1970; null: it is not. */
  mutedUntil: number | null = $state.raw(null);
  /** On a narrow screen: the list of rooms and people is in front. */
  listInFront = $state(false);

  /** The same one for the same session: the room and unfinished texts are there again after a visit to the start screen. */
  static of(session: Session): Conversation {
    const conversation = known.get(session) ?? new Conversation(session);
    known.set(session, conversation);
    return conversation;
  }

  private constructor(session: Session) {
    this.session = session;
    this.#connection = fromStore(session.connection);
    this.#server = fromStore(session.server);
    this.#knocks = fromStore(session.knocks);
  }

  get connection(): ConnectionState {
    return this.#connection.current;
  }

  get live(): boolean {
    return this.connection.phase === 'connected';
  }

  get server(): ServerView {
    return this.#server.current;
  }

  /** Who waits at the door, for those who may open. */
  get knocks(): readonly Knock[] {
    return this.#knocks.current;
  }

  /** The server's name; its address until it told one. */
  get name(): string {
    return this.server.server?.name ?? this.address;
  }

  /** HOST:PORT */
  get address(): string {
    return hostOf(this.session.url);
  }

  /** The open room; the first one until somebody chooses. */
  get room(): Room | null {
    const { rooms } = this.server;
    return rooms.find(({ id }) => id === this.#room) ?? rooms[0] ?? null;
  }

  /** The message to bring into view in the open room. */
  get wanted(): Id | null {
    return this.#wanted && this.#wanted.room === this.room?.id ? this.#wanted.entry : null;
  }

  /** A room's log, as this device holds it. */
  log(room: Id): { readonly current: LogView } {
    return (this.#logs[room] ??= fromStore(pacedLog(this.session, room)));
  }

  /** By what a room is silent: by itself, or with all of its server. @param now milliseconds since 1970 */
  mutedBy(room: Id, now: number): 'room' | 'server' | null {
    if (isQuiet(this.server.preferences.get(room), now)) return 'room';
    return (this.mutedUntil ?? 0) > now ? 'server' : null;
  }

  /** New messages in the rooms that are not open. */
  get unreadElsewhere(): number {
    const others = this.server.rooms.filter(({ id }) => id !== this.room?.id);
    return others.reduce((sum, { id }) => sum + this.log(id).current.unread, 0);
  }

  /** The first room is another one, as long as nobody chooses. */
  startIn(id: Id | null): void {
    this.#room ??= id;
  }

  openRoom(id: Id): void {
    this.#room = id;
    this.listInFront = false;
  }

  goTo(target: Target): void {
    this.#wanted = target;
    this.openRoom(target.room);
  }

  reached(): void {
    this.#wanted = null;
  }

  /**
   * What is being written in a room, or in a thread of a log; the same object for the same place.
   * @param log a room, or the side log that a thread stands in
   */
  writing(log: Id, thread?: Id): Writing {
    const { session } = this;
    const within = thread === undefined ? undefined : this.writing(this.roomOf(log));
    const place = thread === undefined ? log : `${log}/${thread}`;
    const begun = this.#writings[place];
    if (begun) return begun;
    const writing = new Writing({ session, log, thread, server: () => this.server, within });
    this.#writings = { ...this.#writings, [place]: writing };
    return writing;
  }

  /** What was done in any place, to go on with it through another session of the same server. */
  handOver(): readonly HandedOver[] {
    return Object.values(this.#writings).flatMap((writing) => {
      const draft = writing.handOver();
      return draft ? [{ log: writing.log, thread: writing.thread, draft }] : [];
    });
  }

  goOn(handed: readonly HandedOver[]): void {
    for (const { log, thread, draft } of handed) this.writing(log, thread).goOn(draft);
  }

  /** It is written in elsewhere, and comes back: what is being written there is read from the device anew. */
  forget(room: Id): void {
    const others = Object.entries(this.#writings).filter(([, { log }]) => this.roomOf(log) !== room);
    this.#writings = Object.fromEntries(others);
  }

  /** The room a log stands in: itself, or that of a side log. */
  roomOf(log: Id): Id {
    const { rooms } = this.server;
    const room = rooms.find(({ id }) => id === log || this.log(id).current.asides.some((aside) => aside.log === log));
    return room?.id ?? log;
  }
}
