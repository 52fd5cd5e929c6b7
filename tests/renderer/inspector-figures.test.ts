/** Figures of a connection, as the screen writes them. */
import { expect, test } from 'vitest';
import { pathOf, sizeOf, spanOf } from '../../renderer/conversation/inspector/reading';

test('figures are written as people read them', () => {
  expect([1, 214, 999, 1_234, 38_400, 2_340_000].map(sizeOf)).toEqual([
    '1 B',
    '214 B',
    '999 B',
    '1.2 KB',
    '38 KB',
    '2.3 MB',
  ]);
  expect([2, 180, 4_000, 12_400, 19 * 60_000, 3 * 60 * 60_000].map(spanOf)).toEqual([
    '2 ms',
    '0.18 s',
    '4 s',
    '12 s',
    '19 min',
    '3 h',
  ]);
  const trips = [1, 3, 2].map((ms, at) => ({ at, ms }));
  expect(pathOf(trips, 100, 30)).toBe('M0 20 50 0 100 10');
  expect(pathOf(trips.slice(0, 1), 100, 30)).toBe('M0 15 H100');
});
