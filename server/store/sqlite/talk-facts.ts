/** What the rules ask of messages that the drafts of one commit change, as the tables say. Inside its transaction. */
import type { Kysely } from 'kysely';
import { targetOf, type Draft, type Id, type MessageEntry, type Role } from '../../../protocol';
import type { LogState } from '../entries';
import { subjectOf, type Known } from '../known';
import { namedBy, type Facts } from '../rules';
import type { AppendRequest } from '../store';
import type { Logs } from './logs';
import type { Tables } from './schema';

/** Those of which more has to be known than that they are there. */
const changedBy = (draft: Draft): Id[] =>
  [targetOf(draft), draft.kind === 'message' ? draft.body.forward?.id : null].flatMap((id) => id ?? []);

export class CommitFacts implements Facts {
  readonly #known: Map<Id, Known>;
  readonly #roles = new Map<Id, Role>();

  private constructor(known: Map<Id, Known>) {
    this.#known = known;
  }

  /**
   * Before anything is written. In a commit of messages alone nothing is read but what has their ids.
   * @param states gets what is pinned, where something is to be pinned
   */
  static async load(
    db: Kysely<Tables>,
    logs: Logs,
    requests: readonly AppendRequest[],
    states: Map<Id, LogState>,
  ): Promise<CommitFacts> {
    const drafts = requests.flatMap(({ entries }) => entries);
    const known = await logs.known(drafts.flatMap((draft) => [draft.id, ...namedBy(draft)]));
    const facts = new CommitFacts(known);
    const messages = [...new Set(drafts.flatMap(changedBy))].filter((id) => known.get(id)?.kind === 'message');
    if (messages.length > 0) await addSubjects(db, messages, known);
    if (drafts.some(({ kind }) => kind === 'delete' || kind === 'close')) {
      const authors = messages.flatMap((id) => known.get(id)?.author ?? []);
      const people = new Set([...authors, ...requests.map(({ author }) => author)]);
      const rows = await db
        .selectFrom('members')
        .select(['id', 'role'])
        .where('id', 'in', [...people])
        .execute();
      for (const { id, role } of rows) facts.#roles.set(id, role);
    }
    const pinning = requests.filter(({ entries }) => entries.some(({ kind }) => kind === 'pin'));
    if (pinning.length > 0) await addPins(db, [...new Set(pinning.map(({ log }) => log))], states);
    return facts;
  }

  known = (id: Id): Known | undefined => this.#known.get(id);
  roleOf = (member: Id): Role | undefined => this.#roles.get(member);
  /** What is known since a request has its place. */
  put = (known: ReadonlyMap<Id, Known>): void => known.forEach((one, id) => this.#known.set(id, one));
}

/** Completes what is known of these messages. */
export async function addSubjects(db: Kysely<Tables>, messages: readonly Id[], known: Map<Id, Known>): Promise<void> {
  const bodies = await db.selectFrom('entries').select(['id', 'body']).where('id', 'in', messages).execute();
  const words = await db
    .selectFrom('latest')
    .leftJoin('entries', (join) =>
      join
        .onRef('entries.log', '=', 'latest.log')
        .onRef('entries.seq', '=', 'latest.seq')
        .on('latest.kind', '=', 'edit'),
    )
    .select(['latest.target', 'latest.kind', 'latest.member', 'latest.emoji', 'latest.edits', 'entries.body'])
    .where('latest.target', 'in', messages)
    .where('latest.kind', 'in', ['edit', 'react', 'close'])
    .where('latest.holds', '=', 1)
    .execute();
  const reactions = new Map(messages.map((id) => [id, new Map<string, Set<Id>>()]));
  for (const { id, body } of bodies) {
    const there = known.get(id);
    if (!there) continue;
    // It was parsed before it was written.
    const subject = subjectOf({ body: JSON.parse(body) as MessageEntry['body'] });
    known.set(id, { ...there, subject: { ...subject, reactions: reactions.get(id) ?? new Map() } });
  }
  for (const { target, kind, member, emoji, edits, body } of words) {
    const there = known.get(target);
    if (!there?.subject) continue;
    if (kind === 'close') known.set(target, { ...there, subject: { ...there.subject, closed: true } });
    if (kind === 'edit' && body !== null) {
      const { text } = JSON.parse(body) as { text: string };
      known.set(target, { ...there, subject: { ...there.subject, text, edits } });
    }
    if (kind !== 'react') continue;
    const emojis = reactions.get(target);
    emojis?.set(emoji, (emojis.get(emoji) ?? new Set()).add(member));
  }
}

async function addPins(db: Kysely<Tables>, logs: readonly Id[], states: Map<Id, LogState>): Promise<void> {
  const rows = await db
    .selectFrom('latest')
    .select(['log', 'target'])
    .where('log', 'in', logs)
    .where('kind', '=', 'pin')
    .where('holds', '=', 1)
    .execute();
  for (const log of logs) {
    const state = states.get(log);
    const pinned = new Set(rows.flatMap((row) => (row.log === log ? row.target : [])));
    if (state) states.set(log, { ...state, pinned });
  }
}
