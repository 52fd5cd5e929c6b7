/** One person's way into one server and their being there: a session, how far the way in has come, where a notification leads. */
import type { ConnectionState, KnockState, ServerView, Session } from '../../client';
import type { Id, Refusal, Room } from '../../protocol';
import { questionOf } from './trust.svelte';
import { WaitingRooms, type Waiting } from './waiting.svelte';

/** Where in a room a notification leads. */
export interface Target {
  room: Id;
  entry: Id;
}

export interface VisitOptions {
  /** Who has to answer there. */
  server?: Id;
  /** Only for the porch of this window itself. */
  hostKey?: string;
  /** The token of an invitation: goes instead of a password, once. */
  invitation?: string;
  /** The app opened it by itself: as long as nobody looks, it asks nothing, joins nowhere and waits for `begin()`. */
  quiet?: boolean;
  /** Joins with this name where no password stands in the way; without it the person is asked. */
  joinAs?: () => string | null;
  /** The server knows this person by another name than the one they joined with: it is another device of theirs. */
  named?: (name: string) => void;
  /** How many of a room's unread messages count on the icon; unless told, all. */
  counts?: (visit: Visit, room: Room, log: Waiting) => number;
  /** Everything in that room was read, here or elsewhere. */
  read?: (visit: Visit, room: Id) => void;
}

/** What of a room is on the screen: whether it is at its end, and the thread beside it. */
export interface InView {
  atEnd: boolean;
  thread: Id | null;
}

export type Step =
  /** Asking who is there, or dialling. */
  | 'connecting'
  /** The person has something to fill in or to decide. */
  | 'door'
  | 'joining'
  /** It is not connected; the connection's state says why, and whether it tries again by itself. */
  | 'trouble'
  /** It has been connected, or this device kept what was said: the conversation shows what becomes of the connection. */
  | 'inside';

export class Visit {
  readonly session: Session;
  readonly #options: VisitOptions;
  #hostKey: string | undefined;
  #quiet: boolean = $state(false);
  #begun: boolean;
  #invitation: string | undefined = $state();
  #connection: ConnectionState;
  #server: ServerView;
  #knocking: KnockState;
  #inside = $state(false);
  #joining = $state(false);
  #refusal: Refusal | null = $state.raw(null);
  #rejoining = $state(false);
  #sentAway: 'removed' | 'signed-out' | null = $state(null);
  #inviting = $state(false);
  #startRoom: Id | null = null;
  #roomInView: Id | null = $state(null);
  #inView: InView = $state.raw({ atEnd: true, thread: null });
  #target: Target | null = $state.raw(null);
  readonly #waiting: WaitingRooms;
  readonly #endings: (() => void)[] = [];

  constructor(session: Session, options: VisitOptions = {}) {
    this.session = session;
    this.#options = options;
    this.#waiting = new WaitingRooms(session, (room) => options.read?.(this, room));
    this.#hostKey = options.hostKey;
    this.#quiet = options.quiet ?? false;
    this.#begun = !this.#quiet;
    this.#invitation = options.invitation;
    this.#connection = $state.raw(session.connection.current);
    this.#server = $state.raw(session.server.current);
    this.#knocking = $state.raw(session.knocking.current);
    this.#endings.push(
      session.server.subscribe((server) => {
        this.#server = server;
        if (server.rooms.length === 0) return;
        this.#waiting.follow(server.rooms);
        // Also what this device kept: yesterday's conversation opens before the network answers.
        const { phase } = this.#connection;
        if (phase === 'connecting' || phase === 'reconnecting') this.#inside = true;
      }),
      session.connection.subscribe((connection) => this.#follow(connection)),
      session.knocking.subscribe((knocking) => (this.#knocking = knocking)),
    );
  }

  get url(): string {
    return this.session.url;
  }

  get connection(): ConnectionState {
    return this.#connection;
  }

  get server(): ServerView {
    return this.#server;
  }

  /** The server's id: the one that was expected, else once something answered there. */
  get id(): Id | null {
    const met = this.#connection.phase === 'stranger' ? this.#connection.hello.id : undefined;
    return this.#server.server?.id ?? met ?? this.#options.server ?? null;
  }

  /** What the server calls itself, as far as it has told. */
  get name(): string | null {
    return (
      this.#server.server?.name ??
      (this.#connection.phase === 'stranger' ? (this.#connection.hello.name ?? null) : null)
    );
  }

  get step(): Step {
    if (this.#inside) return 'inside';
    switch (this.#connection.phase) {
      case 'connecting':
      case 'connected':
        return 'connecting';
      case 'stranger':
        return this.#joining || this.joinsByItself ? 'joining' : 'door';
      default:
        return 'trouble';
    }
  }

  /** Why the last try to join was refused. */
  get refusal(): Refusal | null {
    return this.#refusal;
  }

  /** The server had known this device and does not any more, whoever ended that. */
  get rejoining(): boolean {
    return this.#rejoining;
  }

  /** The same, where somebody ended it: a moderator, or this person from another device. */
  get sentAway(): 'removed' | 'signed-out' | null {
    return this.#sentAway;
  }

  get asksPassword(): boolean {
    const asked = this.#refusal?.code === 'password-needed' || this.#refusal?.code === 'password-wrong';
    return (
      this.#hostKey === undefined &&
      this.#invitation === undefined &&
      (asked || (this.#connection.phase === 'stranger' && this.#connection.hello.password))
    );
  }

  /** What becomes of knocking, where this person does. */
  get knocking(): KnockState {
    return this.#knocking;
  }

  /** The room that is on the screen while the conversation is; null where none is. */
  get roomInView(): Id | null {
    return this.#roomInView;
  }

  /** The room that was in front when the window ended; null: the first one. */
  get startRoom(): Id | null {
    return this.#startRoom;
  }

  startIn(room: Id | null): void {
    this.#startRoom = room;
  }

  /** The entry to scroll to, until `reached()`. */
  get target(): Target | null {
    return this.#target;
  }

  get inView(): InView {
    return this.#inView;
  }

  /** Messages of others that were not in view yet and count on the icon, in all rooms. */
  get unread(): number {
    const { counts } = this.#options;
    return this.#server.rooms.reduce((sum, room) => {
      const log = this.#waiting.known(room.id);
      return sum + (log ? (counts?.(this, room, log) ?? log.unread) : 0);
    }, 0);
  }

  /** Of one room, as far as its log is known. */
  waiting(room: Id): Waiting {
    return this.#waiting.of(room);
  }

  /** The invitation to this server is open over the conversation. */
  get inviting(): boolean {
    return this.#inviting;
  }

  invite(open = true): void {
    this.#inviting = open;
  }

  /** Connects. Resolves when the first attempt came to something, or it was closed. */
  begin(): Promise<void> {
    this.#begun = true;
    this.session.connect();
    return new Promise((resolve) => {
      const stop = this.session.connection.subscribe(({ phase }) => phase === 'connecting' || resolve());
      this.#endings.push(stop, resolve);
    });
  }

  /** Somebody steps up to it: from now on it joins by itself where it may. */
  look(): void {
    this.#quiet = false;
  }

  see(room: Id | null, what: InView = { atEnd: true, thread: null }): void {
    this.#roomInView = room;
    this.#inView = what;
  }

  goTo(target: Target): void {
    this.#target = target;
  }

  reached(): void {
    this.#target = null;
  }

  /** Joins as somebody new. What is refused is in `refusal`; on success the visit goes on to be inside. */
  async join(name: string, password?: string): Promise<void> {
    if (this.#joining) return;
    this.#joining = true;
    this.#refusal = null;
    const answer = await this.session.join({
      name,
      ...(password ? { password } : {}),
      ...(this.#hostKey ? { hostKey: this.#hostKey } : {}),
      ...(this.#invitation ? { invitation: this.#invitation } : {}),
    });
    if (answer.ok) {
      if (answer.value.member.name !== name) this.#options.named?.(answer.value.member.name);
      return;
    }
    this.#refusal = answer.error;
    // One that is not good any more is not tried again: what is left is to come in as anybody does.
    if (answer.error.code.startsWith('invitation-')) this.#invitation = undefined;
    this.#joining = false;
  }

  /** Knocks; whoever is let in goes on to be inside. What becomes of it is in `knocking`. */
  async knock(name: string, note: string): Promise<void> {
    await this.session.knock({ name, ...(note ? { note } : {}) });
  }

  stopKnocking(): void {
    this.session.stopKnocking();
  }

  /** Tries again now, whatever went wrong. */
  retry(hostKey?: string): void {
    if (hostKey) this.#hostKey = hostKey;
    this.#refusal = null;
    this.#begun = true;
    this.session.startOver();
  }

  /** The machine woke or came back to the network: what stands is checked, what waits is hurried, and nobody is disturbed at the door. */
  hurry(): void {
    // A person has to answer first: asking again would only put the same question anew.
    if (questionOf(this.#connection) || !this.#begun) return;
    const { phase } = this.#connection;
    if (this.#inside || phase === 'reconnecting') this.session.connect();
  }

  close(): void {
    for (const end of this.#endings.splice(0)) end();
    this.#waiting.close();
    this.session.close();
  }

  /** Nothing is asked of the person: the window knows their name, and no password stands in the way. */
  get joinsByItself(): boolean {
    return (
      !this.#quiet &&
      !this.asksPassword &&
      this.#refusal === null &&
      !this.#rejoining &&
      (this.#options.joinAs?.() ?? null) !== null
    );
  }

  #follow(connection: ConnectionState): void {
    this.#connection = connection;
    if (connection.phase !== 'stranger') this.#joining = false;
    if (connection.phase === 'connected') {
      this.#inside = true;
      this.#rejoining = false;
      this.#sentAway = null;
      this.#refusal = null;
    }
    const refused =
      connection.phase === 'offline' && connection.cause.code === 'refused' ? connection.cause.refusal.code : null;
    // Whoever was sent away reads on, and says themselves that they want to come in anew.
    if (refused === 'signed-out' || refused === 'removed') {
      this.#sentAway = refused;
      this.#inside = this.#server.rooms.length > 0;
      this.#rejoining = true;
    } else if (connection.phase === 'offline' && !this.#server.ready) {
      // What will not come by itself, and was not there in this run, is a matter for the door.
      this.#inside = false;
    }
    if (connection.phase === 'stranger') {
      this.#inside = false;
      const name = this.joinsByItself ? this.#options.joinAs?.() : null;
      // The connection tells of the stranger before it can take a join.
      if (name) queueMicrotask(() => void this.join(name));
    }
    if (refused !== 'token-unknown') return;
    this.#inside = false;
    this.#rejoining = true;
    queueMicrotask(() => this.session.connect());
  }
}
