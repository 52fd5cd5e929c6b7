/** Who is here and what they are doing: told at most once, kept nowhere but for one’s own status. */
import * as v from 'valibot';
import { call, push } from './define';
import { Id } from './ids';
import { limits } from './limits';
import { Member, Seq, Time } from './model';
import { StatusText } from './text';

/** How far somebody in a room has read it, and since when they are in it. Who came later was never to read what was said before. */
export const Reader = v.object({ member: Id, seq: Seq, since: Time });
export type Reader = v.InferOutput<typeof Reader>;

export const companyCalls = {
  setIdle: call(
    'Says whether the person at this connection is doing anything. Who is idle on all of their connections is away.',
    v.object({ idle: v.boolean() }),
    v.object({}),
  ),
  setStatus: call(
    'What the asking member says of themselves, and until when they do not want to be disturbed; what is left out stays.',
    v.object({
      status: v.optional(v.nullable(v.object({ text: StatusText, until: v.nullable(Time) }))),
      quietUntil: v.optional(v.nullable(v.pipe(Time, v.maxValue(limits.lastMoment, 'long')))),
    }),
    v.object({ member: Member }),
  ),
  typing: call(
    'The asking member is writing in this log (in a thread of it); said again every few seconds while they do, and with `stopped` when they do not any more.',
    v.object({ log: Id, thread: v.optional(Id), stopped: v.optional(v.literal(true)) }),
    v.object({}),
  ),
  readers: call(
    'How far each of those in a log has read it, but for guests who have been gone for a day. Changes come as the push `reads`.',
    v.object({ log: Id }),
    v.object({ readers: v.array(Reader) }),
  ),
} as const;

export const companyPushes = {
  presence: push(
    'Who has come, gone idle, become active, and gone since the last one: each is in one of the three.',
    v.object({ here: v.array(Id), idle: v.array(Id), gone: v.array(Id) }),
  ),
  typing: push(
    'Everybody who is writing in a log now, at most once a second.',
    v.object({ log: Id, writing: v.array(v.object({ member: Id, thread: v.nullable(Id) })) }),
  ),
  reads: push(
    'Marks in a log that have risen, at most once a second; of somebody who came in with `since`.',
    v.object({ log: Id, readers: v.array(v.object({ ...Reader.entries, since: v.optional(Time) })) }),
  ),
} as const;
