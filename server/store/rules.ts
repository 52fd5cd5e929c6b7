/** What may be said about what is there: the one rule every store obeys. Pure. */
import {
  limits,
  may,
  outranks,
  refuse,
  targetOf,
  type Draft,
  type Id,
  type MessageDraft,
  type Refusal,
  type Role,
} from '../../protocol';
import type { Known, Subject } from './known';
import type { AppendRequest } from './store';

/** What the rules ask, as it stands at this point of a commit. */
export interface Facts {
  /** What is there under an id. */
  known(id: Id): Known | undefined;
  /** Of everybody who said what is being deleted or closed. */
  roleOf(member: Id): Role | undefined;
}

export interface Asked extends Facts {
  request: Pick<AppendRequest, 'log' | 'author' | 'now' | 'role' | 'first' | 'sources'>;
  /** Messages that are pinned in the log. */
  pinned: ReadonlySet<Id>;
}

/** The entries a draft names: where one of them has to wait, so has the draft. */
export function namedBy(draft: Draft): Id[] {
  const target = targetOf(draft);
  const { reply, thread, forward } = draft.kind === 'message' ? draft.body : {};
  return [target, reply, thread, forward?.id].flatMap((id) => id ?? []);
}

/** Why this may not be said, whoever would say it when; or null. */
export function ruled(draft: Draft, asked: Asked): Refusal | null {
  const target = targetOf(draft);
  if (target === null || draft.kind === 'message') return draft.kind === 'message' ? placeable(draft, asked) : null;
  const there = messageHere(target, asked);
  if (!there) return refuse('no-such-entry');
  const own = there.author === asked.request.author;
  if (draft.kind === 'delete') return own || erasable(there, asked) ? null : refuse('not-allowed');
  if (draft.kind === 'edit' && !own) return refuse('not-allowed');
  const { subject } = there;
  if (there.deleted || !subject) return refuse('no-such-entry');
  switch (draft.kind) {
    case 'edit':
      // What somebody else said stays what they said, wherever it was passed on to.
      if (subject.forwarded) return refuse('not-allowed');
      return subject.edits < limits.edits ? null : refuse('too-many', { limit: limits.edits });
    case 'react':
      return draft.body.on ? oneTooMany(subject, draft.body.emoji, asked.request.author) : null;
    case 'pin': {
      const room = asked.pinned.has(target) || asked.pinned.size < limits.pins;
      return !draft.body.on || room ? null : refuse('too-many', { limit: limits.pins });
    }
    case 'vote':
      return misvoted(subject, { ...draft.body, anonymous: false, now: asked.request.now });
    case 'close':
      if (!subject.poll) return refuse('no-such-entry');
      if (!own && !erasable(there, asked)) return refuse('not-allowed');
      return isOver(subject, asked.request.now) ? refuse('poll-closed') : null;
  }
}

/** A message of this log that the author may read. */
function messageHere(id: Id, { known, request }: Asked): Known | null {
  const there = known(id);
  const here = there?.log === request.log && there.seq >= (request.first ?? 1);
  return here && there.kind === 'message' ? there : null;
}

/** May be taken away, or ended, by this author though another said it. */
function erasable({ author }: Known, { request: { role = 'guest' }, roleOf }: Asked): boolean {
  const theirs = author === null ? undefined : roleOf(author);
  return theirs !== undefined && may(role, 'erase') && outranks(role, theirs);
}

function placeable({ body }: MessageDraft, asked: Asked): Refusal | null {
  const { reply, thread, poll, forward } = body;
  if (!(reply ?? thread ?? poll ?? forward)) return null;
  const root = thread === undefined ? null : messageHere(thread, asked);
  if (thread !== undefined && (!root || root.thread !== null)) return refuse('no-such-entry');
  if (reply !== undefined && !messageHere(reply, asked)) return refuse('no-such-entry');
  if (poll && forward) return refuse('invalid', { field: 'body.poll', rule: 'shape' });
  // It waited on a device for longer than it was to be open.
  if (poll && (poll.closesAt ?? Infinity) <= asked.request.now) return refuse('poll-closed');
  return forward ? passable(forward, body.text, asked) : null;
}

/** Why this message may not be passed on with this text, or null. */
function passable(
  { log, id }: { log: Id; id: Id },
  text: string,
  { known, request: { sources = [] } }: Asked,
): Refusal | null {
  const source = sources.find((one) => one.log === log);
  if (!source) return refuse('no-such-log');
  if (source.side) return refuse('not-allowed');
  const there = known(id);
  if (there?.log !== log || there.seq < source.first || there.deleted || !there.subject) return refuse('no-such-entry');
  return there.subject.text === text ? null : refuse('not-the-same');
}

function oneTooMany({ reactions }: Subject, emoji: string, author: Id): Refusal | null {
  const there = reactions.get(emoji);
  if (there?.has(author)) return null;
  if (!there && reactions.size >= limits.reactionKinds) return refuse('too-many', { limit: limits.reactionKinds });
  const mine = [...reactions.values()].filter((whose) => whose.has(author)).length;
  return mine < limits.reactionsOfOne ? null : refuse('too-many', { limit: limits.reactionsOfOne });
}

const isOver = ({ poll, closed }: Subject, now: number): boolean => closed || (poll?.closesAt ?? Infinity) <= now;

/** Why this vote does not count, or null; `anonymous` where the way it came is the one for anonymous polls. */
export function misvoted(
  subject: Subject,
  { choices, anonymous, now }: { choices: readonly number[]; anonymous: boolean; now: number },
): Refusal | null {
  const { poll } = subject;
  if (!poll || poll.anonymous !== anonymous) return refuse('no-such-entry');
  if (isOver(subject, now)) return refuse('poll-closed');
  const distinct = new Set(choices).size === choices.length;
  const there = choices.every((choice) => choice < poll.options.length);
  return distinct && there && (poll.many || choices.length < 2)
    ? null
    : refuse('invalid', { field: 'choices', rule: 'shape' });
}
