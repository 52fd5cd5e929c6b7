import { expect, test } from 'vitest';
import { stepOf, zoomed } from '../../main/zoom';
import { limits } from '../../protocol';

const key = (pressed: string, more: object = {}) => ({
  ...{ type: 'keyDown' as const, key: pressed, control: true, meta: false, alt: false },
  ...more,
});

test('the keys of every browser, and no other', () => {
  expect(['+', '=', '-', '_', '0', '1', 'k'].map((one) => stepOf(key(one), false))).toEqual([
    ...['in', 'in', 'out', 'out', 'actual'],
    ...[null, null],
  ]);
  expect(stepOf(key('0', { type: 'keyUp' }), false)).toBeNull();
  expect(stepOf(key('0', { alt: true }), false)).toBeNull();
  expect(stepOf(key('0', { control: false }), false)).toBeNull();
  expect(stepOf(key('0'), true)).toBeNull();
  expect(stepOf(key('0', { control: false, meta: true }), true)).toBe('actual');
});

test('steps end where the limits are, and lead back', () => {
  const { least, most } = limits.zoom;
  expect([zoomed(100, 'in'), zoomed(100, 'out'), zoomed(140, 'actual')]).toEqual([110, 90, 100]);
  expect([zoomed(most, 'in'), zoomed(least, 'out')]).toEqual([most, least]);
});
