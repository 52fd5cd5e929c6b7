/**
 * A client that costs as little as it can, alike for every contestant, so that the servers are what is measured: a TCP
 * socket, WebSocket frames (RFC 6455), and just enough of each protocol. Bodies are looked through, not parsed.
 */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { PROTOCOL } from '../../protocol';

export type Speech = 'maru' | 'socket.io' | 'ws';

/** What a message says after its mark: Hangul and Latin, a line as people write it. */
const WORDS = '내일 오전 열 시에 시안을 봐요. 파일은 공유 폴더에 올려 둘게요 — bring your notes!';
/** Every text starts with `@person:number@`; the sign is nowhere else in a frame. */
const MARK = 0x40;
const COLON = 0x3a;
const ZERO = 0x30;
/** One for all: it is looked through before the next one is read. */
const BUFFER = Buffer.alloc(1024 * 1024);

export interface Listener {
  /** A message of this person was heard on this line. */
  heard(line: Line, person: number, number: number): void;
  /** The server has acknowledged this line's message. */
  acknowledged(line: Line, number: number): void;
}

export class Line {
  readonly at: number;
  readonly #speech: Speech;
  readonly #socket: Socket;
  #rest = Buffer.alloc(0);
  #open = false;
  #log = '';
  readonly #answers = new Map<number, (answer: string) => void>();
  #connected: () => void = () => undefined;
  listener: Listener | null = null;
  /** Deliveries, and the messages among them, since the line stands. */
  frames = 0;
  /** Reads what came when `look` is called, and not as it comes. */
  gathers = false;

  private constructor(port: number, speech: Speech, at: number, localAddress?: string) {
    this.at = at;
    this.#speech = speech;
    const onread = {
      buffer: BUFFER,
      callback: (bytes: number) => {
        this.#read(BUFFER.subarray(0, bytes));
        return !this.gathers;
      },
    };
    const way = { port, host: '127.0.0.1', ...(localAddress ? { localAddress } : {}) };
    this.#socket = connect({ ...way, noDelay: true, onread });
    this.#socket.on('error', (error) => {
      throw error;
    });
    const path = speech === 'ws' ? '/' : '/socket.io/?EIO=4&transport=websocket';
    const head = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    const key = 'Sec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==';
    this.#socket.write([`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...head, key, '', ''].join('\r\n'));
  }

  /**
   * @param at which one of the people it is
   * @param from an address of this machine, where an address may not have so many lines
   */
  static async open(port: number, speech: Speech, at: number, from?: string): Promise<Line> {
    const line = new Line(port, speech, at, from);
    await new Promise<void>((resolve) => (line.#connected = resolve));
    if (speech === 'maru') {
      await line.#ask('join', { name: `Person ${at}` });
      const resumed = JSON.parse(await line.#ask('resume', { logs: [] })) as [{ value: { rooms: { id: string }[] } }];
      line.#log = resumed[0].value.rooms[0]?.id ?? '';
    }
    return line;
  }

  /** @param number from 1, one after another */
  say(number: number): void {
    const id = randomUUID();
    const text = `@${this.at}:${number}@ ${WORDS}`;
    if (this.#speech === 'ws') return this.#send(JSON.stringify({ call: number, id, text }));
    const said =
      this.#speech === 'maru'
        ? ['append', { log: this.#log, entries: [{ id, kind: 'message', body: { text } }] }]
        : ['say', { id, text }];
    this.#send(`42${number}${JSON.stringify(said)}`);
  }

  look(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.removeAllListeners('error').on('error', () => undefined);
    this.#socket.destroy();
  }

  /** Calls that are no messages have numbers above theirs. */
  #ask(name: string, input: object): Promise<string> {
    const call = 1e9 + this.#answers.size;
    const answered = new Promise<string>((resolve) => this.#answers.set(call, resolve));
    this.#send(`42${call}${JSON.stringify([name, input])}`);
    return answered;
  }

  /** One text frame, masked with zeros as a client's must be masked. */
  #send(text: string): void {
    const length = Buffer.byteLength(text);
    const head = length < 126 ? 2 : 4;
    const frame = Buffer.alloc(head + 4 + length);
    frame[0] = 0x81;
    frame[1] = 0x80 | (head === 2 ? length : 126);
    if (head === 4) frame.writeUInt16BE(length, 2);
    frame.write(text, head + 4);
    this.#socket.write(frame);
  }

  #read(bytes: Buffer): void {
    // What is kept is copied: the buffer is used again.
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    if (!this.#open) {
      const end = data.indexOf('\r\n\r\n');
      this.#open = end !== -1;
      if (this.#open) data = data.subarray(end + 4);
      if (this.#open && this.#speech === 'ws') this.#connected();
    }
    let start = 0;
    while (this.#open && data.length >= start + 2) {
      const short = (data[start + 1] ?? 0) & 127;
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (data.length < start + head) break;
      const length =
        head === 2 ? short : head === 4 ? data.readUInt16BE(start + 2) : Number(data.readBigUInt64BE(start + 2));
      const end = start + head + length;
      if (data.length < end) break;
      this.#take(data, start + head, end);
      start = end;
    }
    this.#rest = start < data.length ? Buffer.from(data.subarray(start)) : Buffer.alloc(0);
  }

  #take(data: Buffer, start: number, end: number): void {
    let mark = data.indexOf(MARK, start);
    if (mark !== -1 && mark < end) {
      this.frames += 1;
      for (; mark !== -1 && mark < end; mark = data.indexOf(MARK, mark + 1)) {
        let [person, number] = [0, 0];
        for (mark += 1; data[mark] !== COLON; mark += 1) person = person * 10 + (data[mark] ?? 0) - ZERO;
        for (mark += 1; data[mark] !== MARK; mark += 1) number = number * 10 + (data[mark] ?? 0) - ZERO;
        this.listener?.heard(this, person, number);
      }
      return;
    }
    const text = data.toString('utf8', start, end);
    if (this.#speech === 'ws') return this.#acknowledged(Number.parseInt(text.slice('{"call":'.length), 10), text);
    if (text.startsWith('43')) return this.#acknowledged(Number.parseInt(text.slice(2), 10), text);
    if (text.startsWith('0{')) return this.#send(`40${JSON.stringify({ protocol: PROTOCOL })}`);
    if (text.startsWith('40')) return this.#connected();
    if (text === '2') this.#send('3');
  }

  #acknowledged(call: number, text: string): void {
    if (!text.includes('"ok":true') || text.includes('"ok":false')) throw new Error(`refused: ${text}`);
    const asked = this.#answers.get(call);
    if (asked) return asked(text.slice(text.indexOf('[')));
    this.listener?.acknowledged(this, call);
  }
}
