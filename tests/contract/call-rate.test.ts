/** How many calls a session may make, by the server's clock and no other. */
import { expect, it } from 'vitest';
import { limits } from '../../protocol';
import { CallRate } from '../../server/call-rate';
import { ManualClock } from '../support/ports';

it('lets a burst through, then as much as flows back, for each session by itself', async () => {
  const clock = new ManualClock();
  const rate = new CallRate(clock, { burst: 3, perSecond: 10 });
  const takes = (session: string, times: number) => Array.from({ length: times }, () => rate.take(session));
  expect(takes('a', 4)).toEqual([0, 0, 0, 100]);
  expect(takes('b', 1)).toEqual([0]);
  await clock.pass(50);
  expect(takes('a', 1)).toEqual([50]);
  await clock.pass(50);
  expect(takes('a', 2)).toEqual([0, 100]);
  await clock.pass(60_000);
  expect(takes('a', 4)).toEqual([0, 0, 0, 100]);
  rate.forget('a');
  expect(takes('a', 1)).toEqual([0]);
});

it('goes on where the clock is set back', async () => {
  let now = 1_000_000;
  const rate = new CallRate({ now: () => now, after: () => () => undefined }, { burst: 1, perSecond: 1 });
  expect([rate.take('a'), rate.take('a')]).toEqual([0, 1_000]);
  now -= 500_000;
  expect(rate.take('a')).toBe(1_000);
  now += 1_000;
  expect(rate.take('a')).toBe(0);
});

it('counts so many at a time, and forgets those that are full again', async () => {
  const clock = new ManualClock();
  const rate = new CallRate(clock, { burst: 2, perSecond: 1 });
  for (let at = 0; at < limits.rateBuckets + 50; at += 1) rate.take(`forged ${at}`);
  expect(rate.size).toBe(limits.rateBuckets);
  await clock.pass(1_999);
  expect([rate.take('a'), rate.take('a'), rate.take('a')]).toEqual([0, 0, 1_000]);
  await clock.pass(1);
  rate.take('b');
  expect(rate.size).toBe(2);
  expect(rate.wait('a')).toBe(999);
});

it('forgets who was counted longest ago, not who came first, and those that are full behind one who asks on', async () => {
  const clock = new ManualClock();
  const rate = new CallRate(clock, { burst: 2, perSecond: 1 });
  rate.take('first');
  await clock.pass(1);
  for (let at = 0; at < limits.rateBuckets - 1; at += 1) rate.take(`forged ${at}`);
  await clock.pass(1);
  rate.take('first');
  await clock.pass(1);
  rate.take('one more');
  expect([rate.size, rate.wait('first'), rate.wait('forged 0')]).toEqual([limits.rateBuckets, 997, 0]);
  await clock.pass(1_000);
  expect(rate.take('first')).toBe(0);
  await clock.pass(1_000);
  rate.take('somebody new');
  expect(rate.size).toBe(2);
});
