/** The session behind `openSession`: it holds the parts together, and each part knows only what it is told. */
import {
  refuse,
  type Answer,
  type Hello,
  type Id,
  type Input,
  type Member,
  type NetworkCalls,
  type Output,
} from '../protocol';
import { Cache } from './cache';
import { Companions } from './companions';
import { Connection } from './connection';
import { DialsBack } from './doctor';
import { Heard } from './heard';
import { Incoming } from './incoming';
import { WaysIn } from './joining';
import { Inspecting } from './inspection';
import { Keeping } from './keeping';
import { Knocking, type KnockRequest } from './knocking';
import { Logs } from './logs';
import { Moderation } from './moderation';
import { Outbox } from './outbox';
import type { Ports } from './ports';
import { Recovery } from './recovery';
import { Roster } from './roster';
import { Rooms } from './rooms';
import type { JoinRequest, Session, SessionOptions } from './session';
import { first, type Readable } from './signal';
import { Talking } from './talking';
import { Unfinished } from './unfinished';
import type { Arrival, ConnectionState, LogView, ServerView } from './views';

export class DeviceSession extends WaysIn implements Session {
  readonly url: string;
  readonly #ports: Ports;
  readonly #connection: Connection;
  readonly #roster = new Roster();
  readonly #cache: Cache;
  readonly #keeping: Keeping;
  readonly restored: Promise<void>;
  readonly #outbox: Outbox;
  readonly #logs: Logs;
  readonly #recovery: Recovery;
  readonly #knocking: Knocking;
  readonly #incoming: Incoming;
  readonly #heard = new Heard();
  readonly call: Session['call'] = (name, input) => this.ask(name, input);
  readonly on = this.#heard.on;
  readonly rooms = new Rooms((name, input) => this.ask(name, input), {
    newId: () => this.#ports.random.id(),
    server: () => this.#roster.view.current.server?.id ?? null,
    me: () => this.#roster.view.current.me,
    rooms: (rooms) => this.#roster.rooms(rooms),
    left: (room) => this.#keeping.gone([room]),
    preferences: (preferences) => this.#incoming.push('preferences', { preferences: [...preferences] }),
  });
  readonly talk: Talking;
  readonly company: Companions;
  readonly drafts: Unfinished;
  readonly inspection: Inspecting;
  readonly moderation = new Moderation((name, input) => this.ask(name, input), {
    members: (members) => this.#roster.members(members),
    rooms: (rooms) => this.#roster.rooms(rooms),
  });

  constructor(ports: Ports, { url, server, fingerprint }: SessionOptions) {
    super();
    this.url = url;
    this.#ports = ports;
    this.#cache = new Cache(ports.storage, ports.clock);
    this.#keeping = new Keeping({
      ...{ cache: this.#cache, roster: this.#roster },
      logs: () => this.#logs,
      outbox: () => this.#outbox,
    });
    this.drafts = new Unfinished(
      ports.storage,
      ports.clock,
      () => this.#roster.view.current.server?.id ?? server ?? null,
    );
    this.company = new Companions(ports.clock, {
      call: (name, input) => this.#connection.call(name, input),
      connected: () => this.connection.current.phase === 'connected',
      me: () => this.#roster.view.current.me,
      within: (log, member) => this.#roster.within(log, member),
      setStatus: (said) => this.#changeMe('setStatus', said),
    });
    this.#logs = new Logs(ports.storage.table('marks'), ports.clock, {
      call: (name, input) => this.#recovery.call(name, input),
      me: () => this.#roster.view.current.me,
      newAbove: (log) => this.#roster.newAbove(log),
      unreadFrom: (log) => this.#roster.view.current.preferences.get(log)?.unreadFrom ?? null,
      pending: (log) => this.#outbox.pending(log),
      sides: () => this.#outbox.sides,
      grown: (held, added) => this.#keeping.grown(held, added),
      news: (log, entries, missed) => this.#incoming.news(log, entries, missed),
      caughtUp: () => this.#incoming.caughtUp(),
      foreign: () => void this.#recovery.again(),
    });
    this.#outbox = new Outbox(ports.storage, ports.clock, ports.random, {
      call: () => (this.connection.current.phase === 'connected' ? this.#connection.call : null),
      changed: (log) => this.#logs.refresh(log),
      acknowledged: (head, draft, result) => {
        this.#logs.acknowledged(head, draft, result);
        // It may have come back long ago, when nobody knew yet that it was answered.
        this.#outbox.arrived(head, new Set(), this.#logs.last(head.log));
      },
    });
    this.#connection = new Connection(
      ports,
      url,
      { server: server ?? null, fingerprint: fingerprint ?? null },
      {
        found: (hello) => this.#found(hello),
        opened: (line) => this.#recovery.opened(line),
        push: (name, payload) => {
          this.#incoming.push(name, payload);
          this.#heard.tell(name, payload);
        },
      },
    );
    this.talk = new Talking({
      outbox: this.#outbox,
      logs: this.#logs,
      ask: (name, input) => this.ask(name, input),
      server: () => this.#roster.view.current.server?.id ?? null,
      me: () => this.#roster.member(this.#roster.view.current.me),
      unreadFrom: (room, seq) => void this.rooms.prefer(room, { unreadFrom: seq }),
    });
    this.inspection = new Inspecting({
      tap: ports.transport.tap?.(url),
      clock: ports.clock,
      storage: ports.storage,
      connection: this.connection,
      server: this.server,
      log: (room) => this.log(room),
      hurry: () => this.connect(),
      seen: () => this.ask('line', {}),
    });
    const { call } = this.#connection;
    this.#recovery = new Recovery({
      roster: this.#roster,
      logs: this.#logs,
      outbox: this.#outbox,
      call,
      gone: (heads) => this.#keeping.only(heads),
    });
    this.#incoming = new Incoming({
      logs: this.#logs,
      roster: this.#roster,
      recovery: this.#recovery,
      dialsBack: new DialsBack(url, ports.dialBack, ports.clock, call),
      company: this.company,
      gone: (logs) => this.#keeping.gone(logs),
    });
    this.#knocking = new Knocking({
      ports,
      url,
      expected: () => this.#connection.expected,
      join: (request) => this.#joinAdmitted(request),
    });
    let before: ConnectionState['phase'] = 'connecting';
    this.#connection.state.subscribe(({ phase }) => {
      // Once for each connection: a round trip that was measured anew is no reason to ask before it is time.
      if (phase === 'connected' && before !== phase) this.#cameIn();
      if (phase !== 'connected' && before === 'connected') this.company.lost();
      before = phase;
    });
    this.#roster.view.subscribe(() => this.company.changed());
    this.restored = server ? this.#keeping.restore(server) : Promise.resolve();
  }

  get connection(): Readable<ConnectionState> {
    return this.#connection.state;
  }

  get knocking(): Knocking['state'] {
    return this.#knocking.state;
  }

  get knocks(): Roster['knocks'] {
    return this.#roster.knocks;
  }

  get server(): Readable<ServerView> {
    return this.#roster.view;
  }

  log(room: Id): Readable<LogView> {
    return this.#logs.view(room);
  }

  open(room: Id): void {
    // Without a connection the page is fetched by the next resume.
    this.#logs.open(room).catch(() => undefined);
  }

  onArrival(listener: (arrival: Arrival) => void): () => void {
    return this.#incoming.onArrival(listener);
  }

  onMissed(listener: (arrivals: readonly Arrival[]) => void): () => void {
    return this.#incoming.onMissed(listener);
  }

  connect(): void {
    // What the device kept comes first: it is on the screen at once, and `resume` asks only for what is missing.
    void this.restored.then(() => this.#connection.connect());
    this.#knocking.hurry();
  }

  startOver(): void {
    void this.restored.then(() => this.#connection.startOver());
  }

  knock(request: KnockRequest): Promise<Answer<null>> {
    return this.#knocking.knock(request);
  }

  stopKnocking(): void {
    this.#knocking.stop();
  }

  join(request: JoinRequest & { knock?: string }): Promise<Answer<Output<NetworkCalls['join']>>> {
    return this.#connection.join(
      (call) => call('join', request),
      ({ server, token }) => this.#ports.secrets.set(server.id, token),
    );
  }

  send(room: Id, text: string): Answer<Id> {
    return this.talk.send(room, text);
  }

  discard(room: Id, id: Id): boolean {
    return this.#outbox.discard(room, id);
  }

  edit(room: Id, id: Id, text: string): Answer<Id> {
    return this.talk.edit(room, id, text);
  }

  remove(room: Id, id: Id): Answer<null> {
    return this.talk.remove(room, id);
  }

  sendNow(room: Id, id: Id): void {
    this.#outbox.sendNow(room, id);
  }

  async loadOlder(room: Id): Promise<void> {
    await this.#logs.loadOlder(room).catch(() => undefined);
  }

  async fill(room: Id, after: number, side: 'older' | 'newer'): Promise<void> {
    await this.#logs.fill(room, after, side).catch(() => undefined);
  }

  understood(room: Id): void {
    this.#logs.understood(room);
  }

  markSeen(room: Id, seq: number): void {
    this.#logs.markSeen(room, seq);
  }

  rename(name: string): Promise<Answer<Member>> {
    return this.#changeMe('rename', { name });
  }

  async #changeMe<N extends 'rename' | 'setStatus'>(name: N, input: Input<NetworkCalls[N]>): Promise<Answer<Member>> {
    const answer = await this.ask(name, input);
    if (!answer.ok) return answer;
    this.#roster.members([answer.value.member]);
    return { ok: true, value: answer.value.member };
  }

  close(): void {
    this.#knocking.stop();
    this.inspection.close();
    this.company.close();
    this.drafts.flush();
    this.#cache.flush();
    this.#outbox.close();
    this.#logs.close();
    this.#connection.close();
  }

  protected async ask<N extends keyof NetworkCalls & string>(
    name: N,
    input: Input<NetworkCalls[N]>,
  ): Promise<Answer<Output<NetworkCalls[N]>>> {
    try {
      return await this.#connection.call(name, input);
    } catch {
      return { ok: false, error: refuse('not-connected') };
    }
  }

  async #found({ id, name }: Hello): Promise<void> {
    if (name !== undefined) this.#roster.found({ id, name });
    await Promise.all([this.#outbox.load(id), this.inspection.found(id)]);
  }

  /** Once for each connection: a round trip that was measured anew is no reason to ask before it is time. */
  #cameIn(): void {
    this.#outbox.pumpAll();
    this.company.cameIn();
    // By whatever way: nobody waits at the door any more.
    if (this.#knocking.state.current.phase !== 'admitted') this.#knocking.stop();
  }

  /** A server that was away while somebody waited at its door is asked anew who it is. */
  async #joinAdmitted(request: JoinRequest & { knock: string }): ReturnType<Session['join']> {
    const { state } = this.#connection;
    if (state.current.phase !== 'stranger') {
      this.#connection.connect();
      await first(state, ({ phase }) => phase !== 'connecting');
    }
    return this.join(request);
  }
}
