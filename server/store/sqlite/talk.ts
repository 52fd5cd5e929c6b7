/** What is said about messages, as tables. */
import { sql, type Kysely } from 'kysely';
import { limits, refuse, type Entry, type Id, type MessageEntry } from '../../../protocol';
import { cut } from '../entries';
import { misvoted } from '../rules';
import type { Page } from '../store';
import { half, sizeOfAbout, tallyOf, type Found, type Talking, type Within, withMore } from '../talk';
import { aboutOf, ENTRY, summaries, type Asked } from './about';
import { toEntry } from './rows';
import type { Tables } from './schema';
import type { StoreParts } from './store';
import { addSubjects } from './talk-facts';

type Voted = Awaited<ReturnType<Talking['vote']>>;
type Rows = Parameters<typeof toEntry>[0];

export function talking({ db, logs, turns }: Pick<StoreParts, 'db' | 'logs' | 'turns'>): Talking {
  const listed = async (query: { execute(): Promise<Rows[]> }) => (await query.execute()).map(toEntry);
  /** By their ids alone: told the log as well, SQLite walks along all of it. */
  const byId = async ({ log, first }: Within, ids: readonly Id[]): Promise<Entry[]> => {
    const rows = await db
      .selectFrom('entries')
      .select([...ENTRY, 'log'])
      .where('id', 'in', ids)
      .execute();
    const readable = rows.filter((row) => row.log === log && row.seq >= first);
    return readable.map(({ log: _log, ...row }) => toEntry(row)).sort((one, other) => one.seq - other.seq);
  };
  /** @param before entries that come first, whatever else there is room for */
  const found = async (asked: Asked, there: Entry[], keep: 'start' | 'end', before: Entry[] = []): Promise<Found> => {
    for (let some = cut(there, limits.lookedUpBytes, keep); ; some = half(some, keep)) {
      const entries = [...before, ...some];
      const about = await aboutOf(db, asked, entries, 0);
      if (some.length > 1 && sizeOfAbout(about) > limits.lookedUpBytes) continue;
      return { head: (await logs.states([asked.log])).get(asked.log)?.head ?? 0, entries, about };
    }
  };
  return {
    find: (asked) =>
      turns.ask(async () => {
        const there = await byId(asked, asked.ids);
        return withMore(await found(asked, there, 'start'), there);
      }),
    thread: ({ root, before, ...asked }) =>
      turns.ask(async () => {
        const [hangsOn] = messagesAmong(await byId(asked, [root]));
        if (!hangsOn || hangsOn.body.thread) return null;
        let query = db.selectFrom('entries').select(ENTRY).where('thread', '=', root).where('seq', '>=', asked.first);
        if (before !== undefined) query = query.where('seq', '<', before);
        const last = await listed(query.orderBy('seq', 'desc').limit(limits.threadPage + 1));
        const page = await found(asked, last.slice(0, limits.threadPage).reverse(), 'end', [hangsOn]);
        return { ...page, complete: page.entries.length === last.length + 1 };
      }),
    threads: ({ member, logs: within, limit }) => turns.ask(() => threadsOf(db, member, within, limit)),
    versions: ({ id, ...within }) =>
      turns.ask(async () => {
        const [message] = messagesAmong(await byId(within, [id]));
        if (!message || message.body.deleted) return message ? [message] : [];
        const edits = db.selectFrom('entries').select(ENTRY).where('target', '=', id).where('kind', '=', 'edit');
        return [message, ...(await listed(edits.orderBy('seq')))];
      }),
    pins: (asked) =>
      turns.ask(async () => {
        const pinned = await db
          .selectFrom('latest')
          .select('target')
          .where('log', '=', asked.log)
          .where('kind', '=', 'pin')
          .where('holds', '=', 1)
          .orderBy('seq', 'desc')
          .execute();
        const ids = pinned.map(({ target }) => target);
        const there = ids.length > 0 ? await byId(asked, ids) : [];
        there.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
        return withMore(await found(asked, there, 'start'), there);
      }),
    vote: ({ log, first, member, poll, choices, now }) =>
      turns.change(async (): Promise<Voted> => {
        const known = await logs.known([poll]);
        await addSubjects(db, [poll], known);
        const there = known.get(poll);
        const subject = there?.log === log && there.seq >= first && !there.deleted ? there.subject : null;
        const error = subject ? misvoted(subject, { choices, anonymous: true, now }) : refuse('no-such-entry');
        if (error) return { ok: false, error };
        await db.deleteFrom('votes').where('poll', '=', poll).where('member', '=', member).execute();
        const row = { poll, member, choices: JSON.stringify(choices) };
        if (choices.length > 0) await db.insertInto('votes').values(row).execute();
        const cast = await db.selectFrom('votes').selectAll().where('poll', '=', poll).execute();
        const votes = cast.map((one) => ({ member: one.member, choices: JSON.parse(one.choices) as number[] }));
        return { ok: true, value: tallyOf(poll, subject?.poll?.options.length ?? 0, votes, member) };
      }),
  };
}

/** A page with what became of its messages. */
export async function pageFor(
  db: Kysely<Tables>,
  asked: Asked,
  page: Entry[],
  keep: 'start' | 'end',
): Promise<Pick<Page, 'entries' | 'became'>> {
  for (let entries = page; ; entries = half(entries, keep)) {
    const became = await aboutOf(db, asked, entries, entries.at(-1)?.seq ?? 0);
    if (entries.length < 2 || sizeOfAbout(became) <= limits.lookedUpBytes) return { entries, became };
  }
}

const messagesAmong = (entries: readonly Entry[]): MessageEntry[] =>
  entries.flatMap((entry) => (entry.kind === 'message' ? entry : []));

async function threadsOf(
  db: Kysely<Tables>,
  member: Id,
  logs: readonly Within[],
  limit: number,
): ReturnType<Talking['threads']> {
  const firsts = new Map(logs.map(({ log, first }) => [log, first]));
  const lastAt = sql<number | null>`
    (select at from entries where entries.thread = thread_parts.thread and deleted = 0 order by seq desc limit 1)`;
  const mine = await db
    .selectFrom('thread_parts')
    .innerJoin('entries as root', 'root.id', 'thread_parts.thread')
    .select([...ENTRY.map((name) => `root.${name}` as const), 'thread_parts.log', lastAt.as('last_at')])
    .where('thread_parts.member', '=', member)
    .orderBy('last_at', 'desc')
    .execute();
  const readable = mine.filter(({ log, seq, last_at }) => last_at !== null && seq >= (firsts.get(log) ?? Infinity));
  const threads: Awaited<ReturnType<Talking['threads']>> = [];
  for (const { log, last_at: _lastAt, ...row } of readable.slice(0, limit)) {
    const [summary] = await summaries(db, { log, first: firsts.get(log) ?? 1 }, [row.id]);
    if (summary) threads.push({ log, root: toEntry(row), summary });
  }
  return threads;
}
