/** What became of messages, as the tables say: a few queries for all of them together. */
import type { Kysely } from 'kysely';
import { limits, type About, type Entry, type Id, type ThreadSummary } from '../../../protocol';
import { summaryOf, type Spoke } from '../latest';
import { pollsIn, standing, tallyOf, type Within } from '../talk';
import { toEntry } from './rows';
import type { Tables } from './schema';

export interface Asked extends Within {
  member: Id;
}

export const ENTRY = ['seq', 'id', 'author', 'at', 'kind', 'body', 'after'] as const;

/** @param after changes are told of that stand above it */
export async function aboutOf(
  db: Kysely<Tables>,
  { member, ...within }: Asked,
  entries: readonly Entry[],
  after: number,
): Promise<About> {
  const messages = standing(entries);
  const roots = entries.flatMap(({ kind, id, body }) => (kind === 'message' && !body.thread ? id : []));
  const polls = pollsIn(messages);
  return {
    changes:
      messages.length > 0
        ? await changesOf(
            db,
            messages.map(({ id }) => id),
            after,
          )
        : [],
    threads: roots.length > 0 ? await summaries(db, within, roots) : [],
    tallies: polls.length > 0 ? await tallies(db, polls, member) : [],
  };
}

async function changesOf(db: Kysely<Tables>, messages: readonly Id[], after: number): Promise<Entry[]> {
  const rows = await db
    .selectFrom('latest')
    .innerJoin('entries', (join) =>
      join.onRef('entries.log', '=', 'latest.log').onRef('entries.seq', '=', 'latest.seq'),
    )
    .select(ENTRY.map((name) => `entries.${name}` as const))
    .where('latest.target', 'in', messages)
    .where('latest.seq', '>', after)
    .orderBy('latest.seq', 'desc')
    .limit(limits.aboutChanges)
    .execute();
  return rows.reverse().map(toEntry);
}

export async function summaries(
  db: Kysely<Tables>,
  { log, first }: Within,
  roots: readonly Id[],
): Promise<ThreadSummary[]> {
  const rows = await db
    .selectFrom('entries')
    .select(({ fn }) => ['thread', 'author', fn.countAll<number>().as('count'), fn.max('seq').as('last')])
    .where('thread', 'in', roots)
    .where('seq', '>=', first)
    .where('deleted', '=', 0)
    .groupBy(['thread', 'author'])
    .execute();
  if (rows.length === 0) return [];
  const spoke = new Map<Id, Spoke[]>();
  for (const { thread, ...one } of rows) if (thread) spoke.set(thread, [...(spoke.get(thread) ?? []), one]);
  const lasts = [...spoke.values()].map((people) => Math.max(...people.map(({ last }) => last)));
  const times = await db
    .selectFrom('entries')
    .select(['seq', 'at'])
    .where('log', '=', log)
    .where('seq', 'in', lasts)
    .execute();
  const at = new Map(times.map((row) => [row.seq, row.at]));
  return [...spoke].flatMap(([root, people]) => summaryOf(root, people, (seq) => at.get(seq)) ?? []);
}

async function tallies(
  db: Kysely<Tables>,
  polls: readonly { id: Id; options: number }[],
  member: Id,
): Promise<About['tallies']> {
  const ids = polls.map(({ id }) => id);
  const rows = await db.selectFrom('votes').selectAll().where('poll', 'in', ids).execute();
  const votes = rows.map((row) => ({ ...row, choices: JSON.parse(row.choices) as number[] }));
  return polls.map(({ id, options }) =>
    tallyOf(
      id,
      options,
      votes.filter(({ poll }) => poll === id),
      member,
    ),
  );
}
