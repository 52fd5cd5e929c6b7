/** What people say in a round, and how a journal writes it down. */
import { createHash } from 'node:crypto';

/** Texts up to here are written into journals whole. In UTF-16 code units. */
const SHORT = 80;

/** What person `name` says as number n; with a length, as a text of that many UTF-16 code units. */
export function textOf(name: string, n: number, length = 0): string {
  const words = `${name} says ${n}`;
  return words.length < length ? `${words} `.padEnd(length, '무') : words;
}

/** Whose words these are, and which; null where they are nobody's of this round. */
export function whose(text: string): { name: string; n: number } | null {
  const found = /^(\S+) says (\d+)(?= |$)/.exec(text);
  return found ? { name: found[1] ?? '', n: Number(found[2]) } : null;
}

/** The same for the same text and another for any other, but short. */
export function brief(text: string): string {
  if (text.length <= SHORT) return text;
  return `${text.slice(0, SHORT / 2)}… ${createHash('sha256').update(text).digest('base64url')}`;
}
