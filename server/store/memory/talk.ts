/** What is said about messages, in memory. */
import { limits, refuse, type About, type Entry, type Id, type ThreadSummary } from '../../../protocol';
import { cut } from '../entries';
import { summaryOf, type Spoke } from '../latest';
import { misvoted } from '../rules';
import {
  half,
  pollsIn,
  sizeOfAbout,
  standing,
  tallyOf,
  type Found,
  type Talking,
  type Within,
  withMore,
} from '../talk';
import type { Page } from '../store';
import type { Kept } from './kept';
import type { MemoryTurns, Plan } from './turns';

interface Asked extends Within {
  member: Id;
}
type Voted = Awaited<ReturnType<Talking['vote']>>;

export function talking(kept: Kept, turns: MemoryTurns): Talking {
  return {
    find: (asked) =>
      turns.ask(() => {
        const ids = new Set(asked.ids);
        const there = readable(kept, asked).filter(({ id }) => ids.has(id));
        return withMore(found(kept, asked, there, 'start'), there);
      }),
    thread: ({ root, before = Infinity, ...asked }) =>
      turns.ask(() => {
        const hangsOn = readable(kept, asked).find(({ id, kind }) => id === root && kind === 'message');
        if (hangsOn?.kind !== 'message' || hangsOn.body.thread) return null;
        const all = readable(kept, asked).filter((entry) => entry.seq < before && threadOf(entry) === root);
        const page = found(kept, asked, all.slice(-limits.threadPage), 'end', [hangsOn]);
        return { ...page, complete: page.entries.length === all.length + 1 };
      }),
    threads: ({ member, logs, limit }) =>
      turns.ask(() =>
        logs
          .flatMap((within) => {
            const mine = [...(kept.parts.get(member) ?? [])].filter(([, log]) => log === within.log);
            const roots = new Set(mine.map(([thread]) => thread));
            return summaries(kept, within, roots).flatMap((summary) => {
              const root = readable(kept, within).find(({ id }) => id === summary.root);
              return root ? [{ log: within.log, root, summary }] : [];
            });
          })
          .sort((a, b) => b.summary.lastAt - a.summary.lastAt)
          .slice(0, limit),
      ),
    versions: ({ id, ...within }) =>
      turns.ask(() => {
        const message = readable(kept, within).find((entry) => entry.id === id);
        if (message?.kind !== 'message') return [];
        const edits = readable(kept, within).filter(({ kind, body }) => kind === 'edit' && body.target === id);
        return message.body.deleted ? [message] : [message, ...edits];
      }),
    pins: (asked) =>
      turns.ask(() => {
        const pins = [...kept.latest.values()].flatMap((words) => [...words.values()]);
        const here = pins.filter(({ kind, holds, log }) => kind === 'pin' && holds && log === asked.log);
        const there = here
          .sort((a, b) => b.seq - a.seq)
          .flatMap(({ target }) => readable(kept, asked).find(({ id }) => id === target) ?? []);
        return withMore(found(kept, asked, there, 'start'), there);
      }),
    vote: ({ log, first, member, poll, choices, now }) =>
      turns.change((): Plan<Voted> => {
        const known = kept.known.get(poll);
        const there = known?.log === log && known.seq >= first && !known.deleted ? known.subject : null;
        const error = there ? misvoted(there, { choices, anonymous: true, now }) : refuse('no-such-entry');
        if (error || !there) return { answer: { ok: false, error: error ?? refuse('no-such-entry') }, apply: null };
        const votes = new Map(kept.votes.get(poll));
        if (choices.length > 0) votes.set(member, [...choices]);
        else votes.delete(member);
        const tally = tallyOf(poll, there.poll?.options.length ?? 0, listed(votes), member);
        return { answer: { ok: true, value: tally }, apply: () => void kept.votes.set(poll, votes) };
      }),
  };
}

/** A page with what became of its messages. */
export function pageFor(
  kept: Kept,
  asked: Asked,
  page: Entry[],
  keep: 'start' | 'end',
): Pick<Page, 'entries' | 'became'> {
  for (let entries = page; ; entries = half(entries, keep)) {
    const became = aboutOf(kept, asked, entries, entries.at(-1)?.seq ?? 0);
    if (entries.length < 2 || sizeOfAbout(became) <= limits.lookedUpBytes) return { entries, became };
  }
}

/**
 * What became of the messages among these entries.
 * @param after changes are told of that stand above it
 */
function aboutOf(kept: Kept, { member, ...within }: Asked, entries: readonly Entry[], after: number): About {
  const messages = standing(entries);
  const held = kept.logs.get(within.log)?.entries ?? [];
  const changes = messages
    .flatMap(({ id }) => [...(kept.latest.get(id)?.values() ?? [])])
    .filter(({ seq }) => seq > after)
    .sort((a, b) => a.seq - b.seq)
    .slice(-limits.aboutChanges);
  const roots = new Set(entries.flatMap(({ kind, id }) => (kind === 'message' ? id : [])));
  return {
    changes: changes.flatMap(({ seq }) => held[seq - 1] ?? []),
    threads: summaries(kept, within, roots),
    tallies: pollsIn(messages).map(({ id, options }) => tallyOf(id, options, listed(kept.votes.get(id)), member)),
  };
}

const readable = (kept: Kept, { log, first }: Within): Entry[] => kept.logs.get(log)?.entries.slice(first - 1) ?? [];
const listed = (votes: ReadonlyMap<Id, number[]> = new Map<Id, number[]>()) =>
  [...votes].map(([member, choices]) => ({ member, choices }));
const threadOf = (entry: Entry): Id | null => (entry.kind === 'message' ? (entry.body.thread ?? null) : null);

/** @param before entries that come first, whatever else there is room for */
function found(kept: Kept, asked: Asked, there: Entry[], keep: 'start' | 'end', before: Entry[] = []): Found {
  for (let some = cut(there, limits.lookedUpBytes, keep); ; some = half(some, keep)) {
    const entries = [...before, ...some];
    const about = aboutOf(kept, asked, entries, 0);
    if (some.length > 1 && sizeOfAbout(about) > limits.lookedUpBytes) continue;
    return { head: kept.logs.get(asked.log)?.state.head ?? 0, entries, about };
  }
}

function summaries(kept: Kept, within: Within, roots: ReadonlySet<Id>): ThreadSummary[] {
  const spoke = new Map<Id, Map<Id | null, Spoke>>();
  for (const { kind, body, author, seq } of roots.size > 0 ? readable(kept, within) : []) {
    if (kind !== 'message' || body.deleted || !body.thread || !roots.has(body.thread)) continue;
    const people = spoke.get(body.thread) ?? new Map<Id | null, Spoke>();
    spoke.set(body.thread, people.set(author, { author, count: (people.get(author)?.count ?? 0) + 1, last: seq }));
  }
  const at = (seq: number) => kept.logs.get(within.log)?.entries[seq - 1]?.at;
  return [...spoke].flatMap(([root, people]) => summaryOf(root, [...people.values()], at) ?? []);
}
