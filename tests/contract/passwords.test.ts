/** Guessing a password: how many guesses reach the check, and what becomes of those who know it. */
import { expect, test } from 'vitest';
import { limits } from '../../protocol';
import { PasswordCheck } from '../../server/passwords';
import { settled } from '../support/ports';

const addresses = Array.from({ length: 200 }, (_, at) => `192.0.2.${at}`);

/** A check that counts, and takes as long as a turn. */
function counted(right = '열쇠') {
  const seen: string[] = [];
  const check = new PasswordCheck('a hash', async (password) => {
    seen.push(password);
    await settled();
    return password === right;
  });
  return { seen, check };
}

test('of 10,000 guesses from 200 addresses at most the allowed number reach the check', async () => {
  const { seen, check } = counted();
  const codes = new Map<string, number>();
  let made = 0;
  const guesser = async (address: string) => {
    for (let at = 0; at < 50; at += 1) {
      const refused = await check.check(`guess ${(made += 1)}`, address);
      codes.set(refused?.code ?? 'in', (codes.get(refused?.code ?? 'in') ?? 0) + 1);
    }
  };
  await Promise.all(addresses.map(guesser));
  expect(made).toBe(10_000);
  expect(seen.length).toBeLessThanOrEqual(limits.passwordTriesInAll.burst);
  expect(codes.get('password-wrong')).toBe(seen.length);
  expect([...codes.keys()].sort()).toEqual(['busy', 'knock-needed', 'password-wrong']);
  // Whoever comes now is asked to knock, even with the right one: that is what the guessers did.
  expect(await check.check('열쇠', '198.51.100.1')).toMatchObject({ code: 'knock-needed', kind: 'final' });
});

test('one address has few guesses, and takes none from the others by guessing on', async () => {
  const { seen, check } = counted();
  for (let at = 0; at < limits.passwordTriesInAll.burst * 2; at += 1) await check.check(`${at}`, '192.0.2.66');
  expect(seen).toHaveLength(limits.passwordTries.burst);
  expect(await check.check('열쇠', '192.0.2.1')).toBeNull();
  expect(await check.check('열쇠', '192.0.2.66')).toMatchObject({ code: 'knock-needed' });
});

test('as many as come through one router at once get in with the right one', async () => {
  const { check } = counted();
  const people = limits.passwordWaiting;
  expect(people).toBeGreaterThan(limits.passwordTries.burst);
  const answers = await Promise.all(Array.from({ length: people }, () => check.check('열쇠', '192.0.2.1')));
  expect(answers).toEqual(answers.map(() => null));
  // And with wrong ones, no more than are allowed, however many come at once.
  const { seen, check: other } = counted();
  const wrong = await Promise.all(Array.from({ length: people }, (_, at) => other.check(`${at}`, '192.0.2.1')));
  expect(seen).toHaveLength(limits.passwordTries.burst);
  expect(wrong.filter((refused) => refused?.code === 'knock-needed')).toHaveLength(people - seen.length);
});
