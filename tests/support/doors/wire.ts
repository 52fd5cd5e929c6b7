/** HTTP/1.1 by hand: requests that no proper client would send, and an other end that need not read. */
import type { Socket } from 'node:net';
import { knock, type Way } from '../ways';

export interface Asking {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** The bytes of a request. A body's length is told unless its headers say how long it is. */
export function bytesOf({ method = 'GET', path, headers = {}, body = '' }: Asking, host = '127.0.0.1'): string {
  const named = Object.keys(headers).map((name) => name.toLowerCase());
  const length = named.includes('content-length') || named.includes('transfer-encoding');
  const all = {
    ...(named.includes('host') ? {} : { host }),
    ...(length || body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  };
  return [
    `${method} ${path} HTTP/1.1`,
    ...Object.entries(all).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');
}

export class Wire {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  #text = '';
  readonly #waiting = new Set<() => void>();

  private constructor(socket: Socket) {
    this.socket = socket;
    const again = () => this.#waiting.forEach((look) => look());
    socket.on('data', (data: Buffer) => {
      this.#text += data.toString('utf8');
      again();
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        again();
        resolve();
      });
    });
  }

  /** A connection, with what is said first. */
  static async open(way: Way, ...askings: Asking[]): Promise<Wire> {
    const wire = new Wire(await knock(way));
    if (askings.length > 0) wire.ask(...askings);
    return wire;
  }

  get text(): string {
    return this.#text;
  }

  /** The statuses of the answers so far. */
  get statuses(): number[] {
    return [...this.#text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  }

  ask(...askings: Asking[]): void {
    this.socket.write(askings.map((asking) => bytesOf(asking)).join(''));
  }

  /** Resolves when what came satisfies `look`. @throws where the connection has ended before */
  until(look: (text: string) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const again = () => {
        const done = look(this.#text);
        if (!done && !this.socket.destroyed) return;
        this.#waiting.delete(again);
        if (done) resolve();
        else reject(new Error(`the connection ended after ${JSON.stringify(this.#text.slice(-300))}`));
      };
      this.#waiting.add(again);
      again();
    });
  }

  /**
   * The answer to the only request, whole.
   *
   * @param headless it was a HEAD
   */
  async answer(headless = false): Promise<{ status: number; head: string; body: string }> {
    const parts = () => {
      const at = this.#text.indexOf('\r\n\r\n');
      return at === -1 ? null : { head: this.#text.slice(0, at), body: this.#text.slice(at + 4) };
    };
    await this.until(() => {
      const said = parts();
      if (!said) return false;
      if (headless || /^HTTP\/1\.1 (204|304) /.test(said.head) || this.socket.destroyed) return true;
      if (/^transfer-encoding: chunked/im.test(said.head)) return said.body.endsWith('0\r\n\r\n');
      return Buffer.byteLength(said.body) >= Number(/^content-length: (\d+)/im.exec(said.head)?.[1] ?? Infinity);
    });
    const { head = '', body = '' } = parts() ?? {};
    // A short one comes in a single chunk (RFC 9112 §7.1).
    const [, chunk] = /^[0-9a-f]+\r\n([^]*)\r\n0\r\n\r\n$/.exec(body) ?? [];
    return { status: Number(head.split(' ')[1]), head, body: chunk ?? body };
  }

  /** Says more until nobody is there: who does not hang up learns of a hang-up only so. */
  async untilAlone(): Promise<void> {
    while (!this.socket.destroyed)
      await new Promise<void>((resolve) => this.socket.write('?', () => setImmediate(resolve)));
    await this.closed;
  }

  end(): Promise<void> {
    this.socket.destroy();
    return this.closed;
  }
}
