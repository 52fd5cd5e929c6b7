/** Values of options, read. */
import { Fingerprint, parse, type Fingerprint as Key } from '../protocol';
import { Ended, exits } from './exits';
import type { Words } from './words';

/** @throws Ended for what is no seq; null where there is none */
export function seqOf(text: string | undefined, words: Words): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,14}$/u.test(text)) throw new Ended(exits.usage, words.badSeq);
  return Number(text);
}

/** @throws Ended for what is no fingerprint; null where there is none */
export function fingerprintOf(text: string | undefined, words: Words): Key | null {
  if (text === undefined) return null;
  const key = parse(Fingerprint, text);
  if (!key.ok) throw new Ended(exits.usage, words.badFingerprint);
  return key.value;
}
