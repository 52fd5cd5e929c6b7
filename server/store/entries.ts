/** How drafts become entries: the one rule every store obeys. Pure. */
import { createHash } from 'node:crypto';
import { refuse, targetOf, type Draft, type Entry, type Id, type LogHead, type Refusal } from '../../protocol';
import { FREE, restrained, type Restraint } from './restraint';
import type { AppendRequest, Appended } from './store';

/** What a store knows of an entry that has an id. A server's own entry has no digest: nobody can say it again. */
export interface Known {
  author: Id | null;
  digest: string | null;
  seq: number;
  at: number;
  /** Null for a room's id, which is nobody's entry. */
  log: Id | null;
  kind: Entry['kind'] | null;
  /** A message that was deleted. */
  deleted: boolean;
}

export interface LogState {
  log: Id;
  epoch: Id;
  head: number;
  /** The `at` of the last entry. */
  lastAt: number;
}

export interface NewEntry {
  entry: Entry;
  digest: string | null;
}

/** What is known of an entry that was placed just now. */
export const knownOf = (log: Id, { entry, digest }: NewEntry): Known => ({
  author: entry.author,
  digest,
  seq: entry.seq,
  at: entry.at,
  log,
  kind: entry.kind,
  deleted: entry.kind === 'message' && entry.body.deleted === true,
});

/** Keys in order, so that the same content has the same text whatever order it came in. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
}

/** SHA-256 of a parsed draft's content: kind and body, in a form that no order of keys changes. */
export function digestOf({ kind, body }: Draft): string {
  return createHash('sha256').update(canonical({ kind, body })).digest('base64url');
}

export const headOf = ({ log, epoch, head }: LogState): LogHead => ({ log, epoch, head });

/** `at` rises within a log even where the clock does not. */
export const nextAt = ({ lastAt }: LogState, now: number): number => Math.max(lastAt + 1, now);

export interface Placed {
  appended: Appended;
  added: NewEntry[];
  /** Messages whose text, and that of their edits, has to go. */
  blanked: Id[];
  /** When the author spoke last, where the room is slow for them and they spoke now; else null. */
  spokenAt: number | null;
  state: LogState;
}

/**
 * Decides one request.
 * @param known what is there under an id, also from earlier requests of the same commit
 * @param restraint what keeps the author from saying it
 */
export function place(
  request: AppendRequest,
  state: LogState,
  known: (id: Id) => Known | undefined,
  restraint: Restraint = FREE,
): Placed {
  const added = new Map<Id, NewEntry>();
  const blanked = new Set<Id>();
  const find = (id: Id): Known | undefined => {
    const mine = added.get(id);
    const found = mine ? knownOf(request.log, mine) : known(id);
    return found && blanked.has(id) ? { ...found, deleted: true } : found;
  };
  let after = state;
  let { spokenAt } = restraint;
  /** What has to wait, and whatever would change it. */
  const later = new Map<Id, Refusal>();
  const results = request.entries.map((draft): Appended['results'][number] => {
    const digest = digestOf(draft);
    const there = find(draft.id);
    if (there && there.author === request.author && there.digest === digest) {
      return { ok: true, id: draft.id, seq: there.seq, at: there.at, duplicate: true };
    }
    if (there) return { ok: false, id: draft.id, error: refuse('id-conflict') };
    const target = targetOf(draft);
    const waits = target ? later.get(target) : undefined;
    if (waits) return { ok: false, id: draft.id, error: waits };
    const wrong = target && misdirected(request, find(target), draft.kind);
    if (wrong) return { ok: false, id: draft.id, error: refuse(wrong) };
    const kept = restrained(draft.kind, { ...restraint, spokenAt }, request.now);
    if (kept) later.set(draft.id, kept);
    if (kept) return { ok: false, id: draft.id, error: kept };
    if (draft.kind === 'message') spokenAt = request.now;
    if (target && draft.kind === 'delete') blanked.add(target);
    const at = nextAt(after, request.now);
    after = { ...after, head: after.head + 1, lastAt: at };
    added.set(draft.id, { digest, entry: { ...draft, seq: after.head, author: request.author, at } });
    return { ok: true, id: draft.id, seq: after.head, at, duplicate: false };
  });
  const rows = [...added.values()];
  return {
    state: after,
    added: rows,
    blanked: [...blanked],
    spokenAt: restraint.slow > 0 && spokenAt !== restraint.spokenAt ? spokenAt : null,
    appended: {
      head: headOf(after),
      results,
      added: rows.map(({ entry }) => entry),
    },
  };
}

/** Why an edit or a deletion may not have this target, or null. */
function misdirected(
  { log, author }: AppendRequest,
  target: Known | undefined,
  kind: Draft['kind'],
): 'no-such-entry' | 'not-allowed' | null {
  if (!target || target.log !== log || target.kind !== 'message') return 'no-such-entry';
  if (target.author !== author) return 'not-allowed';
  return target.deleted && kind === 'edit' ? 'no-such-entry' : null;
}

type OwnLine = Extract<Entry, { kind: 'joined' | 'created' | 'removed' }>;
/** What a server says itself, before it has its place. */
export type OwnSaying = {
  [K in OwnLine['kind']]: Pick<Extract<OwnLine, { kind: K }>, 'kind' | 'body'>;
}[OwnLine['kind']];

/** A server's own line at the end of a log. */
export function ownEntry(
  { id, author, now, ...said }: OwnSaying & { id: Id; author: Id | null; now: number },
  state: LogState,
): { entry: Entry; state: LogState } {
  const at = nextAt(state, now);
  const seq = state.head + 1;
  return { entry: { ...said, id, seq, author, at }, state: { ...state, head: seq, lastAt: at } };
}

/** The bytes an entry takes in a page, near enough for a bound: the text's, and the fields around it. */
export function sizeOf(entry: Entry): number {
  const { body } = entry;
  const text = 'text' in body ? body.text : 'name' in body ? body.name : '';
  return Buffer.byteLength(text) + 200;
}

/** Cuts a page to `bytes`, keeping its start (or its end); at least one entry stays. */
export function cut(entries: Entry[], bytes: number, keep: 'start' | 'end'): Entry[] {
  const ordered = keep === 'start' ? entries : [...entries].reverse();
  let left = bytes;
  const fitting = ordered.findIndex((entry, index) => {
    left -= sizeOf(entry);
    return left < 0 && index > 0;
  });
  const kept = fitting === -1 ? ordered : ordered.slice(0, fitting);
  return keep === 'start' ? kept : kept.reverse();
}
