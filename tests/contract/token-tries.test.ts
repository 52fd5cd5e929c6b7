/** Tokens that nobody knows, counted by the address they come from. */
import { expect, test } from 'vitest';
import { limits } from '../../protocol';
import { TokenTries } from '../../server/joining/token-tries';
import { ManualClock } from '../support/ports';

test('what was right before is looked for, of which so many are known; in a while everything is', async () => {
  const clock = new ManualClock();
  const tries = new TokenTries(clock);
  const wrong = () => tries.wrong('here', { ok: true, value: null });
  tries.right('a');
  while (wrong().ok);
  expect([tries.refusal('here', 'a'), tries.refusal('there', 'b')]).toEqual([null, null]);
  expect(tries.refusal('here', 'b')).toMatchObject({ code: 'rate', retryAfter: 500 });
  for (let at = 0; at < limits.rightTokens; at += 1) tries.right(String(at));
  expect(tries.refusal('here', 'a')).toMatchObject({ code: 'rate' });
  await clock.pass(500);
  expect(tries.refusal('here', 'b')).toBeNull();
});
