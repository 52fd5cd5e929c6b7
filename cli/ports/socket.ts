/**
 * The way to a server for client/: the plain WebSocket of docs/protocol.md, over TLS whose key is looked at before a byte
 * is said. It dials once and never reconnects by itself: when to try again is client/'s decision.
 */
import { WebSocket, type RawData } from 'ws';
import { FrameTooLarge, type Cause, type Line, type LineEvents, type Transport } from '../../client';
import {
  answerOf,
  limits,
  parse,
  pushes,
  Refusal,
  SOCKET_PROTOCOL,
  type Handshake,
  type NetworkCalls,
  type NetworkPushes,
  type Payload,
  type Output,
  type Answer,
} from '../../protocol';
import { greet, refusedBy } from './hello';
import { objection, openSecure, type Known, type Shown } from './secure';

export class SocketTransport implements Transport {
  readonly #known: Known;
  /** Whoever answered last, once nothing spoke against them. */
  met: Shown | null = null;

  constructor(known: Known) {
    this.#known = known;
  }

  async hello(url: string): ReturnType<Transport['hello']> {
    const opened = await this.#open(url);
    return opened.ok ? greet(url, opened.socket) : opened;
  }

  dial(url: string, handshake: Handshake, events: LineEvents): Line {
    const line = new PlainLine(events);
    void this.#open(url).then((opened) => {
      if (!opened.ok) return line.end(opened.cause);
      const socket = new WebSocket(`${url.replace(/^https:/, 'wss:')}api/socket`, SOCKET_PROTOCOL, {
        createConnection: () => opened.socket,
        perMessageDeflate: false,
        followRedirects: false,
        handshakeTimeout: limits.connectTimeout,
      });
      line.take(socket, handshake);
    });
    return line;
  }

  async #open(url: string): ReturnType<typeof openSecure> {
    const opened = await openSecure(url);
    if (!opened.ok) return opened;
    const cause = objection(this.#known, opened.shown);
    if (cause) {
      opened.socket.destroy();
      return { ok: false, cause };
    }
    this.met = opened.shown;
    return opened;
  }
}

interface Waiting {
  answer(raw: unknown): void;
  giveUp(error: Error): void;
}

class PlainLine implements Line {
  readonly #events: LineEvents;
  readonly #waiting = new Map<number, Waiting>();
  #socket: WebSocket | null = null;
  #opened = false;
  #ended = false;
  #next = 0;
  #refusal: Refusal | null = null;

  constructor(events: LineEvents) {
    this.#events = events;
  }

  take(socket: WebSocket, { protocol, token }: Handshake): void {
    if (this.#ended) return socket.terminate();
    this.#socket = socket;
    socket.on('open', () => this.#tell('open', { protocol, ...(token === undefined ? {} : { token }) }));
    socket.on('message', (data) => this.#heard(data));
    socket.on('error', () => this.end(this.#over('not-reachable')));
    socket.on('close', (code) => this.end(code === TOO_LARGE ? { code: 'too-large' } : this.#over('lost')));
    socket.on('unexpected-response', (_request, response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body = (body + chunk).slice(0, 16_384)));
      response.on('close', () => this.end(refusedBy(body)));
    });
  }

  readonly call = <N extends keyof NetworkCalls & string>(
    name: N,
    input: unknown,
  ): Promise<Answer<Output<NetworkCalls[N]>>> =>
    new Promise((resolve, reject) => {
      if (this.#ended || !this.#opened) return reject(new Error('the line is closed'));
      const id = (this.#next += 1);
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(id);
      };
      const giveUp = (error: Error) => {
        done();
        reject(error);
      };
      const timer = setTimeout(() => giveUp(new Error('no answer')), limits.callTimeout);
      this.#waiting.set(id, {
        giveUp,
        answer: (raw) => {
          done();
          resolve(answerOf(name, raw));
        },
      });
      this.#tell('request', { id, call: name, input });
    });

  close(): void {
    this.#finish(new Error('the line is closed'));
  }

  end(cause: Cause): void {
    if (this.#ended) return;
    this.#finish(cause.code === 'too-large' ? new FrameTooLarge() : new Error('the line is closed'));
    this.#events.closed(cause);
  }

  #finish(error: Error): void {
    this.#ended = true;
    for (const { giveUp } of [...this.#waiting.values()]) giveUp(error);
    this.#socket?.terminate();
  }

  /** A line that was refused before it opened ends for that reason. */
  #over(code: 'lost' | 'not-reachable'): Cause {
    return this.#refusal && !this.#opened ? { code: 'refused', refusal: this.#refusal } : { code };
  }

  #tell(event: string, data: unknown): void {
    this.#socket?.send(JSON.stringify({ event, data }));
  }

  #heard(data: RawData): void {
    if (this.#ended) return;
    const frame = frameOf(data);
    if (frame === null) return;
    const { event, data: said } = frame;
    if (event === 'opened') {
      this.#opened = true;
      return this.#events.open('websocket');
    }
    if (event === 'response') {
      const { id } = (said ?? {}) as { id?: unknown };
      return this.#waiting.get(id as number)?.answer(said);
    }
    if (event === 'refused' && !this.#opened) {
      const refusal = parse(Refusal, (said as { error?: unknown } | null)?.error);
      if (refusal.ok) this.#refusal = refusal.value;
      return;
    }
    if (Object.hasOwn(pushes, event)) this.#push(event as keyof NetworkPushes, said);
  }

  #push<N extends keyof NetworkPushes & string>(name: N, said: unknown): void {
    const payload = parse<Payload<NetworkPushes[N]>>(pushes[name].payload, said);
    // One that cannot be read is as good as lost: the heads tell what is missing.
    if (payload.ok) this.#events.push(name, payload.value);
  }
}

/** RFC 6455 §7.4.1: a message is too big to process. */
const TOO_LARGE = 1009;

function frameOf(data: RawData): { event: string; data: unknown } | null {
  try {
    const frame = JSON.parse((data as Buffer).toString('utf8')) as { event?: unknown; data?: unknown } | null;
    return typeof frame?.event === 'string' ? { event: frame.event, data: frame.data } : null;
  } catch {
    return null;
  }
}
