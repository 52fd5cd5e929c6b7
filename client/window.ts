/** Which entries of a long log stay on a device, when there are more than it holds. Pure. */
import { limits, type Entry } from '../protocol';

/**
 * The newest page and what is nearest to where somebody looks; so much less than there may be that it is not asked again
 * at once.
 * @param entries all that is held, ascending
 * @param looking the seq around which somebody looks
 * @returns whether an entry stays, by its seq; null where everything does
 */
export function staying(entries: readonly Entry[], looking: number): ((seq: number) => boolean) | null {
  if (entries.length <= limits.heldEntries) return null;
  const newestAt = entries.length - limits.pageEntries;
  const newest = entries[newestAt]?.seq ?? 0;
  const seqAt = (index: number) => entries[index]?.seq ?? Infinity;
  let low = entries.findIndex(({ seq }) => seq >= looking);
  if (low < 0 || low > newestAt) low = newestAt;
  let high = low;
  const most = limits.heldEntries - 2 * limits.pageEntries;
  while (high - low < most && (low > 0 || high < newestAt)) {
    const down = low > 0 ? Math.abs(looking - seqAt(low - 1)) : Infinity;
    const up = high < newestAt ? Math.abs(seqAt(high) - looking) : Infinity;
    if (down < up) low -= 1;
    else high += 1;
  }
  const [first, end] = [seqAt(low), seqAt(high)];
  return (seq) => seq >= newest || (seq >= first && seq < end);
}
