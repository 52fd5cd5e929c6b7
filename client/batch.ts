/** How many entries go into one append: below the frame limit in bytes, and below the limit in number. */
import { limits } from '../protocol';

/** What a draft costs beside its text: id, kind, punctuation. */
const ENVELOPE_BYTES = 128;

/** An upper bound of a text's size as JSON in UTF-8: six bytes for an escaped control, three for a Hangul syllable. */
function jsonBytes(text: string): number {
  let bytes = 2;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20) bytes += 6;
    else if (code === 0x22 || code === 0x5c) bytes += 2;
    else if (code < 0x80) bytes += 1;
    else bytes += 3;
  }
  return bytes;
}

/** The longest beginning of `entries` that fits into one call; at least one entry. */
export function firstBatch<T extends { text: string }>(entries: readonly T[], most: number): T[] {
  const batch: T[] = [];
  let bytes = 0;
  for (const entry of entries) {
    bytes += jsonBytes(entry.text) + ENVELOPE_BYTES;
    if (batch.length > 0 && (batch.length >= most || bytes > limits.batchBytes)) break;
    batch.push(entry);
  }
  return batch;
}
