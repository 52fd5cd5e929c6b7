/** How many entries go into one append: below the frame limit in bytes, and below the limit in number. */
import { limits, type Draft } from '../protocol';

/** What the call costs beside its entries: its name, the log, the room and the people of a whisper. */
const ENVELOPE_BYTES = 1_024;

/** An upper bound of a text's size as JSON in UTF-8: six bytes for an escaped control, three for a Hangul syllable. */
function textBytes(text: string): number {
  let bytes = 2;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // A lone half of a surrogate pair is escaped, too (ECMA-262 §25.5.2.3).
    if (code < 0x20 || (code >= 0xd800 && code <= 0xdfff)) bytes += 6;
    else if (code === 0x22 || code === 0x5c) bytes += 2;
    else if (code < 0x80) bytes += 1;
    else bytes += 3;
  }
  return bytes;
}

/** The same of any value JSON knows. */
function jsonBytes(value: unknown): number {
  if (typeof value === 'string') return textBytes(value);
  if (Array.isArray(value)) return value.reduce((bytes: number, one) => bytes + jsonBytes(one) + 1, 2);
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).reduce((bytes, [key, one]) => bytes + textBytes(key) + jsonBytes(one) + 2, 2);
  return String(value).length;
}

/** The longest beginning of `entries` that fits into one call; at least one entry. */
export function firstBatch<T extends { draft: Draft }>(entries: readonly T[], most: number): T[] {
  const batch: T[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const entry of entries) {
    bytes += jsonBytes(entry.draft) + 1;
    if (batch.length > 0 && (batch.length >= most || bytes > limits.batchBytes)) break;
    batch.push(entry);
  }
  return batch;
}
