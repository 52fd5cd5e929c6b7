/** A sample of `npm run fuzz`, which says more, and looks at the heap when it has grown to its size. */
import { expect, test } from 'vitest';
import { bundles } from '../support/build-worker';
import { fuzz } from './campaign';

test('what is no request and no frame ends nothing, is never unforeseen, and leaves no socket behind', async () => {
  const wanted = { requests: 800, frames: 6_400, seed: 20_261_121, atOnce: 32 };
  const { requests, frames, after, regrets } = await fuzz(bundles.headless, wanted);
  expect(regrets).toEqual([]);
  expect(after.sockets).toBe(0);
  expect([requests >= wanted.requests, frames >= wanted.frames]).toEqual([true, true]);
});
