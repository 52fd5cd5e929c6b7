/** One plain WebSocket: who is behind it, what they ask, and what they are told. */
import { WebSocket, type RawData } from 'ws';
import {
  limits,
  parse,
  PROTOCOL,
  refuse,
  SocketFrame,
  type Answer,
  type Id,
  type NetworkCalls,
  type Output,
  type Refusal,
} from '../../protocol';
import type { Admission } from '../admission';
import { attend, recognise, type Attended, type Visitor } from '../attending';
import type { Entered } from '../doorway';
import type { Reader } from './behind';
import { belowWebSocket } from './below';
import { catchUp, standing } from './catching-up';
import { failed } from './failed';
import type { Listener } from './listeners';
import type { SocketParts } from './sockets';
import { after, frameOf, type Spoken } from './spoken';

type Opening = Extract<SocketFrame, { event: 'open' }>['data'];
type Asking = Extract<SocketFrame, { event: 'request' }>['data'];

/** RFC 6455 §7.4.1: text was expected; and, as registered there, “going away” and “try again later”. */
const CLOSED = { text: 1003, away: 1001, later: 1013 } as const;

export class SocketLine implements Listener {
  readonly id: string;
  readonly everything = true;
  readonly relays: NonNullable<Listener['relays']>;
  member: Id | null = null;
  readonly #socket: WebSocket;
  readonly #came: Entered;
  readonly #parts: SocketParts;
  /** Logs whose past is being told (Infinity: what is said in them meanwhile is part of it), or was, up to that seq. */
  readonly #told = new Map<Id, number>();
  readonly #reader: Reader;
  readonly #below: ReturnType<typeof belowWebSocket>;
  #attended: Attended | null = null;
  #known = (): void => {};
  #stop: (() => void)[] = [];
  #opening: Promise<void> | null = null;

  constructor(socket: WebSocket, came: Entered, parts: SocketParts) {
    this.id = parts.context.newId();
    this.#socket = socket;
    this.#below = belowWebSocket(socket);
    this.#came = came;
    this.#parts = parts;
    this.relays = { session: this.id, ready: () => socket.bufferedAmount < limits.relayWaitingBytes };
    this.#reader = {
      address: came.caller.address,
      get waiting() {
        return socket.bufferedAmount;
      },
      cut: () => socket.terminate(),
    };
    // What breaks the protocol closes it with a code of its own; there is nobody else to tell.
    socket.on('error', () => undefined);
  }

  /** From now on it is heard. */
  begin(admission: Admission): void {
    const { clock } = this.#parts.context;
    const socket = this.#socket;
    this.#known = admission.stranger(this.#came.caller.address, () => socket.terminate());
    this.#stop = [clock.after(limits.connectTimeout, () => this.#opening ?? this.refuse(refuse('not-joined')))];
    socket.on('message', (data, binary) => this.#heard(data, binary));
    socket.on('pong', () => this.#beat());
    socket.on('ping', (data: Buffer) => {
      if (socket.readyState !== WebSocket.OPEN) return;
      socket.pong(data);
      this.#parts.behind.wrote(this.#reader);
    });
    this.#beat();
    socket.once('close', () => {
      for (const stop of this.#stop) stop();
      this.#known();
      this.#parts.listeners.leave(this);
      this.#parts.behind.left(this.#reader);
      this.#attended?.left();
    });
  }

  hear(spoken: Spoken): void {
    const { entries } = spoken;
    const told = entries ? this.#told.get(entries.log) : undefined;
    if (!entries || told === undefined) return this.#writeSame(spoken);
    const news = after(entries.entries, told);
    if (news === entries.entries) this.#writeSame(spoken);
    else if (news.length > 0) this.#tell('entries', { ...entries, entries: news });
  }

  /** Its client is told by the push that says so. */
  lost(log: Id): void {
    this.#told.delete(log);
  }

  refuse(error: Refusal): void {
    this.#tell('refused', { error });
    this.#socket.close(CLOSED.later, error.code);
  }

  goodbye(): void {
    this.#tell('closing', {});
    this.#socket.close(CLOSED.away, 'closing');
  }

  #tell(event: string, data: unknown): void {
    this.#write(frameOf(event, data));
  }

  #write(frame: string): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(frame);
    this.#parts.behind.wrote(this.#reader);
  }

  /** What others hear too. */
  #writeSame(spoken: Spoken): void {
    if (!this.#below) return this.#write(spoken.frame);
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#below.write(spoken.bytes);
    this.#parts.behind.wrote(this.#reader);
  }

  /** There was a sign of life: another one is asked for in a while, and whoever gives none in time is gone. */
  #beat(): void {
    const { context, heartbeat } = this.#parts;
    const wait = (ms: number, then: () => void) => (this.#stop[1] = context.clock.after(ms, then));
    this.#stop[1]?.();
    wait(heartbeat.interval, () => {
      this.#socket.ping();
      wait(heartbeat.timeout, () => this.#socket.terminate());
    });
  }

  #heard(data: RawData, binary: boolean): void {
    if (binary) return this.#socket.close(CLOSED.text, 'text frames only');
    const frame = parse(SocketFrame, jsonOf(data));
    if (!frame.ok) return this.#tell('refused', { error: frame.error });
    const { event } = frame.value;
    if (event === 'ping') return this.#pong(frame.value.data ?? null);
    const done = event === 'open' ? this.#open(frame.value.data) : this.#ask(frame.value.data);
    done.catch((error: unknown) => {
      const code = failed(this.#parts.context, {}, error, 'a frame could not be answered');
      this.#tell('refused', { error: refuse(code) });
    });
  }

  /** What can be read can be too deep to be written (ECMA-262 says nothing of how deep; V8 gives up with a RangeError). */
  #pong(data: unknown): void {
    let frame;
    try {
      frame = frameOf('pong', data);
    } catch {
      return this.#tell('refused', { error: refuse('invalid', { field: 'data', rule: 'shape' }) });
    }
    this.#write(frame);
  }

  async #ask({ id, call, input }: Asking): Promise<void> {
    await this.#opening;
    const answer = this.#attended
      ? await this.#attended.answer(call, input === undefined ? [{}] : [input])
      : { ok: false, error: refuse('not-joined') };
    this.#tell('response', { id, ...answer });
  }

  async #open(opening: Opening): Promise<void> {
    if (this.#opening) return this.#tell('refused', { error: refuse('not-allowed') });
    this.#opening = this.#begin(opening);
    await this.#opening;
  }

  async #begin({ token, protocol = PROTOCOL, logs = [] }: Opening): Promise<void> {
    const { context, answering, heartbeat } = this.#parts;
    const who = await recognise(context, this.#came.caller.address, {
      protocol,
      ...(token === undefined ? {} : { token }),
    });
    if (!who.ok) return this.refuse(who.error);
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#attended = attend(context, answering, this.#visitor(), who.value);
    if (who.value.member === null)
      return this.#tell('opened', { server: context.server, me: null, logs: [], heartbeat });
    // Before they are subscribed: what is said from then on waits for what came before.
    for (const { log } of logs) this.#told.set(log, Infinity);
    const resumed = (await this.#attended.answer('resume', [{ logs: [] }])) as Answer<Output<NetworkCalls['resume']>>;
    // A bot that may write and not read: it is told nothing, and asks what it may.
    if (!resumed.ok && resumed.error.code === 'no-scope')
      return this.#tell('opened', { server: context.server, me: who.value.member, logs: [], heartbeat });
    if (!resumed.ok) return this.refuse(resumed.error);
    const { server, me } = resumed.value;
    const logsOfTheirs = resumed.value.logs.map(({ lineage: _, ...log }) => log);
    this.#tell('opened', { server, me, logs: logsOfTheirs, heartbeat });
    await Promise.all(logs.map((from) => this.#goOn(me, from)));
  }

  async #goOn(member: Id, from: NonNullable<Opening['logs']>[number]): Promise<void> {
    const { context } = this.#parts;
    const { log } = from;
    const lost = () => void this.#told.delete(log);
    const place = standing(context, member, from);
    if (!place.ok) {
      lost();
      return this.#tell('refused', { log, error: place.error });
    }
    const { epoch } = place.value;
    await catchUp(
      context,
      place.value,
      async (entries) => {
        this.#tell('entries', { log, epoch, entries });
        while (this.#socket.bufferedAmount > limits.queuedBytes / 2 && this.#socket.readyState === WebSocket.OPEN)
          await new Promise<void>((resolve) => context.clock.after(DRAIN_LOOK, resolve));
      },
      // Until it was put out of that log, and came back.
      (last) => this.#told.has(log) && this.#told.set(log, last),
      lost,
      () => this.#socket.readyState !== WebSocket.OPEN,
    );
  }

  #visitor(): Visitor {
    const socket = this.#socket;
    const { listeners } = this.#parts;
    return {
      id: this.id,
      address: this.#came.caller.address,
      via: this.#came.via,
      private: this.#came.caller.private,
      known: () => this.#known(),
      get connected() {
        return socket.readyState === WebSocket.OPEN;
      },
      subscribe: (member, logs) => {
        this.member = member;
        listeners.enter(this);
        listeners.follow(this, logs);
      },
      disconnect: () => socket.terminate(),
    };
  }
}

/** How often a client that is being told its past is looked at, whether it reads. */
const DRAIN_LOOK = 20;

/** Undefined for what is none, which fits no schema. */
function jsonOf(data: RawData): unknown {
  try {
    return JSON.parse((data as Buffer).toString('utf8'));
  } catch {
    return undefined;
  }
}
