/**
 * Why something was refused. A code is the fact; the sentence beside it is English for programs and logs:
 * a person reads the client's own words for the code (renderer/words).
 *
 * `retry`: the same thing may work later; an entry stays waiting in the outbox.
 * `final`: it will not; an entry is marked as not sent, with the reason.
 */
import * as v from 'valibot';

export const refusals = {
  invalid: { kind: 'final', message: 'What was sent does not have the expected shape.' },
  /** Made by the client itself, when a frame ended the connection. */
  'too-large': { kind: 'final', message: 'This is larger than what the server takes at once.' },
  'unknown-call': { kind: 'final', message: 'This server knows no such call.' },
  'not-joined': { kind: 'final', message: 'Join first, then ask again.' },
  'no-such-log': { kind: 'final', message: 'There is no such room, or it is not yours to read.' },
  'no-such-entry': { kind: 'final', message: 'There is no such message in this room any more.' },
  'not-allowed': { kind: 'final', message: 'This is not yours to do.' },
  'id-conflict': { kind: 'final', message: 'This id already belongs to something else.' },
  'epoch-changed': { kind: 'final', message: 'The server has another history now; load it again.' },
  'password-needed': { kind: 'final', message: 'This server asks for a password.' },
  'password-wrong': { kind: 'final', message: 'The password is not right.' },
  'version-old': { kind: 'final', message: 'This client is too old for the server. Update it.' },
  'version-new': { kind: 'final', message: 'This client is newer than the server. The host has to update.' },
  'token-unknown': { kind: 'final', message: 'The server does not know this device any more. Join again.' },
  'knock-needed': {
    kind: 'final',
    message: 'Nobody comes in here by a password any more: knock, and somebody will answer.',
  },
  'knock-refused': { kind: 'final', message: 'The people here did not let you in.' },
  'invitation-unknown': { kind: 'final', message: 'The server does not know this invitation.' },
  'invitation-expired': { kind: 'final', message: 'This invitation has expired. Ask for another one.' },
  'invitation-used': { kind: 'final', message: 'This invitation has been used as often as it may be.' },
  'invitation-revoked': { kind: 'final', message: 'This invitation was taken back.' },
  'guests-refused': { kind: 'final', message: 'This server takes no browser guests. Use the app.' },
  removed: { kind: 'final', message: 'You were removed from this server.' },
  'signed-out': { kind: 'final', message: 'This device was signed out by its owner.' },
  muted: { kind: 'final', message: 'A moderator has muted you for now.' },
  slow: { kind: 'retry', message: 'This room is slow: wait a moment between two messages.' },
  'no-such-member': { kind: 'final', message: 'There is no such member.' },
  'too-many': { kind: 'final', message: 'There are as many of these as there can be.' },
  archived: { kind: 'final', message: 'This room was put away: it can be read, and nothing is added.' },
  'not-in-room': { kind: 'final', message: 'Somebody this is meant for is not in this room any more.' },
  'no-scope': { kind: 'final', message: 'This token was not made for that.' },
  'no-such-hook': { kind: 'final', message: 'There is no such hook, or its secret is another one.' },
  reserved: { kind: 'final', message: 'This name is kept for the protocol itself. Choose another one.' },
  'poll-closed': { kind: 'final', message: 'This poll is closed; no further vote counts.' },
  'not-the-same': { kind: 'final', message: 'What is passed on is not what was said there.' },
  'too-many-rooms': { kind: 'final', message: 'This server has as many rooms as it can hold.' },
  'server-full': { kind: 'retry', message: 'The server is full. Try again later.' },
  rate: { kind: 'retry', message: 'Too much at once. Wait a moment.' },
  busy: { kind: 'retry', message: 'The server is busy. Try again in a moment.' },
  disk: { kind: 'retry', message: 'The server cannot write to its disk. The host has to make room.' },
  closing: { kind: 'retry', message: 'The server is stopping.' },
  /** Made by the client itself: the question never left the device. */
  'not-connected': { kind: 'retry', message: 'There is no connection to the server right now.' },
  internal: { kind: 'retry', message: 'Something went wrong on the server. It is in its log.' },
} as const satisfies Record<string, { kind: 'retry' | 'final'; message: string }>;

export type RefusalCode = keyof typeof refusals;

/** The rule of a field that was broken; what else it needs (a limit) stands beside it. */
export const rules = ['empty', 'long', 'characters', 'shape'] as const;
export type Rule = (typeof rules)[number];

export const Refusal = v.object({
  code: v.picklist(Object.keys(refusals) as [RefusalCode, ...RefusalCode[]]),
  kind: v.picklist(['retry', 'final']),
  message: v.string(),
  /** For `invalid`: the field, as a dotted path ("name", "entries.0.body.text"), and the rule it broke. */
  field: v.optional(v.string()),
  rule: v.optional(v.picklist(rules)),
  limit: v.optional(v.number()),
  /** For `rate`, `busy`: when to try again, in milliseconds from now. */
  retryAfter: v.optional(v.number()),
});
export type Refusal = v.InferOutput<typeof Refusal>;

/** A refusal by its code, with its one sentence. */
export const refuse = (
  code: RefusalCode,
  more: Pick<Refusal, 'field' | 'rule' | 'limit' | 'retryAfter'> = {},
): Refusal => ({ code, ...refusals[code], ...more });
