/** One push in the forms the doors say it in: each is written once, for all who hear it. */
import { textFrame } from '../text-frame';
import type { Entry, Id, NetworkPushes, Payload } from '../../protocol';

type Name = keyof NetworkPushes & string;
type Entries = Payload<NetworkPushes['entries']>;

export class Spoken {
  readonly name: Name;
  readonly payload: unknown;
  #frame: string | null = null;
  #bytes: Buffer | null = null;

  constructor(name: Name, payload: unknown) {
    this.name = name;
    this.payload = payload;
  }

  /** Entries of one log, where that is what was pushed. */
  get entries(): Entries | null {
    return this.name === 'entries' ? (this.payload as Entries) : null;
  }

  /** As a frame of the plain WebSocket. */
  get frame(): string {
    return (this.#frame ??= frameOf(this.name, this.payload));
  }

  /** As the bytes of that frame: the same for all, and not to be changed. */
  get bytes(): Buffer {
    return (this.#bytes ??= textFrame(this.frame));
  }

  /** As lines of a stream that was told everything up to a seq before. */
  lines(form: Form, last: number): string {
    const { entries } = this;
    if (this.name === 'relay') return relayLine(form, this.payload);
    return entries ? linesOf(form, entries.epoch, after(entries.entries, last)) : '';
  }
}

/** The same ones where all of them are news, which they nearly always are. */
export const after = (entries: readonly Entry[], last: number): readonly Entry[] =>
  (entries[0]?.seq ?? 0) > last ? entries : entries.filter(({ seq }) => seq > last);

export const frameOf = (event: string, data: unknown): string => JSON.stringify({ event, data });

/** The forms of an endless answer. */
export type Form = 'sse' | 'ndjson';

/** The same entries are written once for each form, however many follow the log. */
const written: Record<Form, WeakMap<readonly Entry[], string>> = { sse: new WeakMap(), ndjson: new WeakMap() };

/**
 * Entries as lines: NDJSON has one a line, each with its epoch (https://github.com/ndjson/ndjson-spec); of an event stream
 * each is an event with the place as its id, which the browser brings back as Last-Event-ID (WHATWG HTML §9.2).
 */
export function linesOf(form: Form, epoch: Id, entries: readonly Entry[]): string {
  const before = written[form].get(entries);
  if (before !== undefined) return before;
  const line = (entry: Entry) =>
    form === 'sse'
      ? `id: ${epoch}:${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`
      : `${JSON.stringify({ epoch, ...entry })}\n`;
  const text = entries.map(line).join('');
  written[form].set(entries, text);
  return text;
}

/** The bytes of such lines as one chunk of an answer that does not end (RFC 9112 §7.1): the same for all, and not to be changed. */
export function chunkOf(lines: string): Buffer {
  if (lines !== last?.lines) {
    const head = `${Buffer.byteLength(lines).toString(16)}\r\n`;
    last = { lines, chunk: Buffer.from(`${head}${lines}\r\n`) };
  }
  return last.chunk;
}

/** What was written last: everybody who follows a log is told the same, one after the other. */
let last: { lines: string; chunk: Buffer } | null = null;

/** An event of its own, which names no place and is nobody's message; a line with nothing but it. */
const relayLine = (form: Form, relayed: unknown): string =>
  form === 'sse' ? `event: relay\ndata: ${JSON.stringify(relayed)}\n\n` : `${JSON.stringify({ relay: relayed })}\n`;

/** What says that a stream is there, where nothing else does. */
export const heartbeats: Readonly<Record<Form, string>> = { sse: ':\n\n', ndjson: '\n' };
