/** Plain requests: polling, long polling, and answers that do not end, as lines of JSON and as an event stream. */
import type { Draft, Entry, Id, OpenLog } from '../../../protocol';
import { Refused, type Door, type Outcome, type Place, type Visitor } from './door';

type Follow = (
  visitor: RequestVisitor,
  place: Place,
  told: (entries: readonly Entry[]) => void,
  signal: AbortSignal,
) => Promise<void>;

interface Page {
  entries: Entry[];
}

const json = { 'content-type': 'application/json' };

class RequestVisitor implements Visitor {
  readonly member: Id;
  readonly token: string;
  readonly #url: string;
  readonly #follow: Follow;
  readonly #left = new AbortController();
  #heard = '';

  constructor(url: string, member: Id, token: string, follow: Follow) {
    this.#url = url;
    this.member = member;
    this.token = token;
    this.#follow = follow;
  }

  async logs(): Promise<OpenLog[]> {
    const response = await this.ask('api/logs');
    return ((await this.body(response)) as { logs: OpenLog[] }).logs;
  }

  async append(log: Id, { id, ...said }: Draft): Promise<Outcome> {
    const headers = { ...json, 'idempotency-key': id };
    const response = await this.ask(`api/rooms/${log}/entries`, {
      method: 'POST',
      headers,
      body: JSON.stringify(said),
    });
    const body = JSON.parse(this.keep(await response.text())) as {
      seq: number;
      duplicate: boolean;
      error: { code: string };
    };
    return response.ok ? { ok: true, seq: body.seq, duplicate: body.duplicate } : { ok: false, code: body.error.code };
  }

  follow(place: Place, told: (entries: readonly Entry[]) => void, signal: AbortSignal): Promise<void> {
    const left = this.#left.signal;
    const ended = new AbortController();
    for (const one of [signal, left]) one.addEventListener('abort', () => ended.abort(), { signal: ended.signal });
    return this.#follow(this, place, told, ended.signal);
  }

  heard(): string {
    return this.#heard;
  }

  leave(): void {
    this.#left.abort();
  }

  keep(text: string): string {
    this.#heard += text;
    return text;
  }

  ask(
    path: string,
    {
      headers,
      ...more
    }: { method?: string; headers?: Record<string, string>; body?: string; signal?: AbortSignal } = {},
  ): Promise<Response> {
    return fetch(`${this.#url}${path}`, { ...more, headers: { authorization: `Bearer ${this.token}`, ...headers } });
  }

  /** @throws Refused */
  async body(response: Response): Promise<unknown> {
    const text = this.keep(await response.text());
    const body: unknown = text === '' ? null : JSON.parse(text);
    if (!response.ok) throw new Refused((body as { error: { code: string } }).error.code);
    return body;
  }

  /** @throws Refused */
  async page({ log, epoch, after }: Place, more: string, signal: AbortSignal): Promise<readonly Entry[]> {
    const response = await this.ask(`api/rooms/${log}/entries?after=${after}&epoch=${epoch}${more}`, { signal });
    return ((await this.body(response)) as Page | null)?.entries ?? [];
  }
}

const pages =
  (more: string, pause: number): Follow =>
  async (visitor, place, told, signal) => {
    for (let at = place; !signal.aborted;) {
      const entries = await visitor.page(at, more, signal);
      told(entries);
      at = { ...at, after: entries.at(-1)?.seq ?? at.after };
      // What polling is: to wait, whether something is said or not.
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };

/** Reads an endless answer by its parts. */
const streamed =
  (accept: string, separator: string, entryOf: (part: string) => Entry | null): Follow =>
  async (visitor, { log, epoch, after }, told, signal) => {
    const response = await visitor.ask(`api/rooms/${log}/entries?after=${after}&epoch=${epoch}`, {
      headers: { accept },
      signal,
    });
    if (!response.ok) await visitor.body(response);
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const parts = (rest + visitor.keep(decoder.decode(chunk as Uint8Array, { stream: true }))).split(separator);
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const entry = entryOf(part);
        if (entry) told([entry]);
      }
    }
    if (!signal.aborted) throw new Error('the stream ended');
  };

const ofLine = (line: string): Entry | null => {
  if (line === '') return null;
  const { epoch: _, ...entry } = JSON.parse(line) as Entry & { epoch: Id };
  return entry as Entry;
};
/** WHATWG HTML §9.2.6, as far as it is used: an id and one line of data; a comment begins with a colon. */
const ofEvent = (event: string): Entry | null => {
  const data = event.split('\n').find((line) => line.startsWith('data: '));
  return data === undefined ? null : (JSON.parse(data.slice(6)) as Entry);
};

const door = (name: string, follow: Follow): Door => ({
  name,
  async join(url, person) {
    const response = await fetch(`${url}api/join`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ name: person }),
    });
    const body = (await response.json()) as { member: { id: Id }; token: string; error: { code: string } };
    if (!response.ok) throw new Refused(body.error.code);
    return new RequestVisitor(url, body.member.id, body.token, follow);
  },
  back: async (url, member, token) => new RequestVisitor(url, member, token, follow),
});

export const requestDoors: readonly Door[] = [
  door('polling', pages('', 50)),
  door('long polling', pages('&wait=30', 0)),
  door('NDJSON stream', streamed('application/x-ndjson', '\n', ofLine)),
  door('event stream', streamed('text/event-stream', '\n\n', ofEvent)),
];
