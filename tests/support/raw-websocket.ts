/** A WebSocket made of bytes (RFC 6455), which sends what a proper client never would, or stops reading. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export class RawWebSocket {
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  #text = '';
  #rest = Buffer.alloc(0);
  #opened = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    // A reset is one way of being closed.
    socket.on('error', () => {});
    socket.on('data', (data: Buffer) => this.#take(data));
  }

  /** @param url the server's `http://HOST:PORT/`, or `https:` */
  static async open(url: string): Promise<RawWebSocket> {
    const { protocol, hostname, port, host } = new URL(url);
    const where = { host: hostname, port: Number(port) };
    const raw = new RawWebSocket(
      protocol === 'https:' ? connectTls({ ...where, rejectUnauthorized: false }) : connect(where),
    );
    raw.socket.write(
      ['GET /socket.io/?EIO=4&transport=websocket HTTP/1.1', `Host: ${host}`, ...UPGRADE, '', ''].join('\r\n'),
    );
    await raw.until(() => raw.#opened);
    return raw;
  }

  /** Waits until what was said to it, frame after frame, satisfies `look`. */
  async until(look: (text: string) => boolean): Promise<void> {
    while (!look(this.#text)) await once(this.socket, 'data');
  }

  #take(data: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, data]);
    if (!this.#opened) {
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end === -1) return;
      this.#opened = true;
      this.#rest = this.#rest.subarray(end + 4);
    }
    for (;;) {
      const frame = firstFrame(this.#rest);
      if (!frame) return;
      this.#rest = this.#rest.subarray(frame.end);
      // A close is answered by hanging up; the rest is kept.
      if (frame.opcode === 8) this.socket.end();
      else this.#text += `${frame.payload.toString()}\n`;
    }
  }

  /** One frame, masked with zeros as a client's must be masked. */
  send(data: string | Uint8Array): void {
    const payload = Buffer.from(data as string);
    const opcode = typeof data === 'string' ? 1 : 2;
    const length =
      payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 255];
    this.socket.write(Buffer.concat([Buffer.from([0x80 | opcode, ...length, 0, 0, 0, 0]), payload]));
  }

  end(): Promise<unknown> {
    this.socket.destroy();
    return this.closed;
  }
}

/** A server's frames are not masked. */
function firstFrame(data: Buffer): { opcode: number; payload: Buffer; end: number } | null {
  const [first, short] = data;
  if (first === undefined || short === undefined) return null;
  const wide = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (data.length < 2 + wide) return null;
  const length = wide === 2 ? data.readUInt16BE(2) : wide === 8 ? Number(data.readBigUInt64BE(2)) : short;
  const end = 2 + wide + length;
  return data.length < end ? null : { opcode: first & 15, payload: data.subarray(2 + wide, end), end };
}

export const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==',
];
