/** Reading a log by plain requests: a page, a page that waits for something, or an answer that does not end. */
import type { ServerResponse } from 'node:http';
import { EntriesQuery, EventId, limits, parse, refuse, type Answer, type Entry, type Id } from '../../protocol';
import type { ApiParts } from './api';
import { prepared, queryOf, refuseWith, roomOf, say, sayPrepared, type Asked, type Prepared } from './asking';
import { standing, type Place } from './catching-up';
import type { Form } from './spoken';
import { stream } from './stream';
import type { Visit } from './visits';
import { wait } from './wait';

/** A question for the entries of a log, as far as it is looked at here. */
export type Reading = Pick<Asked, 'method' | 'url' | 'headers' | 'params'>;

/** @returns nothing where it was answered at once, as who polls is as a rule */
export function readEntries(
  parts: ApiParts,
  request: Reading,
  response: ServerResponse,
  visit: Visit,
): Promise<void> | void {
  const { room, query } = asked(request);
  const refused = !room.ok ? room.error : !query.ok ? query.error : visit.admit();
  if (refused || !room.ok || !query.ok) return refuseWith(response, refused ?? refuse('internal'));
  const { before, limit } = query.value;
  // Whoever asks for the head of an answer alone waits for nothing (RFC 9110 §9.3.2).
  const whole = request.method !== 'HEAD';
  const form = whole ? formOf(request) : null;
  const from = resumed(request, query.value);
  if (!from) return refuseWith(response, refuse('invalid', { field: 'last-event-id', rule: 'shape' }));
  const place = standing(parts.context, visit.member, { log: room.value, ...from });
  if (!place.ok) return refuseWith(response, place.error);
  if (form !== null) return stream(parts, place.value, form, response, visit, query.value.relay !== undefined);
  const short = before === undefined ? nearOf(parts, place.value, limit) : null;
  if (short !== null) return sayPrepared(response, 200, short);
  return readOn(parts, place.value, query.value, whole, response, visit);
}

async function readOn(
  parts: ApiParts,
  place: Place,
  { before, limit, wait: seconds = 0 }: EntriesQuery,
  whole: boolean,
  response: ServerResponse,
  visit: Visit,
): Promise<void> {
  const page = await pageOf(parts, place, { before, limit });
  if (!page.ok) return refuseWith(response, page.error);
  if (page.value.entries.length === 0 && seconds > 0 && before === undefined && whole)
    return wait(parts, place, seconds, response, visit);
  say(response, 200, page.value);
}

interface Said {
  readonly room: Answer<Id>;
  readonly query: Answer<EntriesQuery>;
}

/** The last question, and what it says: who follows a room asks for what comes after the same entry as everybody else. */
let last: { url: string; room: unknown; said: Said } | null = null;

function asked(request: Reading): Said {
  const {
    url,
    params: { room },
  } = request;
  if (last?.url !== url || last.room !== room)
    last = { url, room, said: { room: roomOf(request), query: parse(EntriesQuery, queryOf(request)) } };
  return last.said;
}

/** The last page of that kind: who polls in the same moment, with the same held, is told the same. */
let near: { log: Id; epoch: Id; after: number; head: number; limit: number; page: Prepared } | null = null;

/** The page of somebody who is nearly up to date, as JSON; null where there is nothing new, or not all of it is at hand. */
function nearOf(
  { context: { feed }, tails }: ApiParts,
  place: Place,
  limit: number = limits.pageEntries,
): Prepared | null {
  const { log, epoch, after } = place;
  const head = feed.head(log)?.head ?? 0;
  const entries = after < head ? tails.after(place, head, limit) : null;
  if (entries === null) return null;
  const same = near?.after === after && near.head === head && near.limit === limit;
  if (near && same && near.log === log && near.epoch === epoch) return near.page;
  const page = prepared(`{"log":"${log}","epoch":"${epoch}","head":${head},"entries":${entries()}}`);
  near = { log, epoch, after, head, limit, page };
  return page;
}

async function pageOf(
  { context: { store, feed, access } }: ApiParts,
  { member, log, epoch, after }: Place,
  { before, limit = limits.pageEntries }: Pick<EntriesQuery, 'before' | 'limit'>,
): Promise<Answer<{ log: Id; epoch: Id; head: number; entries: readonly Entry[] }>> {
  const head = feed.head(log)?.head ?? after;
  // Nothing to read: whoever asks again and again costs no look into the store.
  if (before === undefined && after >= head) return { ok: true, value: { log, epoch, head, entries: [] } };
  const first = access.log(member, log)?.first;
  const page = await store.read({ log, limit, first, ...(before === undefined ? { after } : { before }) });
  // Put out of it meanwhile, they hear nothing that was said after that.
  if (!page || !access.log(member, log)) return { ok: false, error: refuse('no-such-log') };
  return { ok: true, value: { ...page.head, entries: page.entries } };
}

function formOf({ headers: { accept = '' } }: Reading): Form | null {
  if (accept.includes('text/event-stream')) return 'sse';
  return accept.includes('application/x-ndjson') ? 'ndjson' : null;
}

/** Where one goes on: what the browser brings back goes before the URL, which is that of its first time. */
function resumed(
  { headers }: Reading,
  { after = 0, epoch }: EntriesQuery,
): { after: number; epoch: Id | undefined } | null {
  const last = headers['last-event-id'];
  if (last === undefined || last === '') return { after, epoch };
  if (!parse(EventId, last).ok) return null;
  const [of = '', at] = String(last).split(':');
  return { after: Number(at), epoch: of };
}
