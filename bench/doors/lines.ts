/**
 * How somebody follows a log, and says something, through each door: one client for Maru and for the bare server beside it,
 * with the headers that a small program sends.
 */
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { PROTOCOL } from '../../protocol';
import { textOf, Wire } from './wire';

/** Where something is said, and by whom. */
export interface Seat {
  /** With a slash at its end. */
  url: string;
  token: string;
  log: string;
  /** The last seq that was said when it began. */
  after: number;
  /** Which of the people it is, from 0 to 1: so that they do not all ask at once. */
  phase: number;
}

export interface Entry {
  seq: number;
  body: { text: string };
}

export interface Line {
  readonly wire: Wire;
  close(): void;
}

export interface Speaker extends Line {
  /** @returns its seq, once it was acknowledged; @throws where it was not */
  say(text: string): Promise<number>;
}

/** Resolves when it is heard from then on. */
export type Follow = (seat: Seat, told: (entries: readonly Entry[]) => void) => Promise<Line>;
export type Speak = (seat: Seat) => Promise<Speaker>;

const bearer = ({ token }: Seat) => ({ authorization: `Bearer ${token}` });
const entriesUrl = ({ url, log }: Seat) => `${url}api/rooms/${log}/entries`;

/** An answer that failed because its line was closed tells nobody anything. */
const unlessClosed = (closed: () => boolean) => (error: unknown) => {
  if (!closed()) throw error;
};

/** @param interval from one question to the next, in ms; null: the next one as soon as the last is answered, which waits */
export const polling =
  (interval: number | null): Follow =>
  async (seat, told) => {
    const wire = new Wire();
    let { after } = seat;
    let over = false;
    let timer: NodeJS.Timeout | null = null;
    const ask = async () => {
      const more = interval === null ? '&wait=60' : '';
      const text = await textOf(await wire.ask(`${entriesUrl(seat)}?after=${after}${more}`, bearer(seat)));
      if (over) return;
      const { entries } = text === '' ? { entries: [] } : (JSON.parse(text) as { entries: Entry[] });
      after = entries.at(-1)?.seq ?? after;
      told(entries);
    };
    const round = async (): Promise<void> => {
      const begun = performance.now();
      await ask();
      if (over) return;
      if (interval === null) return round();
      timer = setTimeout(go, interval - (performance.now() - begun));
    };
    const go = () => void round().catch(unlessClosed(() => over));
    if (interval === null) go();
    else timer = setTimeout(go, interval * seat.phase);
    return {
      wire,
      close() {
        over = true;
        if (timer) clearTimeout(timer);
        wire.destroy();
      },
    };
  };

const streaming =
  (accept: string, separator: string, entryOf: (part: string) => Entry | null): Follow =>
  async (seat, told) => {
    const wire = new Wire();
    const response = await wire.ask(`${entriesUrl(seat)}?after=${seat.after}`, { ...bearer(seat), accept });
    let rest = '';
    response.setEncoding('utf8');
    response.on('error', () => undefined);
    response.on('data', (chunk: string) => {
      const parts = (rest + chunk).split(separator);
      rest = parts.pop() ?? '';
      told(parts.flatMap((part) => entryOf(part) ?? []));
    });
    return { wire, close: () => wire.destroy() };
  };

export const ndjson = streaming('application/x-ndjson', '\n', (line) =>
  line === '' ? null : (JSON.parse(line) as Entry),
);
/** WHATWG HTML §9.2.6, as far as it is used. */
export const sse = streaming('text/event-stream', '\n\n', (event) => {
  const at = event.indexOf('data: ');
  return at === -1 ? null : (JSON.parse(event.slice(at + 6)) as Entry);
});

/** Where it stands in the log, as each door says it somewhere in its answer. */
const seqOf = (text: string): number => Number(/"seq":(\d+)/.exec(text)?.[1]);

export const posting: Speak = async (seat) => {
  const wire = new Wire();
  return {
    wire,
    async say(text) {
      const headers = { ...bearer(seat), 'idempotency-key': randomUUID() };
      return seqOf(await textOf(await wire.ask(entriesUrl(seat), headers, { kind: 'message', body: { text } })));
    },
    close: () => wire.destroy(),
  };
};

const append = ({ log }: Seat, text: string) => ({
  log,
  entries: [{ id: randomUUID(), kind: 'message', body: { text } }],
});

function allWell(answer: unknown): string {
  const text = JSON.stringify(answer);
  if (!text.includes('"ok":true') || text.includes('"ok":false')) throw new Error(`refused: ${text}`);
  return text;
}

interface Frame {
  event: string;
  data?: { id?: number; entries?: Entry[] };
}

async function plainSocket(seat: Seat, told: (entries: readonly Entry[]) => void): Promise<Speaker> {
  const wire = new Wire();
  const socket = new WebSocket(`${seat.url.replace('http', 'ws')}api/socket`, 'maru.v1', {
    agent: wire,
    perMessageDeflate: false,
  });
  const answers = new Map<number, (answer: unknown) => void>();
  let opened = () => {};
  const standing = new Promise<void>((resolve, reject) => {
    opened = resolve;
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  });
  socket.on('message', (said: Buffer) => {
    const { event, data = {} } = JSON.parse(said.toString()) as Frame;
    if (event === 'entries') told(data.entries ?? []);
    if (event === 'opened') opened();
    if (event === 'response') answers.get(data.id ?? 0)?.(data);
  });
  const send = (event: string, data: unknown) => socket.send(JSON.stringify({ event, data }));
  const { token, log, after } = seat;
  socket.once('open', () => send('open', { token, logs: [{ log, after }] }));
  await standing;
  return {
    wire,
    async say(text) {
      const id = answers.size + 1;
      const answered = new Promise<unknown>((resolve) => answers.set(id, resolve));
      send('request', { id, call: 'append', input: append(seat, text) });
      return seqOf(allWell(await answered));
    },
    close: () => socket.terminate(),
  };
}
export const followPlain: Follow = plainSocket;
export const speakPlain: Speak = (seat) => plainSocket(seat, () => undefined);

async function socketIo(
  transport: 'websocket' | 'polling',
  seat: Seat,
  told: ((entries: readonly Entry[]) => void) | null,
): Promise<Speaker> {
  const wire = new Wire();
  const socket = io(seat.url, {
    auth: { protocol: PROTOCOL, token: seat.token },
    transports: [transport],
    reconnection: false,
    forceNew: true,
    // Its types know only what a browser has.
    agent: wire as unknown as string,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  if (told) {
    socket.on('entries', ({ entries }: { entries: Entry[] }) => told(entries));
    allWell(await socket.emitWithAck('resume', { logs: [] }));
  }
  return {
    wire,
    say: async (text) => seqOf(allWell(await socket.emitWithAck('append', append(seat, text)))),
    close() {
      socket.disconnect();
      wire.destroy();
    },
  };
}
export const followSocketIo =
  (transport: 'websocket' | 'polling'): Follow =>
  (seat, told) =>
    socketIo(transport, seat, told);
export const speakSocketIo =
  (transport: 'websocket' | 'polling'): Speak =>
  (seat) =>
    socketIo(transport, seat, null);
