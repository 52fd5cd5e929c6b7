/** What became of a message, from the entries that are about it. Pure. */
import type { Pending } from '../../../client';
import type { Change, Id, MessageEntry } from '../../../protocol';
import type { MessageRow, Reaction } from './row';

type Naming = Pick<MessageRow, 'mentions' | 'everybody'>;

interface Became {
  /** How it is said now; null: as at first. */
  anew: ({ text: string } & Naming) | null;
  edits: number;
  pinned: boolean;
  /** Who chose each emoji, in the order of the first of them. */
  reactions: ReadonlyMap<string, readonly Id[]>;
}

const NOTHING: Became = { anew: null, edits: 0, pinned: false, reactions: new Map() };
const NONE: readonly Reaction[] = [];

/** Lists of changes are replaced whole, so what was read from one holds as long as it is there. */
const known = new WeakMap<readonly Change[], Became>();

/** @param body of a message or an edit */
export const namingOf = ({ mentions, everybody }: Partial<MessageEntry['body']>): Naming => ({
  mentions: mentions ?? [],
  everybody: everybody ?? null,
});

/** @param changes of one message, ascending; the text of an edit is empty once the message was deleted */
export function becameOf(changes: readonly Change[] | undefined): Became {
  if (!changes || changes.length === 0) return NOTHING;
  const before = known.get(changes);
  if (before) return before;
  const reactions = new Map<string, Id[]>();
  let anew: Became['anew'] = null;
  let edits = 0;
  let pinned = false;
  for (const { kind, author, body } of changes) {
    if (kind === 'edit' && body.text !== '') {
      anew = { text: body.text, ...namingOf(body) };
      edits += 1;
    } else if (kind === 'pin') pinned = body.on;
    else if (kind === 'react' && author !== null) choose(reactions, body.emoji, author, body.on);
  }
  const became = { anew, edits, pinned, reactions };
  known.set(changes, became);
  return became;
}

function choose(reactions: Map<string, Id[]>, emoji: string, who: Id, on: boolean): void {
  const others = (reactions.get(emoji) ?? []).filter((id) => id !== who);
  if (on) others.push(who);
  if (others.length > 0) reactions.set(emoji, others);
  else reactions.delete(emoji);
}

/** What this device has said about a message, before the server has it. */
export interface Waiting {
  change: Pending | null;
  about: Pending[];
  refused: Pending[];
  /** Shown at once: what is hardly ever refused needs no word of waiting. */
  reacts: { emoji: string; on: boolean }[];
  pin: boolean | null;
}

/** By message, what waits about it. */
export function waitingOf(pending: readonly Pending[]): ReadonlyMap<Id, Waiting> {
  const all = new Map<Id, Waiting>();
  for (const one of pending) {
    if (one.target === null) continue;
    let waiting = all.get(one.target);
    if (!waiting) all.set(one.target, (waiting = { change: null, about: [], refused: [], reacts: [], pin: null }));
    waiting.about.push(one);
    if (one.kind === 'edit' || one.kind === 'delete') waiting.change = one;
    else if (one.kind === 'react' || one.kind === 'pin') {
      if (one.refused) waiting.refused.push(one);
      else if ('emoji' in one.body) waiting.reacts.push(one.body);
      else if ('on' in one.body) waiting.pin = one.body.on;
    }
  }
  return all;
}

/** Of lists of which nothing waits: most lines are drawn again because of another one. */
const shown = new WeakMap<Became, { me: Id | null; reactions: readonly Reaction[] }>();

/** Reactions as they are shown: with what this person has just chosen. */
export function reactionsOf(became: Became, waiting: Waiting | undefined, me: Id | null): readonly Reaction[] {
  if (waiting && me !== null && waiting.reacts.length > 0) {
    const changed = new Map([...became.reactions].map(([emoji, people]) => [emoji, [...people]]));
    for (const { emoji, on } of waiting.reacts) choose(changed, emoji, me, on);
    return listOf(changed, me);
  }
  if (became.reactions.size === 0) return NONE;
  const before = shown.get(became);
  if (before?.me === me) return before.reactions;
  const reactions = listOf(became.reactions, me);
  shown.set(became, { me, reactions });
  return reactions;
}

const listOf = (reactions: Became['reactions'], me: Id | null): readonly Reaction[] =>
  [...reactions].map(([emoji, people]) => ({ emoji, people, mine: me !== null && people.includes(me) }));
