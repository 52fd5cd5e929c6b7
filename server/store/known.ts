/** What the rules of a log (rules.ts) have to know of an entry that is there, and how a further entry changes that. Pure. */
import type { Change, Entry, Id, MessageEntry, Poll } from '../../protocol';
import type { NewEntry } from './entries';

/** A message as it stands at this point of a commit. */
export interface Subject {
  /** As it reads now, after its last edit. */
  text: string;
  poll: Poll | null;
  /** Its poll was closed before its time. */
  closed: boolean;
  forwarded: MessageEntry['body']['forwarded'] | null;
  edits: number;
  /** By emoji: whose reaction holds. */
  reactions: ReadonlyMap<string, ReadonlySet<Id>>;
}

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
  /** The message whose thread it stands in. */
  thread: Id | null;
  /** Null for what is no message; and where a commit has no change of this one. */
  subject: Subject | null;
}

/** A room's id is nobody's entry, and nobody's to take. */
export const OF_ROOM: Known = {
  ...{ author: null, digest: null, seq: 0, at: 0, log: null, kind: null },
  ...{ deleted: false, thread: null, subject: null },
};

const NONE: Subject['reactions'] = new Map();

export const subjectOf = ({ body }: Pick<MessageEntry, 'body'>): Subject => ({
  text: body.text,
  poll: body.poll ?? null,
  closed: false,
  forwarded: body.forwarded ?? null,
  edits: 0,
  reactions: NONE,
});

/** What is known of an entry that was placed just now. */
export const knownOf = (log: Id, { entry, digest }: NewEntry): Known => ({
  author: entry.author,
  digest,
  seq: entry.seq,
  at: entry.at,
  log,
  kind: entry.kind,
  deleted: entry.kind === 'message' && entry.body.deleted === true,
  thread: entry.kind === 'message' ? (entry.body.thread ?? null) : null,
  subject: entry.kind === 'message' ? subjectOf(entry) : null,
});

/** What is known of a message once this was said about it. */
export function changed(known: Known, change: Change): Known {
  const { subject } = known;
  if (change.kind === 'delete')
    return { ...known, deleted: true, subject: subject && subjectOf({ body: { text: '' } }) };
  if (!subject) return known;
  if (change.kind === 'edit')
    return { ...known, subject: { ...subject, text: change.body.text, edits: subject.edits + 1 } };
  if (change.kind === 'close') return { ...known, subject: { ...subject, closed: true } };
  if (change.kind !== 'react' || change.author === null) return known;
  const { emoji, on } = change.body;
  const reactions = new Map(subject.reactions);
  const whose = new Set(reactions.get(emoji));
  if (on) whose.add(change.author);
  else whose.delete(change.author);
  if (whose.size > 0) reactions.set(emoji, whose);
  else reactions.delete(emoji);
  return { ...known, subject: { ...subject, reactions } };
}
