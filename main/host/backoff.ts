/** When a server that crashed is started again, and when that has no point any more. */

/** The first return is quick, so that a killed process is hardly noticed; then each waits longer. In ms. */
export const delays = [50, 500, 2_000, 5_000] as const;
/** A server that ran this long before it crashed starts the count anew, in ms. */
export const STEADY = 60_000;

/**
 * @param crashes how many crashes in a row came before this one
 * @param ranFor how long the server had served, in ms; 0 when it never did
 * @returns the wait before the next start and the new count, or null: give up
 */
export function nextStart(crashes: number, ranFor: number): { wait: number; crashes: number } | null {
  const before = ranFor >= STEADY ? 0 : crashes;
  const wait = delays[before];
  return wait === undefined ? null : { wait, crashes: before + 1 };
}
