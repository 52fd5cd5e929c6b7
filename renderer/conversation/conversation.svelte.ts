/** What is open in front of one person on one server: the room, what is marked as new in it, and unfinished text. */
import { fromStore } from 'svelte/store';
import { SvelteMap } from 'svelte/reactivity';
import type { ConnectionState, LogView, ServerView, Session } from '../../client';
import type { Answer, Id, Knock, Room } from '../../protocol';
import { hostOf } from './addresses';
import { Panel } from './panel.svelte';

/** Where to go: an entry of a room. */
export interface Target {
  room: Id;
  entry: Id;
}

const known = new WeakMap<Session, Conversation>();

export class Conversation {
  readonly session: Session;
  readonly #connection: { readonly current: ConnectionState };
  readonly #server: { readonly current: ServerView };
  readonly #knocks: { readonly current: readonly Knock[] };
  readonly #logs: Record<Id, { readonly current: LogView }> = {};
  readonly #drafts = new SvelteMap<Id, string>();
  /** By room: the message that is in the composer to be said anew, and the draft that stood there before. */
  readonly #edits = new SvelteMap<Id, { message: Id; draft: string }>();
  #room: Id | null = $state(null);
  #wanted: Target | null = $state.raw(null);
  /** What stands beside the room. */
  readonly panel = new Panel();
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
    return (this.#logs[room] ??= fromStore(this.session.log(room)));
  }

  /** New messages in the rooms that are not open. */
  get unreadElsewhere(): number {
    const others = this.server.rooms.filter(({ id }) => id !== this.room?.id);
    return others.reduce((sum, { id }) => sum + this.log(id).current.unread, 0);
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

  draft(room: Id): string {
    return this.#drafts.get(room) ?? '';
  }

  write(room: Id, text: string): void {
    this.#drafts.set(room, text);
  }

  editing(room: Id): boolean {
    return this.#edits.has(room);
  }

  /** Puts an own message into the composer; sending says it anew. */
  beginEdit(room: Id, { id, text }: { id: Id; text: string }): void {
    const draft = this.#edits.get(room)?.draft ?? this.draft(room);
    this.#edits.set(room, { message: id, draft });
    this.write(room, text);
  }

  /** The draft that stood there before is back. */
  endEdit(room: Id): void {
    this.write(room, this.#edits.get(room)?.draft ?? '');
    this.#edits.delete(room);
  }

  send(room: Id, text: string): Answer<Id> {
    const edit = this.#edits.get(room);
    return edit ? this.session.edit(room, edit.message, text) : this.session.send(room, text);
  }

  /** Takes a message that did not go out back into the composer, behind what already stands there. */
  rewrite(room: Id, { id, text }: { id: Id; text: string }): void {
    if (!this.session.discard(room, id)) return;
    const draft = this.draft(room);
    this.write(room, draft.trim() === '' ? text : `${draft}\n${text}`);
  }
}
