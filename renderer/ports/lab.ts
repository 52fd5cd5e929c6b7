/** How a page hears a demonstration by each door: with what a browser has itself, and Socket.IO's own client. */
import { io } from 'socket.io-client';
import * as v from 'valibot';
import { labPaths, LabPage, parse, type LabDoor, type LabEntry } from '../../protocol';

export interface Demonstrated {
  /** Of the server, with a slash at its end. */
  url: string;
  pass: string;
}

type Told = (entries: readonly LabEntry[]) => void;
type Hear = (door: LabDoor, at: Demonstrated, told: Told) => () => void;

export const labUrl = ({ url, pass }: Demonstrated, path: string, query: Record<string, string> = {}): string =>
  `${url.replace(/\/$/, '')}${path}?${new URLSearchParams({ pass, ...query })}`;

/** What is no page of entries is none. */
function entriesOf(said: unknown): readonly LabEntry[] {
  const page = parse(LabPage, said);
  return page.ok ? page.value.entries : [];
}
const entryOf = (text: string): readonly LabEntry[] => {
  try {
    return entriesOf({ entries: [JSON.parse(text)] });
  } catch {
    return [];
  }
};

/** What is cut is over: nothing of it is an error. */
const quietly = (promise: Promise<void>): void => void promise.catch(() => undefined);

/** @param every from one question to the next, in ms; null: it waits at the server */
const asking =
  (every: number | null): Hear =>
  (door, at, told) => {
    const over = new AbortController();
    const ask = async () => {
      for (let after = 0; !over.signal.aborted;) {
        const query = { door, after: String(after), ...(every === null ? { wait: '30' } : {}) };
        const response = await fetch(labUrl(at, labPaths.entries, query), { signal: over.signal });
        if (!response.ok) return;
        const entries = entriesOf(await response.json());
        told(entries);
        after = entries.at(-1)?.seq ?? after;
        if (every !== null) await new Promise((resolve) => setTimeout(resolve, every));
      }
    };
    quietly(ask());
    return () => over.abort();
  };

const lines: Hear = (door, at, told) => {
  const over = new AbortController();
  const read = async () => {
    const headers = { accept: 'application/x-ndjson' };
    const { body } = await fetch(labUrl(at, labPaths.entries, { door }), { headers, signal: over.signal });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ''; reader;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (rest + value).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) told(entryOf(part));
    }
  };
  quietly(read());
  return () => over.abort();
};

const events: Hear = (door, at, told) => {
  const source = new EventSource(labUrl(at, labPaths.entries, { door }));
  source.onmessage = ({ data }) => told(entryOf(String(data)));
  return () => source.close();
};

const SocketFrame = v.object({ event: v.literal('entries'), data: LabPage });

const socket: Hear = (door, at, told) => {
  const line = new WebSocket(labUrl(at, labPaths.socket, { door }).replace(/^http/, 'ws'));
  line.onmessage = ({ data }) => {
    const frame = parse(SocketFrame, JSON.parse(String(data)));
    if (frame.ok) told(frame.value.data.entries);
  };
  return () => line.close();
};

const socketIo =
  (transport: 'websocket' | 'polling'): Hear =>
  (door, at, told) => {
    const { pass, url } = at;
    const options = { query: { pass, door }, transports: [transport], forceNew: true, reconnection: false };
    const line = io(`${url.replace(/\/$/, '')}${labPaths.namespace}`, options);
    line.on('demonstrated', (page: unknown) => told(entriesOf(page)));
    return () => line.disconnect();
  };

let scripts = 0;

/** A script is asked for, whose only line calls a function of the page: before CORS, the one way to another origin. */
const jsonp: Hear = (door, at, told) => {
  let over = false;
  let after = 0;
  const page = globalThis as unknown as Record<string, unknown>;
  const ask = () => {
    const callback = `maruLab${(scripts += 1)}`;
    const script = document.createElement('script');
    const end = () => {
      Reflect.deleteProperty(page, callback);
      script.remove();
    };
    page[callback] = (said: unknown) => {
      const entries = entriesOf(said);
      after = entries.at(-1)?.seq ?? after;
      if (!over) told(entries);
    };
    script.onload = () => {
      end();
      if (!over) ask();
    };
    script.onerror = end;
    script.src = labUrl(at, labPaths.jsonp, { door, after: String(after), wait: '30', callback });
    document.head.append(script);
  };
  ask();
  return () => void (over = true);
};

/** A page without an end, in a frame that nobody sees: each message is one more script in it. */
const iframe: Hear = (door, at, told) => {
  const frame = document.createElement('iframe');
  const hear = ({ source, data }: MessageEvent<unknown>) => {
    if (source !== frame.contentWindow || typeof data !== 'object' || data === null || !('lab' in data)) return;
    told(entriesOf({ entries: [data.lab] }));
  };
  addEventListener('message', hear);
  frame.hidden = true;
  frame.title = door;
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.src = labUrl(at, labPaths.iframe, { door });
  document.body.append(frame);
  return () => {
    removeEventListener('message', hear);
    frame.remove();
  };
};

const ways: Readonly<Record<LabDoor, Hear>> = {
  polling: asking(1_000),
  'slow-polling': asking(5_000),
  'long-polling': asking(null),
  ndjson: lines,
  sse: events,
  socket,
  socketio: socketIo('websocket'),
  'socketio-polling': socketIo('polling'),
  jsonp,
  iframe,
};

/** Hears the demonstration by that door from its beginning. @returns ends it */
export const hearLab: Hear = (door, at, told) => ways[door](door, at, told);
