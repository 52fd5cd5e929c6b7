/** How a poll stands on this device: what the server told, with one's own vote that is still on its way. Pure. */
import type { Pending } from '../../../client';
import { may, outranks, type Change, type Id, type Member, type Poll, type Tally } from '../../../protocol';

export interface Standing {
  options: readonly { text: string; votes: number; share: number; mine: boolean; voters: readonly Id[] }[];
  /** How many people have voted. */
  voters: number;
  /** Indexes of one's own choice. */
  mine: readonly number[];
  closed: boolean;
  /** One's own votes that the server refused, and one's own end of the poll: they did not count. */
  refused: readonly Pending[];
  /** Something of one's own is on its way since then (this device's clock); null: nothing is. */
  waitsSince: number | null;
}

interface Known {
  poll: Poll;
  me: Id | null;
  /** What became of the message; ascending. */
  changes: readonly Change[];
  /** Of an anonymous poll. */
  tally: Tally | undefined;
  /** Of this device, about this message. */
  pending: readonly Pending[];
  /** The choice in an anonymous poll that the server was asked to take; null: none is on its way. */
  asked: readonly number[] | null;
  /** Milliseconds since 1970. */
  now: number;
}

export function standingOf({ poll, me, changes, tally, pending, asked, now }: Known): Standing {
  const own = pending.filter(({ kind }) => kind === 'vote' || kind === 'close');
  const waiting = own.filter(({ refused }) => refused === null);
  const votes = new Map<Id, readonly number[]>();
  for (const { kind, author, body } of changes) if (kind === 'vote' && author) votes.set(author, body.choices);
  const vote = waiting.filter(({ kind }) => kind === 'vote').at(-1)?.body;
  if (me && vote && 'choices' in vote) votes.set(me, vote.choices);
  for (const [member, choices] of votes) if (choices.length === 0) votes.delete(member);

  const mine = (poll.anonymous ? (asked ?? tally?.mine) : me && votes.get(me)) || [];
  const voters = poll.anonymous ? (tally?.voters ?? 0) : votes.size;
  const options = poll.options.map((text, index) => {
    const who = [...votes].flatMap(([member, choices]) => (choices.includes(index) ? [member] : []));
    const count = poll.anonymous ? (tally?.votes[index] ?? 0) : who.length;
    return {
      text,
      votes: count,
      share: voters === 0 ? 0 : Math.min(1, count / voters),
      mine: mine.includes(index),
      voters: poll.anonymous ? [] : who,
    };
  });
  return {
    options,
    voters,
    mine,
    closed:
      changes.some(({ kind }) => kind === 'close') ||
      waiting.some(({ kind }) => kind === 'close') ||
      (poll.closesAt !== null && poll.closesAt <= now),
    refused: own.filter(({ refused }) => refused !== null),
    waitsSince: waiting[0]?.at ?? null,
  };
}

/** What one's choice is after an option was pressed: the chosen one again takes it back. */
export function pressed({ many }: Pick<Poll, 'many'>, mine: readonly number[], option: number): number[] {
  if (mine.includes(option)) return mine.filter((index) => index !== option);
  return many ? [...mine, option].sort((a, b) => a - b) : [option];
}

/** @param author null for somebody who is not known here */
export const mayClose = (me: Member, author: Member | null): boolean =>
  author !== null && (author.id === me.id || (may(me.role, 'erase') && outranks(me.role, author.role)));
