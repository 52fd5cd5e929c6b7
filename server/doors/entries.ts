/** Reading a log by plain requests: a page, a page that waits for something, or an answer that does not end. */
import { EntriesQuery, EventId, limits, parse, refuse, type Answer, type Entry, type Id } from '../../protocol';
import type { ApiParts } from './api';
import { queryOf, refuseWith, roomOf, say, sayText, type Answering, type Asked } from './asking';
import { standing, type Place } from './catching-up';
import type { Form } from './spoken';
import { stream } from './stream';
import type { Visit } from './visits';
import { wait } from './wait';

export async function readEntries(parts: ApiParts, request: Asked, response: Answering, visit: Visit): Promise<void> {
  const room = roomOf(request);
  const query = asked(request);
  const refused = !room.ok ? room.error : !query.ok ? query.error : visit.admit();
  if (refused || !room.ok || !query.ok) return refuseWith(response, refused ?? refuse('internal'));
  const { before, limit, wait: seconds = 0 } = query.value;
  // Whoever asks for the head of an answer alone waits for nothing (RFC 9110 §9.3.2).
  const whole = request.method !== 'HEAD';
  const form = whole ? formOf(request) : null;
  const from = resumed(request, query.value);
  if (!from) return refuseWith(response, refuse('invalid', { field: 'last-event-id', rule: 'shape' }));
  const place = standing(parts.context, visit.member, { log: room.value, ...from });
  if (!place.ok) return refuseWith(response, place.error);
  if (form !== null) return stream(parts, place.value, form, response, visit, query.value.relay !== undefined);
  const short = before === undefined ? nearOf(parts, place.value, limit) : null;
  if (short !== null) return sayText(response, 200, short);
  const page = await pageOf(parts, place.value, { before, limit });
  if (!page.ok) return refuseWith(response, page.error);
  if (page.value.entries.length === 0 && seconds > 0 && before === undefined && whole)
    return wait(parts, place.value, seconds, response, visit);
  say(response, 200, page.value);
}

/** The last query, and what it says: who follows a room asks for what comes after the same entry as everybody else. */
let last: { text: string; said: Answer<EntriesQuery> } | null = null;

function asked(request: Asked): Answer<EntriesQuery> {
  const text = request.url.slice(request.url.indexOf('?') + 1);
  if (last?.text !== text) last = { text, said: parse(EntriesQuery, queryOf(request)) };
  return last.said;
}

/** The last page of that kind: who polls in the same moment, with the same held, is told the same. */
let near: { of: string; page: Buffer } | null = null;

/** The page of somebody who is nearly up to date, as JSON; null where there is nothing new, or not all of it is at hand. */
function nearOf(
  { context: { feed }, tails }: ApiParts,
  place: Place,
  limit: number = limits.pageEntries,
): Buffer | null {
  const { log, epoch, after } = place;
  const head = feed.head(log)?.head ?? 0;
  const entries = after < head ? tails.after(place, head, limit) : null;
  if (entries === null) return null;
  const of = `${log} ${epoch} ${after} ${head} ${limit}`;
  if (near?.of !== of)
    near = { of, page: Buffer.from(`{"log":"${log}","epoch":"${epoch}","head":${head},"entries":${entries()}}`) };
  return near.page;
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

function formOf({ headers: { accept = '' } }: Asked): Form | null {
  if (accept.includes('text/event-stream')) return 'sse';
  return accept.includes('application/x-ndjson') ? 'ndjson' : null;
}

/** Where one goes on: what the browser brings back goes before the URL, which is that of its first time. */
function resumed(
  { headers }: Asked,
  { after = 0, epoch }: EntriesQuery,
): { after: number; epoch: Id | undefined } | null {
  const last = headers['last-event-id'];
  if (last === undefined || last === '') return { after, epoch };
  if (!parse(EventId, last).ok) return null;
  const [of = '', at] = String(last).split(':');
  return { after: Number(at), epoch: of };
}
