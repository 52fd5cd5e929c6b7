/** A screen that is told of everything, and draws as often as somebody can see. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EMPTY_LOG, Signal, type ConnectionState, type LogView, type Pending } from '../../client';
import type { Entry } from '../../protocol';
import { entriesAdded, goesOn, paced, pacedLog } from '../../renderer/conversation/paced';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const told = (mayWait = true, changesOf?: (before: number, now: number) => number) => {
  const source = new Signal(0);
  const heard: number[] = [];
  const stop = paced(source, () => mayWait, changesOf).subscribe((value) => heard.push(value));
  return { source, heard, stop };
};

test('one change is told at once; what follows it closely is told together, and nothing of it is lost', async () => {
  const { source, heard, stop } = told();
  expect(heard).toEqual([0]);
  source.set(1);
  expect(heard).toEqual([0, 1]);
  for (let value = 2; value <= 9; value += 1) {
    await vi.advanceTimersByTimeAsync(10);
    source.set(value);
  }
  expect(heard).toEqual([0, 1]);
  await vi.advanceTimersByTimeAsync(200);
  expect(heard).toEqual([0, 1, 9]);
  await vi.advanceTimersByTimeAsync(10_000);
  source.set(10);
  expect(heard).toEqual([0, 1, 9, 10]);
  source.set(11);
  stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(heard).toEqual([0, 1, 9, 10]);
});

test('a crowd that nobody can follow is drawn once a second; when it is over, each is there at once again', async () => {
  const { source, heard } = told();
  let value = 0;
  for (let passed = 0; passed < 5_000; passed += 20) {
    source.set((value += 1));
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(heard.length).toBeGreaterThanOrEqual(6);
  expect(heard.length).toBeLessThanOrEqual(9);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(heard.at(-1)).toBe(value);
  source.set(-1);
  expect(heard.at(-1)).toBe(-1);
});

test('a crowd that is told of several at a time is the same crowd', async () => {
  const { source, heard } = told(true, (before, now) => now - before);
  for (let passed = 0; passed < 5_000; passed += 100) {
    source.set(source.current + 5);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(heard.length).toBeGreaterThanOrEqual(6);
  expect(heard.length).toBeLessThanOrEqual(9);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(heard.at(-1)).toBe(250);
});

test('much in one moment is no crowd', async () => {
  const { source, heard } = told(true, (before, now) => now - before);
  source.set(300);
  await vi.advanceTimersByTimeAsync(50);
  source.set(301);
  await vi.advanceTimersByTimeAsync(300);
  expect(heard).toEqual([0, 300, 301]);
});

test('half as many stand half as long', async () => {
  const { source, heard } = told();
  for (let passed = 0; passed < 5_000; passed += 40) {
    source.set(source.current + 1);
    await vi.advanceTimersByTimeAsync(40);
  }
  expect(heard.length).toBeGreaterThanOrEqual(10);
  expect(heard.length).toBeLessThanOrEqual(13);
});

test('what takes long to draw is drawn less often: half of the time is left for everything else', async () => {
  const source = new Signal(0);
  const heard: number[] = [];
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  paced(source, () => true).subscribe((value) => {
    heard.push(value);
    // So long this machine draws.
    now += 400;
  });
  source.set(1);
  source.set(2);
  await vi.advanceTimersByTimeAsync(399);
  expect(heard).toEqual([0, 1]);
  await vi.advanceTimersByTimeAsync(10);
  expect(heard).toEqual([0, 1, 2]);
});

test('what somebody waits for is told at once, also among much else', () => {
  const { source, heard } = told(false);
  source.set(1);
  source.set(2);
  expect(heard).toEqual([0, 1, 2]);
});

test('only what others add at the end of a log may wait', () => {
  const entry = (seq: number) => ({ id: `e${seq}`, seq }) as unknown as Entry;
  const first = entry(1);
  const before: LogView = { ...EMPTY_LOG, entries: [first] };
  const more: LogView = { ...before, entries: [first, entry(2)], head: 2, unread: 1, pending: [] };
  expect(goesOn(before, more)).toBe(true);
  expect(entriesAdded(before, more)).toBe(1);
  expect(goesOn(EMPTY_LOG, more)).toBe(false);
  expect(goesOn(before, { ...more, entries: [entry(0), first] })).toBe(false);
  expect(goesOn(before, { ...more, pending: [{ id: 'p' } as Pending] })).toBe(false);
  expect(goesOn(before, { ...more, loadingOlder: true })).toBe(false);
  expect(goesOn(before, { ...more, unreadFrom: 1 })).toBe(false);
});

test('what was missed is there when the connection is, also a moment after what the device had kept', () => {
  const entries = [1, 2, 3].map((seq) => ({ id: `e${seq}`, seq }) as unknown as Entry);
  const upTo = (count: number): LogView => ({ ...EMPTY_LOG, entries: entries.slice(0, count), head: count });
  const connection = new Signal<ConnectionState>({ phase: 'connecting' });
  const log = new Signal(EMPTY_LOG);
  const drawn: number[] = [];
  pacedLog({ connection, log: () => log }, 'room').subscribe((view) => drawn.push(view.entries.length));
  log.set(upTo(1));
  log.set(upTo(2));
  expect(drawn).toEqual([0, 1, 2]);
  connection.set({ phase: 'connected', carrier: 'websocket', rtt: null, since: 0 });
  log.set(upTo(3));
  expect(drawn).toEqual([0, 1, 2]);
});
