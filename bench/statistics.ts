/** The few numbers a bench needs. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
};

/** @param part 0.5 is the middle one, 0.99 the worst but one in a hundred */
export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.floor((sorted.length - 1) * part)] ?? 0;

/** Three digits that matter. */
export const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** `middle (least–most)` of several rounds. */
export const spread = (values: readonly number[]): string =>
  `${short(median(values))} (${short(Math.min(...values))}–${short(Math.max(...values))})`;
