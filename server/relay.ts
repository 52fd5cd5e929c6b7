/** Relays: as Socket.IO's own `emit` says them, and how large they are. */
import { limits } from '../protocol';

/**
 * `emit('relay', room, event, ...args)` as the input of the call; `{ room, to }` may stand for the room. The call's own
 * form, one object, stays as it is. Whatever this is, the call's schema judges it.
 */
export function relayOf(said: readonly unknown[]): unknown[] {
  if (said.length < 2) return [...said];
  const [where, event, ...args] = said;
  const { room, to } =
    typeof where === 'object' && where !== null ? (where as Record<string, unknown>) : { room: where };
  return [{ room, event, args, ...(to === undefined ? {} : { to }) }];
}

/** What a relay's arguments come to. */
export interface Weight {
  /** As JSON in UTF-8, where bytes count as `null`; and these. */
  bytes: number;
  binary: boolean;
}

const isBinary = (value: unknown): value is ArrayBuffer | NodeJS.ArrayBufferView =>
  value instanceof ArrayBuffer || ArrayBuffer.isView(value);

/** @returns null where they are nested deeper than `limits.relayDepth`: nobody else is given that to read */
export function weigh(args: readonly unknown[]): Weight | null {
  let binary = 0;
  let found = false;
  const plain = (value: unknown, depth: number): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (isBinary(value)) {
      found = true;
      binary += value.byteLength;
      return null;
    }
    if (depth > limits.relayDepth) throw new TooDeep();
    if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, depth + 1)]));
  };
  try {
    return { bytes: Buffer.byteLength(JSON.stringify(plain(args, 0))) + binary, binary: found };
  } catch (error) {
    if (error instanceof TooDeep) return null;
    throw error;
  }
}

class TooDeep extends Error {}
