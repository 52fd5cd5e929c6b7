/** A plain WebSocket, and Socket.IO's own client over each of its transports. */
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { PROTOCOL, type Answer, type Entry, type Id, type OpenLog } from '../../../protocol';
import { Refused, type Door, type Outcome, type Place, type Visitor } from './door';

/** What two kinds of sockets have in common: calls that are answered, and pushes. */
interface Line {
  ask(call: string, input: object): Promise<Answer<unknown>>;
  /** Tells of each page of entries, from a place on. */
  from(place: Place, told: (entries: readonly Entry[]) => void, refused: (code: string) => void): Promise<void>;
  heard(): string;
  cut(): void;
  closed: Promise<void>;
}

type Dial = (url: string, token: string | null) => Promise<Line>;

class SocketVisitor implements Visitor {
  readonly member: Id;
  readonly token: string;
  readonly #dial: () => Promise<Line>;
  #line: Promise<Line> | null = null;
  #heard = '';

  constructor(member: Id, token: string, dial: () => Promise<Line>) {
    this.member = member;
    this.token = token;
    this.#dial = dial;
  }

  async logs(): Promise<OpenLog[]> {
    const answer = await (await this.#open()).ask('resume', { logs: [] });
    if (!answer.ok) throw new Refused(answer.error.code);
    return (answer.value as { logs: OpenLog[] }).logs;
  }

  async append(log: Id, draft: object): Promise<Outcome> {
    const answer = await (await this.#open()).ask('append', { log, entries: [draft] });
    if (!answer.ok) return { ok: false, code: answer.error.code };
    const [result] = (answer.value as { results: (Outcome & { error: { code: string } })[] }).results;
    if (!result?.ok) return { ok: false, code: result?.error.code ?? 'none' };
    return { ok: true, seq: result.seq, duplicate: result.duplicate };
  }

  async follow(place: Place, told: (entries: readonly Entry[]) => void, signal: AbortSignal): Promise<void> {
    const line = await this.#dial();
    signal.addEventListener('abort', () => line.cut());
    if (signal.aborted) line.cut();
    let code: string | null = null;
    try {
      await Promise.race([
        line.from(place, told, (refused) => {
          code = refused;
          line.cut();
        }),
        line.closed,
      ]);
      await line.closed;
    } finally {
      this.#heard += line.heard();
    }
    if (code !== null) throw new Refused(code);
    if (!signal.aborted) throw new Error('the connection was lost');
  }

  heard(): string {
    return this.#heard;
  }

  leave(): void {
    void this.#line?.then((line) => line.cut());
  }

  #open(): Promise<Line> {
    return (this.#line ??= this.#dial());
  }
}

/** @param dial by one kind of socket */
const door = (name: string, dial: Dial): Door => {
  const back = (url: string, member: Id, token: string) => new SocketVisitor(member, token, () => dial(url, token));
  return {
    name,
    async join(url, person) {
      const line = await dial(url, null);
      const answer = await line.ask('join', { name: person });
      line.cut();
      if (!answer.ok) throw new Refused(answer.error.code);
      const { member, token } = answer.value as { member: { id: Id }; token: string };
      return back(url, member.id, token);
    },
    back: async (url, member, token) => back(url, member, token),
  };
};

interface Frame {
  event: string;
  data: { id?: number; log?: Id; entries?: Entry[]; error?: { code: string } } & Partial<Answer<unknown>>;
}

/** Twenty lines, as the docs say: the platform's own WebSocket and JSON. */
async function dialPlain(url: string, token: string | null): Promise<Line> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}api/socket`, 'maru.v1');
  const listeners = new Set<(frame: Frame) => void>();
  let heard = '';
  let next = 0;
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    heard += text;
    for (const listen of listeners) listen(JSON.parse(text) as Frame);
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('close', () => reject(new Error('not let in')));
  });
  const send = (event: string, data: unknown) => socket.send(JSON.stringify({ event, data }));
  let opened = false;
  const open = (logs: Place[]) => {
    if (opened) return;
    opened = true;
    send('open', { ...(token === null ? {} : { token }), logs });
  };
  return {
    closed,
    heard: () => heard,
    cut: () => socket.terminate(),
    ask(call, input) {
      open([]);
      const id = (next += 1);
      return new Promise((resolve, reject) => {
        listeners.add(({ event, data }) => {
          if (event === 'refused') reject(new Refused(data.error?.code ?? ''));
          if (event === 'response' && data.id === id) resolve(data as Answer<unknown>);
        });
        send('request', { id, call, input });
      });
    },
    async from(place, told, refused) {
      listeners.add(({ event, data }) => {
        if (event === 'refused') refused(data.error?.code ?? '');
        if (event === 'entries' && data.log === place.log) told(data.entries ?? []);
      });
      open([place]);
    },
  };
}

/** Pages by `read` until nothing is missing, then what is pushed. */
const dialSocketIo =
  (transports: ('websocket' | 'polling')[]): Dial =>
  async (url, token) => {
    const auth = { protocol: PROTOCOL, ...(token === null ? {} : { token }) };
    // Whose key it is, other tests look at.
    const anyKey = url.startsWith('https:') ? { rejectUnauthorized: false } : {};
    const socket = io(url, { auth, transports, reconnection: false, forceNew: true, ...anyKey });
    let heard = '';
    socket.onAny((...said: unknown[]) => (heard += JSON.stringify(said)));
    const closed = new Promise<void>((resolve) => socket.once('disconnect', () => resolve()));
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error: Error & { data?: { code: string } }) =>
        reject(error.data ? new Refused(error.data.code) : error),
      );
    });
    const ask = async (call: string, input: object) => {
      const answer = (await socket.timeout(10_000).emitWithAck(call, input)) as Answer<unknown>;
      heard += JSON.stringify(answer);
      return answer;
    };
    return {
      closed,
      ask,
      heard: () => heard,
      cut: () => socket.disconnect(),
      async from({ log, epoch, after }, told, refused) {
        let at = after;
        const early: (readonly Entry[])[] = [];
        let live = false;
        const take = (entries: readonly Entry[]) => {
          const news = entries.filter(({ seq }) => seq > at);
          at = news.at(-1)?.seq ?? at;
          told(news);
        };
        socket.on('entries', (push: { log: Id; entries: Entry[] }) => {
          if (push.log !== log) return;
          if (live) take(push.entries);
          else early.push(push.entries);
        });
        await ask('resume', { logs: [] });
        for (;;) {
          const answer = await ask('read', { log, epoch, after: at, limit: 200 });
          if (!answer.ok) return refused(answer.error.code);
          const { entries } = answer.value as { entries: Entry[] };
          if (entries.length === 0) break;
          take(entries);
        }
        live = true;
        for (const entries of early) take(entries);
      },
    };
  };

export const socketDoors: readonly Door[] = [
  door('plain WebSocket', dialPlain),
  door('Socket.IO over WebSocket', dialSocketIo(['websocket'])),
  door('Socket.IO over polling', dialSocketIo(['polling'])),
];
