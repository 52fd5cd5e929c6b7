/** What people say in a round, and how a journal writes it down. */
import { createHash } from 'node:crypto';

/** What a person of a round is told: where, as whom, and how much to say. */
export interface Told {
  url: string;
  name: string;
  folder: string;
  /** How many things are said in all, and how far apart, in ms. */
  count: number;
  every: number;
  /** How long each thing is, in UTF-16 code units; a few words without it. */
  length?: number;
}

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
