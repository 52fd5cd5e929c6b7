/** What programs tell each other past the logs: named events, told at most once, kept nowhere. */
import * as v from 'valibot';
import { call, push } from './define';
import { Id } from './ids';
import { limits } from './limits';

/** One word, which is neither a call nor a push of this protocol, nor one of Socket.IO’s own. */
export const RelayEvent = v.pipe(
  v.string('shape'),
  v.nonEmpty('empty'),
  v.maxLength(limits.relayEvent, 'long'),
  // ASCII that can be seen, and letters of other scripts: every dialect of patterns reads this the same way.
  v.regex(/^[!-~\u00a1-\u1fff\u3001-\ud7ff]+$/, 'characters'),
);

/** `others`: everybody but the connection, or the visit of plain requests, that says it. */
export const RelayTo = v.picklist(['all', 'others'], 'shape');

/** What a relay says of itself, without the room it is for. */
export const RelayBody = v.object({
  event: RelayEvent,
  args: v.optional(v.pipe(v.array(v.unknown(), 'shape'), v.maxLength(limits.relayArguments, 'long')), []),
  to: v.optional(RelayTo, 'others'),
});
export type RelayBody = v.InferOutput<typeof RelayBody>;

/** As those hear it who follow the room. */
export const Relayed = v.object({ room: Id, from: Id, event: v.string(), args: v.array(v.unknown()) });
export type Relayed = v.InferOutput<typeof Relayed>;

export const relayCalls = {
  relay: call(
    'Tells a named event to the connections that follow a room (or a whisper’s log), at most once; nothing of it is kept. Over Socket.IO also as `emit("relay", room, event, ...args, acknowledge)`, where an argument may be binary and `{ room, to }` may stand for the room. `heard`: how many connections it was written to. One for which too much waits already, and with bytes one whose door can say only JSON, is passed over.',
    v.object({ room: Id, ...RelayBody.entries }),
    v.object({ heard: v.number() }),
  ),
} as const;

export const relayPushes = {
  relay: push('What somebody told those who follow a room, past its log: `from` is their member.', Relayed),
} as const;
