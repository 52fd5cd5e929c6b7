import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Composition } from '../../renderer/ui/input/composition';

/** A text field as an input method plays on it: what it holds, and the events in the order they were seen. */
class Field extends EventTarget {
  value = '';

  fire(name: string, data?: string): void {
    this.dispatchEvent(Object.assign(new Event(name), data === undefined ? {} : { data }));
  }

  compose(data: string): void {
    this.fire('compositionupdate', data);
    this.value = data;
    this.fire('input');
  }
}

const watched = () => {
  const field = new Field();
  const composition = new Composition();
  composition.watch(field);
  return { field, composition };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Yunseo writes 안녕 and sends in the middle of the last syllable', () => {
  test('with ibus the syllable is gone for a moment: nobody reads the value then', async () => {
    const { field, composition } = watched();
    field.fire('compositionstart');
    field.compose('녕');
    expect(composition.hangul).toBe(true);
    const read = composition.settled?.then(() => field.value);
    field.value = '';
    field.fire('input');
    field.fire('compositionend', '');
    expect(composition.composing).toBe(false);
    expect(composition.settled).not.toBeNull();
    field.value = '녕';
    field.fire('input');
    await expect(read).resolves.toBe('녕');
    expect(composition.settled).toBeNull();
  });

  test('with methods that put the syllable in first, no further input is waited for longer than a blink', async () => {
    const { field, composition } = watched();
    field.fire('compositionstart');
    field.compose('녕');
    const read = composition.settled?.then(() => field.value);
    field.fire('compositionend', '녕');
    vi.advanceTimersByTime(100);
    await expect(read).resolves.toBe('녕');
  });

  test('the next syllable begins before the first one arrived: the wait goes on to its end', async () => {
    const { field, composition } = watched();
    field.fire('compositionstart');
    field.compose('안');
    const order: string[] = [];
    const read = composition.settled?.then(() => order.push(field.value));
    field.fire('compositionend', '');
    field.fire('compositionstart');
    field.value = '안ㄴ';
    field.fire('input');
    expect(order).toEqual([]);
    field.value = '안녕';
    field.fire('compositionend', '');
    field.fire('input');
    await read;
    expect(order).toEqual(['안녕']);
  });
});

test('Latin text is never waited for', () => {
  const { field, composition } = watched();
  field.value = 'hello';
  field.fire('input');
  expect(composition.settled).toBeNull();
});

test('Japanese and Chinese choose a candidate with Enter, so it does not send', () => {
  const { field, composition } = watched();
  field.fire('compositionstart');
  field.compose('にほん');
  expect(composition.hangul).toBe(false);
  field.compose('日本');
  expect(composition.hangul).toBe(false);
});

test('a Hanja chosen for a syllable is no Hangul any more', () => {
  const { field, composition } = watched();
  field.fire('compositionstart');
  field.compose('한');
  field.fire('compositionend', '漢');
  expect(composition.hangul).toBe(false);
});

test('a method that never ends its composition does not hold the text for ever', async () => {
  const { field, composition } = watched();
  field.fire('compositionstart');
  field.compose('녕');
  const read = composition.settled?.then(() => field.value);
  vi.advanceTimersByTime(1_000);
  await expect(read).resolves.toBe('녕');
});
