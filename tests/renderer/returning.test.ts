/** A tab that is loaded anew, one that comes back late, and one that never had Maru. */
import { expect, test } from 'vitest';
import { returning } from '../../renderer/ports/returning';

function tab() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  let now = 1_000_000;
  const clock = { now: () => now, after: () => () => undefined };
  return { page: () => returning(storage, clock), pass: (ms: number) => (now += ms) };
}

test('a page that went a moment ago is back, and that is said once', () => {
  const { page, pass } = tab();
  expect(page().comesBack()).toBe(false);
  page().goes();
  pass(12_000);
  expect([page().comesBack(), page().comesBack()]).toEqual([true, false]);
});

test('whoever comes back after a while has been elsewhere', () => {
  const { page, pass } = tab();
  page().goes();
  pass(60_000);
  expect(page().comesBack()).toBe(false);
});

test('where a browser keeps nothing for a tab, nobody comes back', () => {
  const clock = { now: () => 0, after: () => () => undefined };
  const full = {
    getItem: () => null,
    removeItem: () => undefined,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  for (const storage of [null, full]) {
    const page = returning(storage, clock);
    page.goes();
    expect(page.comesBack()).toBe(false);
  }
});
