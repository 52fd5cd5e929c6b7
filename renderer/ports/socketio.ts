/**
 * The only file that knows Socket.IO's client. It dials once, tells what became of it, and never reconnects by itself:
 * when to try again is client/'s decision. It touches no document, so that it runs in Node as well.
 */
import { io, NodeWebSocket, NodeXHR, type Socket } from 'socket.io-client';
import { FrameTooLarge, type Carrier, type Cause, type Line, type LineEvents, type Transport } from '../../client';
import {
  answerOf,
  Hello,
  limits,
  parse,
  pushes,
  Refusal,
  type Answer,
  type Handshake,
  type NetworkCalls,
  type NetworkPushes,
  type Output,
} from '../../protocol';
import { EngineTap, type Engine, type EngineTransport } from './tap';

export interface SocketIoOptions {
  /** What the machine itself says of its network. */
  online?: () => boolean;
  /** Looks closer at an address that does not answer, where this program can; null: it knows no more. */
  probe?: (url: string) => Promise<Cause | null>;
  /** Both unless told: a test or a person may allow only one. */
  carriers?: readonly Carrier[];
}

type Transports = NonNullable<NonNullable<Parameters<typeof io>[1]>['transports']>;

/**
 * Some content blockers make `new WebSocket()` throw at once. Socket.IO reports that before anybody can listen, and the
 * line would hang; told a moment later, it goes on with long-polling.
 */
class CautiousWebSocket extends NodeWebSocket {
  override doOpen(): this {
    let thrown: Error | null = null;
    const remember = (error: Error) => (thrown = error);
    this.once('error', remember);
    super.doOpen();
    this.off('error', remember);
    if (thrown !== null) queueMicrotask(() => this.onError('websocket could not be made', thrown));
    return this;
  }
}

type Made = new (...args: never[]) => object;

/** The same transport, which says when one is made. */
function told<T extends Made>(Base: T, made: (transport: EngineTransport) => void): T {
  return class extends (Base as Made) {
    constructor(...args: never[]) {
      super(...args);
      made(this as unknown as EngineTransport);
    }
  } as T;
}

const transportsOf = (carriers: readonly Carrier[], made: (transport: EngineTransport) => void): Transports =>
  carriers.map((carrier) => told(carrier === 'websocket' ? CautiousWebSocket : NodeXHR, made)) as unknown as Transports;

export class SocketIoTransport implements Transport {
  readonly #online: () => boolean;
  readonly #probe: (url: string) => Promise<Cause | null>;
  readonly #carriers: readonly Carrier[];
  readonly #taps = new Map<string, EngineTap>();

  constructor({
    online = () => true,
    probe = async () => null,
    carriers = ['websocket', 'polling'],
  }: SocketIoOptions = {}) {
    this.#online = online;
    this.#probe = probe;
    this.#carriers = carriers;
  }

  tap(url: string): EngineTap {
    const tap = this.#taps.get(url) ?? new EngineTap();
    this.#taps.set(url, tap);
    return tap;
  }

  async hello(url: string): ReturnType<Transport['hello']> {
    if (this.#taps.get(url)?.isCut) return { ok: false, cause: { code: 'not-reachable' } };
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), limits.helloTimeout);
    const { signal } = giveUp;
    try {
      const response = await fetch(`${url}hello`, {
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'manual',
        signal,
      });
      const body: unknown = await response.json().catch(() => null);
      if (signal.aborted) return { ok: false, cause: await this.#why(url) };
      const hello = parse(Hello, body);
      if (response.ok && hello.ok) return { ok: true, hello: hello.value };
      const refusal = parse(Refusal, (body as { error?: unknown } | null)?.error);
      return { ok: false, cause: refusal.ok ? { code: 'refused', refusal: refusal.value } : { code: 'not-maru' } };
    } catch {
      // A foreign web server allows this page nothing, which looks like silence; without reading it, one can tell that it answers.
      const answers = await fetch(url, { mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal }).then(
        () => true,
        () => false,
      );
      return { ok: false, cause: answers ? { code: 'not-maru' } : await this.#why(url) };
    } finally {
      clearTimeout(timer);
    }
  }

  dial(url: string, handshake: Handshake, events: LineEvents): Line {
    const tap = this.tap(url);
    const carriers = tap.begin(this.#carriers);
    const socket = io(url, {
      auth: { ...handshake },
      reconnection: false,
      forceNew: true,
      transports: transportsOf(carriers, (transport) => tap.took(transport)),
      tryAllTransports: true,
      timeout: limits.connectTimeout,
    });
    tap.follow(socket.io.engine as unknown as Engine);
    return new SocketIoLine(socket, events, () => this.#unreachable());
  }

  async #why(url: string): Promise<Cause> {
    return (await this.#probe(url)) ?? this.#unreachable();
  }

  #unreachable(): Cause {
    return { code: this.#online() ? 'not-reachable' : 'no-network' };
  }
}

class SocketIoLine implements Line {
  readonly #socket: Socket;
  /** Ends the calls that wait for an answer. Socket.IO itself leaves some of them to their timeout. */
  readonly #giveUp = new Set<(error: Error) => void>();
  #ended = false;
  #tooLarge = false;

  constructor(socket: Socket, events: LineEvents, unreachable: () => Cause) {
    this.#socket = socket;
    const end = (cause: Cause) => {
      if (this.#ended) return;
      this.close();
      events.closed(cause);
    };
    const listen = <N extends keyof NetworkPushes & string>(name: N) =>
      socket.on(name as string, (raw: unknown) => {
        const payload = parse<Parameters<typeof events.push<N>>[1]>(pushes[name].payload, raw);
        // One that cannot be read is as good as lost: the heads tell what is missing.
        if (payload.ok && !this.#ended) events.push(name, payload.value);
      });
    for (const name of Object.keys(pushes) as (keyof NetworkPushes)[]) listen(name);
    socket.on('connect', () => {
      const { engine } = socket.io;
      engine.on('upgrade', ({ name }: { name: string }) => events.carrier(carrierOf(name)));
      events.open(carrierOf(engine.transport.name));
    });
    socket.on('connect_error', (error: Error & { data?: unknown }) => {
      const refusal = parse(Refusal, error.data);
      end(refusal.ok ? { code: 'refused', refusal: refusal.value } : unreachable());
    });
    socket.on('disconnect', (_reason, details) => {
      this.#tooLarge = isTooLarge(details);
      end({ code: this.#tooLarge ? 'too-large' : 'lost' });
    });
  }

  readonly call = async <N extends keyof NetworkCalls & string>(
    name: N,
    input: unknown,
  ): Promise<Answer<Output<NetworkCalls[N]>>> => {
    if (this.#ended) throw new Error('the line is closed');
    let giveUp: (error: Error) => void = () => undefined;
    const over = new Promise<never>((_, reject) => (giveUp = reject));
    this.#giveUp.add(giveUp);
    try {
      const raw: unknown = await Promise.race([
        this.#socket.timeout(limits.callTimeout).emitWithAck(name, input),
        over,
      ]);
      return answerOf(name, raw);
    } finally {
      this.#giveUp.delete(giveUp);
    }
  };

  close(): void {
    this.#ended = true;
    for (const giveUp of this.#giveUp) giveUp(this.#tooLarge ? new FrameTooLarge() : new Error('the line is closed'));
    this.#socket.disconnect();
    // Also while it is still dialling: nothing of it may stay open.
    this.#socket.io.engine?.close();
  }
}

/** WebSocket's close code for a message that is too big (RFC 6455 §7.4.1), or HTTP's status (RFC 9110 §15.5.14). */
function isTooLarge(details: unknown): boolean {
  const { context, description } = (details ?? {}) as {
    context?: { code?: unknown; status?: unknown };
    description?: unknown;
  };
  return context?.code === 1009 || context?.status === 413 || description === 413;
}

const carrierOf = (name: string): Carrier => (name === 'polling' ? 'polling' : 'websocket');
