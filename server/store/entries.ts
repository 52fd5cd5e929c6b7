/** How drafts become entries: the one rule every store obeys. Pure. */
import { createHash } from 'node:crypto';
import {
  isChange,
  limits,
  refuse,
  targetOf,
  type Draft,
  type Entry,
  type Id,
  type LogHead,
  type Refusal,
} from '../../protocol';
import { changed, knownOf, type Known } from './known';
import { latestOf, type Latest, type Naming, type Part } from './latest';
import { FREE, restrained, type Restraint } from './restraint';
import { namedBy, ruled, type Facts } from './rules';
import type { AppendRequest, Appended } from './store';

export interface LogState {
  log: Id;
  epoch: Id;
  head: number;
  /** The `at` of the last entry. */
  lastAt: number;
  /** Of a side log: the room's head now. */
  after?: number;
  /** Messages that are pinned, where a commit pins some. */
  pinned?: ReadonlySet<Id>;
}

export interface NewEntry {
  entry: Entry;
  digest: string | null;
}

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
  /** What is known from now on of what was added, and of the messages that were changed. */
  known: ReadonlyMap<Id, Known>;
  latest: Latest[];
  named: Naming[];
  parts: Part[];
  /** Messages whose text, and that of their edits, has to go, with whatever else there is about them. */
  blanked: Id[];
  /** When the author spoke last, where the room is slow for them and they spoke now; else null. */
  spokenAt: number | null;
  state: LogState;
}

/**
 * Decides one request.
 * @param facts what is there, also from earlier requests of the same commit
 * @param restraint what keeps the author from saying it
 */
export function place(request: AppendRequest, state: LogState, facts: Facts, restraint: Restraint = FREE): Placed {
  const { log, author, now } = request;
  const added: NewEntry[] = [];
  const latest: Latest[] = [];
  const named: Naming[] = [];
  const parts: Part[] = [];
  const blanked: Id[] = [];
  const known = new Map<Id, Known>();
  const find = (id: Id): Known | undefined => known.get(id) ?? facts.known(id);
  let after = state;
  let { spokenAt } = restraint;
  /** What has to wait, and whatever names it. */
  const later = new Map<Id, Refusal>();
  const results = request.entries.map((draft): Appended['results'][number] => {
    const digest = digestOf(draft);
    const there = find(draft.id);
    if (there && there.author === author && there.digest === digest) {
      return { ok: true, id: draft.id, seq: there.seq, at: there.at, duplicate: true };
    }
    if (there) return { ok: false, id: draft.id, error: refuse('id-conflict') };
    const waits = namedBy(draft).flatMap((id) => later.get(id) ?? [])[0];
    if (waits) later.set(draft.id, waits);
    if (waits) return { ok: false, id: draft.id, error: waits };
    const wrong = ruled(draft, { request, roleOf: facts.roleOf, known: find, pinned: after.pinned ?? new Set() });
    if (wrong) return { ok: false, id: draft.id, error: wrong };
    const kept = restrained(draft.kind, { ...restraint, spokenAt }, now);
    if (kept) later.set(draft.id, kept);
    if (kept) return { ok: false, id: draft.id, error: kept };
    if (draft.kind === 'message') spokenAt = now;
    const at = nextAt(after, now);
    after = { ...after, head: after.head + 1, lastAt: at };
    const anchor = state.after === undefined ? {} : { after: state.after };
    const entry = { ...saidOf(draft, find), ...anchor, id: draft.id, seq: after.head, author, at } as Entry;
    added.push({ entry, digest });
    known.set(draft.id, knownOf(log, { entry, digest }));
    const target = targetOf(draft);
    const subject = target === null ? undefined : find(target);
    if (target && subject && isChange(entry)) known.set(target, changed(subject, entry));
    if (target && draft.kind === 'delete') blanked.push(target);
    if (target && (draft.kind === 'pin' || draft.kind === 'delete')) after = pinnedAfter(after, draft, target);
    const word = latestOf(log, entry);
    if (word) latest.push(word);
    const naming = namingOf(draft, request, subject ?? { seq: after.head, thread: threadOf(draft) });
    if (naming) named.push(naming);
    const thread = threadOf(draft);
    if (thread) parts.push({ thread, members: [author, find(thread)?.author].flatMap((id) => id ?? []) });
    return { ok: true, id: draft.id, seq: after.head, at, duplicate: false };
  });
  return {
    state: after,
    ...{ added, known, latest, named, parts, blanked },
    spokenAt: restraint.slow > 0 && spokenAt !== restraint.spokenAt ? spokenAt : null,
    appended: {
      head: headOf(after),
      results,
      added: added.map(({ entry }) => entry),
    },
  };
}

/** What stands in the log for what was said: of a message that is passed on, where it was said first. */
function saidOf(draft: Draft, known: Facts['known']): Pick<Entry, 'kind' | 'body'> {
  const { kind, body } = draft;
  if (kind !== 'message' || !body.forward) return { kind, body };
  const { forward, ...rest } = body;
  const source = known(forward.id);
  const first = { ...forward, author: source?.author ?? null, at: source?.at ?? 0 };
  return { kind, body: { ...rest, forwarded: source?.subject?.forwarded ?? first } };
}

const threadOf = (draft: Draft): Id | null => (draft.kind === 'message' ? (draft.body.thread ?? null) : null);

function pinnedAfter(state: LogState, draft: Draft, target: Id): LogState {
  const pinned = new Set(state.pinned);
  if (draft.kind === 'pin' && draft.body.on) pinned.add(target);
  else pinned.delete(target);
  return { ...state, pinned };
}

/** Whom a draft names; an edit says it anew, so there it may be nobody. Null for what names nobody. */
function namingOf(draft: Draft, { author, here }: AppendRequest, place: Pick<Known, 'seq' | 'thread'>): Naming | null {
  if (draft.kind !== 'message' && draft.kind !== 'edit') return null;
  const { mentions = [], everybody } = draft.body;
  if (draft.kind === 'message' && mentions.length === 0 && everybody === undefined) return null;
  const few = everybody === 'here' && here !== undefined && here.length <= limits.hereNamed;
  const members = new Set([...mentions.map(({ member }) => member), ...(few ? here : [])]);
  members.delete(author);
  const naming = {
    seq: place.seq,
    thread: place.thread,
    members: [...members],
    everybody: everybody !== undefined && !few,
  };
  return draft.kind === 'edit' || naming.everybody || members.size > 0 ? naming : null;
}

type OwnLine = Exclude<Entry, { kind: Draft['kind'] }>;
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
  const text = 'text' in body ? body.text : 'name' in body ? body.name : 'names' in body ? JSON.stringify(body) : '';
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
