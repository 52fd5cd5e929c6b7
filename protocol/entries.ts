/** What stands in a log: what members put there, and what a server says itself. */
import * as v from 'valibot';
import { Id, OwnId } from './ids';
import { limits } from './limits';
import { Seq, Time } from './model';
import { Emoji, MemberName, MessageText, PollOption } from './text';

/** Somebody who is named in a text, by the name that stands there behind the @. */
export const Mention = v.object({ member: Id, name: MemberName });
export type Mention = v.InferOutput<typeof Mention>;

/** Everybody in the room, or those of them who are connected when it is said. */
export const everybodies = ['room', 'here'] as const;

/** A question with its answers; the question is the message's text. */
export const Poll = v.object({
  options: v.pipe(v.array(PollOption, 'shape'), v.minLength(2, 'empty'), v.maxLength(limits.pollOptions, 'long')),
  /** Nobody is ever told who chose what: only the tally is. */
  anonymous: v.boolean(),
  /** More than one answer may be chosen. */
  many: v.boolean(),
  /** No vote counts from then on; null: until somebody closes it. */
  closesAt: v.nullable(Time),
});
export type Poll = v.InferOutput<typeof Poll>;

const naming = {
  mentions: v.optional(v.pipe(v.array(Mention, 'shape'), v.maxLength(limits.mentions, 'long'))),
  everybody: v.optional(v.picklist(everybodies)),
};
const saying = {
  ...naming,
  /** The message that is answered, quoted above this one. */
  reply: v.optional(Id),
  /** The message whose thread this one stands in: it is not in the room's own course. */
  thread: v.optional(Id),
  poll: v.optional(Poll),
};
/** Indexes of a poll's options; none takes the vote back. */
export const Choices = v.pipe(
  v.array(v.pipe(v.number('shape'), v.safeInteger('shape'), v.minValue(0, 'shape')), 'shape'),
  v.maxLength(limits.pollOptions, 'long'),
);

const said = { id: OwnId };
const target = Id;
/**
 * What a member may put into a log. The device makes the id, once. `target` names a message of the same log: of the same
 * author for an edit; for a deletion of the same author, or of one below somebody who may `erase`; anybody's for the rest.
 */
export const Draft = v.variant('kind', [
  v.object({
    ...said,
    kind: v.literal('message'),
    body: v.object({
      text: MessageText,
      ...saying,
      /** A message that is passed on from another log: the text is its text, which the server compares. It is never edited. */
      forward: v.optional(v.object({ log: Id, id: Id })),
    }),
  }),
  v.object({ ...said, kind: v.literal('edit'), body: v.object({ target, text: MessageText, ...naming }) }),
  v.object({ ...said, kind: v.literal('delete'), body: v.object({ target }) }),
  v.object({ ...said, kind: v.literal('react'), body: v.object({ target, emoji: Emoji, on: v.boolean() }) }),
  v.object({ ...said, kind: v.literal('pin'), body: v.object({ target, on: v.boolean() }) }),
  /** In an open poll; an anonymous one is answered by the call `vote`. */
  v.object({ ...said, kind: v.literal('vote'), body: v.object({ target, choices: Choices }) }),
  /** Ends a poll: its author may, and those who may `erase`. */
  v.object({ ...said, kind: v.literal('close'), body: v.object({ target }) }),
]);
export type Draft = v.InferOutput<typeof Draft>;
export type DraftKind = Draft['kind'];
export type MessageDraft = Extract<Draft, { kind: 'message' }>;

const placed = {
  seq: Seq,
  id: Id,
  author: v.nullable(Id),
  at: Time,
  /** In a side log: the room's head when this was said. It is shown after that entry. */
  after: v.optional(Seq),
};
const people = { members: v.array(Id), names: v.array(v.string()) };
/**
 * One line of a log. An `edit` says a message anew; a `delete` blanks it and its edits wherever they are kept: their text is
 * empty, `deleted` stands, and of the rest of a message only `thread` stays.
 *
 * A server's own lines: `created` is a room's first. `joined` is membership of the server, never a connection, and `removed`
 * its end; `entered` and `left` are those of a room (the author is whoever did it). `promoted` stands in a direct
 * conversation that went on as the room it names.
 */
export const Entry = v.variant('kind', [
  v.object({
    ...placed,
    kind: v.literal('message'),
    body: v.object({
      text: v.string(),
      ...saying,
      /** Where it was said first, by whom and when: the server's word. */
      forwarded: v.optional(v.object({ log: Id, id: Id, author: v.nullable(Id), at: Time })),
      deleted: v.optional(v.literal(true)),
    }),
  }),
  v.object({ ...placed, kind: v.literal('edit'), body: v.object({ target, text: v.string(), ...naming }) }),
  v.object({ ...placed, kind: v.literal('delete'), body: v.object({ target }) }),
  v.object({ ...placed, kind: v.literal('react'), body: v.object({ target, emoji: Emoji, on: v.boolean() }) }),
  v.object({ ...placed, kind: v.literal('pin'), body: v.object({ target, on: v.boolean() }) }),
  v.object({ ...placed, kind: v.literal('vote'), body: v.object({ target, choices: Choices }) }),
  v.object({ ...placed, kind: v.literal('close'), body: v.object({ target }) }),
  v.object({ ...placed, kind: v.literal('joined'), body: v.object({ name: v.string() }) }),
  v.object({ ...placed, kind: v.literal('removed'), body: v.object({ member: Id, name: v.string() }) }),
  v.object({ ...placed, kind: v.literal('created'), body: v.object({ name: v.string() }) }),
  v.object({ ...placed, kind: v.literal('entered'), body: v.object(people) }),
  v.object({ ...placed, kind: v.literal('left'), body: v.object({ member: Id, name: v.string() }) }),
  v.object({ ...placed, kind: v.literal('renamed'), body: v.object({ name: v.string() }) }),
  v.object({ ...placed, kind: v.literal('topic'), body: v.object({ topic: v.string() }) }),
  v.object({ ...placed, kind: v.literal('archived'), body: v.object({ archived: v.boolean() }) }),
  v.object({ ...placed, kind: v.literal('promoted'), body: v.object({ room: Id }) }),
]);
export type Entry = v.InferOutput<typeof Entry>;
export type MessageEntry = Extract<Entry, { kind: 'message' }>;
/** An entry that is about a message. */
export type Change = Extract<Entry, { body: { target: Id } }>;
