/** The end of a timeline, in a room where there is always something new, and somebody who wants to read further up. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { VirtualizerHandle } from 'virtua/svelte';
import { End } from '../../renderer/conversation/timeline/end.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A room of forty lines at its end; each is 50 high, ten are in view. */
function room() {
  const place = { scrollHeight: 2_000, clientHeight: 500, scrollTop: 1_500 };
  const sent: number[] = [];
  const list = {
    getScrollSize: () => place.scrollHeight,
    getViewportSize: () => place.clientHeight,
    getScrollOffset: () => place.scrollTop,
    scrollToIndex: (index: number) => sent.push(index),
  } as unknown as VirtualizerHandle;
  const end = new End(
    () => list,
    () => place.scrollHeight / 50 - 1,
    () => place as HTMLElement,
  );
  return {
    end,
    place,
    sent,
    somebodySays() {
      place.scrollHeight += 50;
      end.stay();
    },
    scrolls(to: number) {
      const up = to < place.scrollTop;
      place.scrollTop = to;
      end.scrolled(list, to, up);
    },
  };
}

test('what comes in is followed', () => {
  const { end, place, somebodySays } = room();
  somebodySays();
  expect([place.scrollTop, end.near]).toEqual([1_550, true]);
});

test('a hand that begins to scroll is not sent back by what comes in before it has moved anything', () => {
  const { end, place, somebodySays, scrolls } = room();
  end.taken();
  somebodySays();
  expect(place.scrollTop).toBe(1_500);
  // A wheel moves in small steps: the first are near the end.
  for (const to of [1_495, 1_480, 1_440]) {
    scrolls(to);
    vi.advanceTimersByTime(100);
    somebodySays();
  }
  expect([place.scrollTop, end.near]).toEqual([1_440, false]);
  vi.advanceTimersByTime(10_000);
  somebodySays();
  expect([place.scrollTop, end.near]).toEqual([1_440, false]);
});

test('a hand that moves nothing lets go, and the end is followed again', () => {
  const { end, place, somebodySays } = room();
  end.taken();
  somebodySays();
  somebodySays();
  vi.advanceTimersByTime(1_000);
  expect([place.scrollTop, end.near]).toEqual([1_600, true]);
  somebodySays();
  expect(place.scrollTop).toBe(1_650);
});

test('whoever wants to the end goes there, with a hand on the list as well', () => {
  const { end, sent, scrolls, somebodySays, place } = room();
  end.taken();
  scrolls(900);
  expect(end.near).toBe(false);
  end.go();
  expect([sent, end.near]).toEqual([[39], true]);
  scrolls(1_500);
  somebodySays();
  expect(place.scrollTop).toBe(1_550);
});
