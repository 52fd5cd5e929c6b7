/** How far a member has read: one state for all their devices. */
import * as v from 'valibot';
import { call, push } from './define';
import { limits } from './limits';
import { Id } from './ids';
import { Seq } from './model';
import { Count } from './talk';

/** Everything of this log up to `seq` has been in view; with `thread`, of that thread. In one lineage it only rises. */
export const Mark = v.object({ log: Id, epoch: Id, seq: Seq, thread: v.optional(Id) });
export type Mark = v.InferOutput<typeof Mark>;

const marks = v.object({ marks: v.array(Mark) });

export const markCalls = {
  markRead: call(
    'Says how far the asking member has read, at most once a second for all logs together. Answers how far that is, by what all their devices said; a mark of another lineage, or of no log that is theirs to read, is left out. `counts`: what is unread in these from there on.',
    v.object({
      marks: v.pipe(v.array(Mark, 'shape'), v.minLength(1, 'empty'), v.maxLength(limits.resumeLogs, 'long')),
    }),
    v.object({ ...marks.entries, counts: v.array(Count) }),
  ),
} as const;

export const markPushes = {
  marks: push('To the member’s own devices: marks that have risen.', marks),
} as const;
