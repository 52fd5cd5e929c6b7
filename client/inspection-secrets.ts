/** What is taken out of a packet before anybody keeps it, and what is covered before anybody sees it. */

/** Fields that carry what lets somebody in, or speak for somebody: `sid` is what a polling connection is known by. */
const SECRETS: ReadonlySet<string> = new Set([
  'token',
  'former',
  'hostKey',
  'password',
  'invitation',
  'ticket',
  'knock',
  'code',
  'sid',
  'pid',
  'cookie',
  'authorization',
  'secret',
]);
/** Refusals have codes, too: small words, which let nobody in. */
const REFUSAL = /^[a-z][a-z-]*$/;
/** 256 random bits in base64url, wherever they stand (protocol/network.ts). */
const BITS = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g;
/** An invitation's token in a link (protocol/link.ts). */
const INVITED = /(?<=[?&]t=|\/j\/)[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])/g;

export const REMOVED = '(removed)';

/** The same value without what is secret, whatever else is shown of it. */
export function withoutSecrets(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    if (SECRETS.has(key) && !(key === 'code' && REFUSAL.test(value))) return REMOVED;
    return value.replace(BITS, REMOVED).replace(INVITED, REMOVED);
  }
  return mapped(value, (inner, name) => withoutSecrets(inner, name ?? key));
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Fields whose words are the protocol's own, out of short lists. */
const TERMS: ReadonlySet<string> = new Set([
  'call',
  'code',
  'kind',
  'lineage',
  'outcome',
  'product',
  'role',
  'rule',
  'field',
  'standing',
  'upgrades',
  'via',
]);
const TERM = /^[A-Za-z][A-Za-z0-9.-]{0,40}$/;

/** The same value with everything that people wrote covered: numbers, ids and the protocol's own words stay. */
export function covered(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    const plain = value === REMOVED || ID.test(value) || (TERMS.has(key) && TERM.test(value));
    return plain || value === '' ? value : '…';
  }
  return mapped(value, (inner, name) => covered(inner, name ?? key));
}

function mapped(value: unknown, change: (inner: unknown, name: string | null) => unknown): unknown {
  if (Array.isArray(value)) return value.map((inner) => change(inner, null));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner, name)]));
}
