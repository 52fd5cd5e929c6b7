/**
 * Where frames pass Engine.IO's transports. While somebody watches, or something is tried, a transport's two doors (`write`
 * and `onPacket`) are hung anew on that one object; else they are the library's own and nothing is between.
 */
import type { Carrier, Frame, Step, Tap, Trial } from '../../client';
import { Delay } from './tap-delay';

/** A packet of Engine.IO's protocol 4. */
export interface EnginePacket {
  readonly type: string;
  readonly data?: unknown;
}

/** What is touched of a transport (engine.io-client 6, lib/transport.ts). */
export interface EngineTransport {
  readonly name: string;
  readonly readyState?: string;
  writable: boolean;
  write(packets: readonly EnginePacket[]): void;
  onPacket(packet: EnginePacket): void;
  close(): unknown;
  emit(event: 'drain'): unknown;
  once(event: 'error', listener: () => void): unknown;
}

/** And of the engine around it (lib/socket.ts). */
export interface Engine {
  readonly transport: EngineTransport;
  on(event: string, listener: (...args: never[]) => void): unknown;
  /** When the next ping is missed, by the clock: the library's own reckoning. */
  readonly _pingTimeoutTime?: number;
}

interface Heartbeat {
  readonly pingInterval: number;
  readonly pingTimeout: number;
}

const NONE: Trial = { carriers: null, mute: false, delay: 0 };
const carrierOf = (name: string): Carrier => (name === 'polling' ? 'polling' : 'websocket');

export class EngineTap implements Tap {
  readonly #steps = new Set<(step: Step) => void>();
  readonly #watchers = new Set<(frame: Frame) => void>();
  /** Those that are open or opening: while one is upgraded to another there are two. */
  readonly #transports = new Map<EngineTransport, Delay>();
  #engine: Engine | null = null;
  #heartbeat: Heartbeat | null = null;
  #trial = NONE;
  #breaks = false;
  #cutUntil = 0;

  onStep(listener: (step: Step) => void): () => void {
    this.#steps.add(listener);
    return () => this.#steps.delete(listener);
  }

  watch(listener: (frame: Frame) => void): () => void {
    this.#watchers.add(listener);
    this.#hang();
    return () => {
      this.#watchers.delete(listener);
      this.#hang();
    };
  }

  get lastPing(): number | null {
    const due = this.#engine?._pingTimeoutTime;
    if (!due || !this.#heartbeat) return null;
    return due - this.#heartbeat.pingInterval - this.#heartbeat.pingTimeout;
  }

  try(trial: Trial): void {
    this.#trial = trial;
    if (trial.delay === 0) for (const delay of this.#transports.values()) delay.release();
    this.#hang();
  }

  breakNext(): void {
    this.#breaks = true;
    this.#hang();
  }

  cut(ms: number): void {
    this.#cutUntil = Date.now() + ms;
    this.#engine?.transport.close();
  }

  /** Nothing may be dialled right now. */
  get isCut(): boolean {
    return Date.now() < this.#cutUntil;
  }

  /** A line begins. @param usual what is tried, in this order, where nothing else is being tried out @returns what to try */
  begin(usual: readonly Carrier[]): readonly Carrier[] {
    const carriers = this.#trial.carriers ?? usual;
    this.#forget();
    this.#tell({ step: 'dialling', carriers });
    return carriers;
  }

  /** The engine made a transport, and is about to open it. */
  took(transport: EngineTransport): void {
    const carrier = carrierOf(transport.name);
    this.#transports.set(transport, new Delay());
    this.#tell({ step: 'trying', carrier });
    transport.once('error', () => {
      this.#transports.delete(transport);
      this.#tell({ step: 'failed', carrier });
    });
    this.#hang();
  }

  /** The line's engine, as soon as there is one. */
  follow(engine: Engine): void {
    this.#engine = engine;
    const mine = () => this.#engine === engine;
    engine.on('handshake', (heartbeat: Heartbeat) => {
      if (!mine()) return;
      this.#heartbeat = heartbeat;
      const { pingInterval: interval, pingTimeout: timeout } = heartbeat;
      this.#tell({ step: 'open', carrier: carrierOf(engine.transport.name), interval, timeout });
    });
    engine.on('upgrading', () => this.#transports.get(engine.transport)?.release());
    engine.on('upgrade', (transport: EngineTransport) => {
      for (const one of [...this.#transports.keys()]) if (one !== transport) this.#transports.delete(one);
      if (mine()) this.#tell({ step: 'upgraded', carrier: carrierOf(transport.name) });
    });
    engine.on('close', (why: string, details?: { context?: { code?: unknown } }) => {
      if (!mine()) return;
      const code = details?.context?.code;
      this.#tell({ step: 'closed', why, code: typeof code === 'number' ? code : null });
      this.#forget();
    });
  }

  #forget(): void {
    for (const transport of this.#transports.keys()) unhang(transport);
    this.#transports.clear();
    this.#engine = null;
    this.#heartbeat = null;
  }

  #tell(step: StepOf<Step>): void {
    for (const listener of [...this.#steps]) listener({ at: Date.now(), ...step } as Step);
  }

  #pass(direction: Frame['direction'], { name }: EngineTransport, { type, data }: EnginePacket): void {
    if (this.#watchers.size === 0) return;
    const text = data === undefined ? '' : typeof data === 'string' ? data : null;
    const bytes = text === null ? sizeOf(data) : 1 + new TextEncoder().encode(text).length;
    const frame: Frame = { at: Date.now(), direction, carrier: carrierOf(name), type, data: text, bytes };
    for (const listener of [...this.#watchers]) listener(frame);
  }

  #hang(): void {
    const { mute, delay } = this.#trial;
    const needed = this.#watchers.size > 0 || mute || delay > 0 || this.#breaks;
    for (const [transport, held] of this.#transports) {
      if (!needed) unhang(transport);
      else if (needed && !Object.hasOwn(transport, 'write')) this.#hangOn(transport, held);
    }
  }

  #hangOn(transport: EngineTransport, held: Delay): void {
    const { write, onPacket } = transport;
    const deliver = (packets: readonly EnginePacket[]) => write.call(transport, packets);
    transport.write = (said) => {
      const packets = said.flatMap((packet) => this.#altered(packet));
      for (const packet of packets) this.#pass('out', transport, packet);
      // The engine waits for a drain, and hears it after this call returned as it does from the library.
      if (packets.length === 0) return queueMicrotask(() => void transport.emit('drain'));
      const { delay } = this.#trial;
      if (delay === 0 || !this.#carries(transport)) return deliver(packets);
      transport.writable = false;
      held.after(delay, () => transport.readyState !== 'closed' && deliver(packets));
    };
    transport.onPacket = (packet) => {
      this.#pass('in', transport, packet);
      const { delay } = this.#trial;
      // The next poll needs the session's id, which is in the first packet.
      const atOnce = packet.type === 'open' || !this.#carries(transport) || (delay === 0 && !held.holds);
      if (atOnce) onPacket.call(transport, packet);
      else held.after(delay, () => onPacket.call(transport, packet));
    };
  }

  /** It is the one that the line goes over, and stays it: what is being upgraded must be empty soon. */
  #carries(transport: EngineTransport): boolean {
    const engine = this.#engine as (Engine & { readonly upgrading?: boolean }) | null;
    return engine?.transport === transport && engine.upgrading !== true;
  }

  #altered(packet: EnginePacket): EnginePacket[] {
    if (this.#trial.mute && packet.type === 'pong') return [];
    // An event: one that ends in its middle is no JSON.
    if (!this.#breaks || packet.type !== 'message' || typeof packet.data !== 'string' || !packet.data.startsWith('2'))
      return [packet];
    this.#breaks = false;
    this.#hang();
    this.#tell({ step: 'broken' });
    return [{ ...packet, data: packet.data.slice(0, Math.ceil(packet.data.length / 2)) }];
  }
}

type StepOf<S> = S extends Step ? Omit<S, 'at'> : never;

function unhang(transport: EngineTransport): void {
  delete (transport as Partial<EngineTransport>).write;
  delete (transport as Partial<EngineTransport>).onPacket;
}

function sizeOf(data: unknown): number {
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return data.byteLength;
  return data instanceof Blob ? data.size : 0;
}
