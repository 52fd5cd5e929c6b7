/** Ids: those that devices and servers make at random, and those that follow from what they stand for. */
import { sha256 } from '@noble/hashes/sha2';
import * as v from 'valibot';

/** A UUID in lower case (RFC 9562). Clients make version 7; the server accepts any version but 8, see `OwnId`. */
export const Id = v.pipe(
  v.string('shape'),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'shape'),
);
export type Id = v.InferOutput<typeof Id>;

/**
 * An id that a device made. Version 8 is kept for ids that follow from names: were they free to take, whoever tried
 * the id of others' side log would learn from the refusal that it is there.
 */
export const OwnId = v.pipe(
  Id,
  v.check((id) => !isNamed(id), 'shape'),
);

const isNamed = (id: string): boolean => id.charAt(14) === '8';

/** The same names give the same id on every machine: a UUID of version 8 (RFC 9562 §5.8) from their SHA-256. */
function namedId(...names: readonly string[]): Id {
  const bytes = sha256(names.join('\n')).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const inOrder = (members: readonly Id[]): Id[] => [...new Set(members)].sort();

/** The side log of a room in which these people whisper, the author among them. The same for the same people. */
export const sideLogOf = (room: Id, members: readonly Id[]): Id => namedId('side', room, ...inOrder(members));

/** The direct conversation of these people on a server: whoever opens it, it is one. */
export const directOf = (server: Id, members: readonly Id[]): Id => namedId('direct', server, ...inOrder(members));

/** The message that was posted to a hook with a key: posted again, it is the same one. */
export const postedOf = (hook: Id, key: string): Id => namedId('posted', hook, key);

/** An entry on its way to a hook's receiver: the same at every try. */
export const deliveryOf = (hook: Id, entry: Id): Id => namedId('delivery', hook, entry);
