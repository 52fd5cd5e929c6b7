/** This machine's clock and chance. */
import { uuidv7 } from 'uuidv7';
import type { Clock, Random } from '../../client';

export const clock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

export const random: Random = { id: () => uuidv7(), fraction: () => Math.random() };
