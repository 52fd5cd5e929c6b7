/** Who answers at an address, and whether this client may talk with it. */
import { OLDEST_PROTOCOL, PROTOCOL, refuse, type Hello, type Id } from '../protocol';
import type { Cause } from './ports';

/** @param expected the server that answered here before @returns why not to dial, or null */
export function unfit(hello: Hello, expected: Id | null): Cause | null {
  if (expected !== null && hello.id !== expected) return { code: 'other-server' };
  if (hello.oldest > PROTOCOL) return { code: 'refused', refusal: refuse('version-old') };
  if (hello.protocol < OLDEST_PROTOCOL) return { code: 'refused', refusal: refuse('version-new') };
  return null;
}
