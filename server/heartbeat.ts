/** Signs of life: how often a connection is asked for one, and how long the answer may take; the same at every door. */
import { limits } from '../protocol';

export interface Heartbeat {
  /** In milliseconds, as everywhere. */
  readonly interval: number;
  readonly timeout: number;
}

/** Why there can be no such heartbeat, by the field; null where there can. */
export function unfitBeat({ interval, timeout }: Heartbeat): keyof Heartbeat | null {
  const within = (value: number, { least, most }: { least: number; most: number }) => value >= least && value <= most;
  if (!within(interval, limits.heartbeatIntervals)) return 'interval';
  return within(timeout, limits.heartbeatTimeouts) ? null : 'timeout';
}

/**
 * @param given what is left out is as in limits
 * @throws RangeError above or below the bounds in limits
 */
export function heartbeatOf(given: Partial<Heartbeat> = {}): Heartbeat {
  const heartbeat = { interval: limits.heartbeatInterval, timeout: limits.heartbeatTimeout, ...given };
  const unfit = unfitBeat(heartbeat);
  if (unfit) throw new RangeError(`a heartbeat’s ${unfit} of ${heartbeat[unfit]} ms is out of its bounds`);
  return heartbeat;
}
