/** How what a call answers is said over HTTP. Every refusal has one shape, `{ ok: false, error }`, and a status of its own. */
import type { RefusalCode } from '../../protocol';

/** RFC 9110 §15, RFC 6585 §4 (429), RFC 4918 §11.5 (507). */
const statuses: Readonly<Record<RefusalCode, number>> = {
  invalid: 400,
  'too-large': 413,
  'unknown-call': 404,
  'not-joined': 401,
  'token-unknown': 401,
  removed: 403,
  'signed-out': 401,
  'no-such-log': 404,
  'no-such-entry': 404,
  'no-such-member': 404,
  'not-allowed': 403,
  'id-conflict': 409,
  'epoch-changed': 409,
  'password-needed': 403,
  'password-wrong': 403,
  'version-old': 400,
  'version-new': 400,
  'knock-needed': 403,
  'knock-refused': 403,
  'invitation-unknown': 403,
  'invitation-expired': 403,
  'invitation-used': 403,
  'invitation-revoked': 403,
  'guests-refused': 403,
  muted: 403,
  slow: 429,
  'too-many': 409,
  archived: 409,
  'not-in-room': 409,
  'no-scope': 403,
  'no-such-hook': 404,
  reserved: 400,
  'poll-closed': 409,
  'not-the-same': 409,
  'too-many-rooms': 409,
  'server-full': 503,
  rate: 429,
  busy: 503,
  disk: 507,
  closing: 503,
  'not-connected': 503,
  internal: 500,
};

/** An answer to a program is no page: it may do nothing, if somebody opens it as one. */
export const fenced = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const;

export const statusOf = (code: RefusalCode): number => statuses[code];

/** What is refused before anybody asks for anything: by the doorway (a host, a page), and by the wire itself. */
export const doorRefusals = {
  'host-refused': 403,
  'origin-refused': 403,
  'bad-request': 400,
  late: 408,
} as const;
