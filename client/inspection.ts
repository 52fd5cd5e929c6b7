/**
 * What a device can tell of its own connection: how it is carried, how long a round trip takes, when it was lost and what
 * came with it again; and while somebody looks, every packet.
 */
import { limits, type Answer, type Id, type NetworkCalls, type Output } from '../protocol';
import { KeptCarriers, type Carriers } from './carriers';
import { OwnExperiments, type Experiments } from './inspection-experiments';
import { PacketRing, type Packet } from './inspection-packets';
import type { Cause, Clock, Step, Storage, Tap } from './ports';
import { Signal, type Readable } from './signal';
import type { ConnectionState, LogView, ServerView } from './views';

export interface RoundTrip {
  at: number;
  ms: number;
}

/** A connection that was lost. */
export interface Outage {
  from: number;
  /** Null while it lasts. */
  until: number | null;
  /** Why it was lost, at first. */
  cause: Cause;
  /** How often it was tried to come back. */
  attempts: number;
  /** Messages of others that came when it was back; null while it lasts. */
  filled: number | null;
}

export interface LineView {
  /** Of the line that stands, or of the last one. */
  steps: readonly Step[];
  /** When the first one connected; null before. */
  since: number | null;
  roundTrips: readonly RoundTrip[];
  outages: readonly Outage[];
  /** What the server made of the last frame that an experiment broke: how it ended the line. Null before. */
  broken: Extract<Step, { step: 'closed' }> | null;
}

/** What passed since somebody began to look. */
export interface Passed {
  packets: number;
  bytes: number;
}

export interface PacketsView {
  packets: readonly Packet[];
  in: Passed;
  out: Passed;
  /** When the server pinged and this side answered last, as far as that was seen. */
  lastPing: number | null;
  lastPong: number | null;
}

export type LineSeen = Output<NetworkCalls['line']>;

export interface Inspection {
  readonly line: Readable<LineView>;
  readonly packets: Readable<PacketsView>;
  /** Null where the transport cannot be looked into. */
  readonly experiments: Experiments | null;
  /** How this device tries to reach this server, as its person chose. Null where the transport lets nobody choose. */
  readonly carriers: Carriers | null;
  /** From now on packets are kept, until the returned function is called: then they are gone, and every experiment ends. */
  watch(): () => void;
  /** Nothing is kept meanwhile; what is there stays. */
  pause(paused: boolean): void;
  clear(): void;
  /** How the server saw this connection begin. */
  seen(): Promise<Answer<LineSeen>>;
}

interface InspectingParts {
  tap: Tap | undefined;
  clock: Clock;
  storage: Storage;
  connection: Readable<ConnectionState>;
  server: Readable<ServerView>;
  log: (room: Id) => Readable<LogView>;
  hurry: () => void;
  seen: () => Promise<Answer<LineSeen>>;
}

const NOTHING: Passed = { packets: 0, bytes: 0 };
const NO_PACKETS: PacketsView = { packets: [], in: NOTHING, out: NOTHING, lastPing: null, lastPong: null };

export class Inspecting implements Inspection {
  readonly line = new Signal<LineView>({ steps: [], since: null, roundTrips: [], outages: [], broken: null });
  readonly packets = new Signal<PacketsView>(NO_PACKETS);
  readonly experiments: OwnExperiments | null;
  readonly carriers: KeptCarriers | null;
  readonly seen: () => Promise<Answer<LineSeen>>;
  readonly #parts: InspectingParts;
  #ring = new PacketRing();
  #next = NO_PACKETS;
  #watchers = 0;
  #stopWatching: (() => void) | undefined;
  #paused = false;
  #cancelTelling: (() => void) | null = null;
  #before: ConnectionState | null = null;
  /** The last seq held of each room when the connection was lost; null while it stands. */
  #held: ReadonlyMap<Id, number> | null = null;
  readonly #endings: (() => void)[] = [];

  constructor(parts: InspectingParts) {
    this.#parts = parts;
    this.seen = parts.seen;
    const { tap, clock, hurry, connection } = parts;
    const carrier = () => (connection.current.phase === 'connected' ? connection.current.carrier : null);
    const chosen = () => this.carriers?.tried ?? null;
    this.experiments = tap ? new OwnExperiments({ tap, clock, hurry, carrier, chosen }) : null;
    this.carriers = tap ? new KeptCarriers(parts.storage, () => this.experiments?.choose({ now: true })) : null;
    if (tap) this.#endings.push(tap.onStep((step) => this.#step(step)));
    this.#endings.push(connection.subscribe((state) => this.#follow(state)));
  }

  /** Resolves when a line to that server would be dialled as its person chose. */
  async found(server: Id): Promise<void> {
    await this.carriers?.load(server);
    this.experiments?.choose({ now: false });
  }

  watch(): () => void {
    const { tap } = this.#parts;
    this.#watchers += 1;
    if (this.#watchers === 1 && tap) {
      this.#next = { ...NO_PACKETS, lastPing: tap.lastPing };
      this.packets.set(this.#next);
      this.#stopWatching = tap.watch((frame) => {
        if (frame.type === 'open') this.#ring.begin();
        if (!this.#paused) this.#ring.keep(frame);
        const side = this.#next[frame.direction];
        this.#next = {
          ...this.#next,
          packets: this.#ring.packets,
          [frame.direction]: { packets: side.packets + 1, bytes: side.bytes + frame.bytes },
          ...(frame.type === 'ping' && frame.direction === 'in' ? { lastPing: frame.at } : {}),
          ...(frame.type === 'pong' && frame.direction === 'out' ? { lastPong: frame.at } : {}),
        };
        this.#tell();
      });
    }
    let looking = true;
    return () => {
      if (!looking) return;
      looking = false;
      this.#watchers -= 1;
      if (this.#watchers === 0) this.#stop();
    };
  }

  pause(paused: boolean): void {
    this.#paused = paused;
  }

  clear(): void {
    this.#ring = new PacketRing();
    this.#next = { ...this.#next, packets: [] };
    this.packets.set(this.#next);
  }

  close(): void {
    this.#stop();
    for (const end of this.#endings.splice(0)) end();
  }

  #stop(): void {
    this.experiments?.stopAll();
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    this.#cancelTelling?.();
    this.#cancelTelling = null;
    this.#paused = false;
    this.#ring = new PacketRing();
    this.#next = NO_PACKETS;
    this.packets.set(NO_PACKETS);
  }

  /** Many may pass in one moment: they are told of together. */
  #tell(): void {
    this.#cancelTelling ??= this.#parts.clock.after(limits.inspectedEvery, () => {
      this.#cancelTelling = null;
      this.packets.set(this.#next);
    });
  }

  #step(step: Step): void {
    const before = step.step === 'dialling' ? [] : this.line.current.steps;
    const broken =
      step.step === 'closed' && before.some((one) => one.step === 'broken') ? step : this.line.current.broken;
    this.line.update((line) => ({ ...line, broken, steps: [...before, step].slice(0, limits.lineSteps) }));
    this.experiments?.heard(step);
  }

  #follow(state: ConnectionState): void {
    const before = this.#before;
    this.#before = state;
    const now = this.#parts.clock.now();
    if (before?.phase === 'connected' && state.phase !== 'connected') this.#lost(state, now);
    else if (state.phase === 'reconnecting') this.#again(state.attempt);
    if (state.phase !== 'connected') return;
    if (before?.phase !== 'connected') this.#back(now);
    const { rtt } = state;
    // Each measurement makes a new state, also where it took as long as the one before. So does an upgrade.
    if (rtt === null || (before?.phase === 'connected' && before.carrier !== state.carrier)) return;
    const roundTrips = [...this.line.current.roundTrips, { at: now, ms: rtt }].slice(-limits.roundTrips);
    this.line.update((line) => ({ ...line, roundTrips }));
  }

  #lost(state: ConnectionState, now: number): void {
    const cause: Cause = 'cause' in state ? state.cause : { code: 'lost' };
    const { rooms } = this.#parts.server.current;
    this.#held ??= new Map(rooms.map(({ id }) => [id, this.#parts.log(id).current.head]));
    const outage: Outage = { from: now, until: null, cause, attempts: 0, filled: null };
    this.line.update((line) => ({ ...line, outages: [...line.outages, outage].slice(-limits.outages) }));
  }

  #again(attempt: number): void {
    this.#change((outage) => ({ ...outage, attempts: Math.max(outage.attempts, attempt - 1) }));
  }

  #back(now: number): void {
    const held = this.#held;
    this.#held = null;
    const since = this.line.current.since ?? now;
    this.line.update((line) => ({ ...line, since }));
    if (held)
      this.#change((outage) => ({ ...outage, until: now, attempts: outage.attempts + 1, filled: this.#filled(held) }));
  }

  #filled(held: ReadonlyMap<Id, number>): number {
    const { me, rooms } = this.#parts.server.current;
    let filled = 0;
    for (const { id } of rooms) {
      const last = held.get(id) ?? 0;
      const { entries } = this.#parts.log(id).current;
      filled += entries.filter(({ seq, kind, author }) => seq > last && kind === 'message' && author !== me).length;
    }
    return filled;
  }

  #change(change: (outage: Outage) => Outage): void {
    const { outages } = this.line.current;
    const last = outages.at(-1);
    if (!last || last.until !== null) return;
    this.line.update((line) => ({ ...line, outages: [...outages.slice(0, -1), change(last)] }));
  }
}
