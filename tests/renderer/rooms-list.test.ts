import { expect, test, vi } from 'vitest';
import { limits, type Member, type Preference, type Room } from '../../protocol';
import { watchIdle } from '../../renderer/conversation/people/idle';
import { endOf, presenceOf, statusEnd, statusOf } from '../../renderer/conversation/people/presence';
import {
  arranged,
  callsOf,
  isQuiet,
  mayChange,
  mayLeave,
  quietEnd,
  sectionsOf,
} from '../../renderer/conversation/rooms/list';
import { speech } from '../../renderer/words';

const NOON = new Date(2026, 10, 21, 12).getTime();
const room = (id: string, more: Partial<Room> = {}): Room => ({
  ...{ id, commons: false, kind: 'open', name: id, topic: '', createdBy: 'narae', createdAt: 0, slow: 0 },
  ...{ archived: false, members: null, left: [], ...more },
});
const preference = (id: string, more: Partial<Preference>): Preference => ({
  ...{ room: id, position: null, mutedUntil: null, level: null, hiddenAt: null, unreadFrom: null, ...more },
});

test('the list has rooms, conversations that are not hidden, and what was put away', () => {
  const rooms = [
    room('사랑방'),
    room('둘', { kind: 'direct' }),
    room('옛', { archived: true }),
    room('셋', { kind: 'direct' }),
  ];
  const preferences = new Map([
    ['둘', preference('둘', { hiddenAt: 4 })],
    ['셋', preference('셋', { hiddenAt: 3 })],
  ]);
  const { rooms: open, directs, archived } = sectionsOf({ rooms, preferences }, () => 4);
  expect([open, directs, archived].map((all) => all.map(({ id }) => id))).toEqual([['사랑방'], ['셋'], ['옛']]);
});

test('a number is what is meant for one, a dot what is merely new', () => {
  expect(callsOf(room('a'), { unread: 3, mentions: 0 })).toEqual({ count: 0, unread: true });
  expect(callsOf(room('a'), { unread: 3, mentions: 2 })).toEqual({ count: 2, unread: true });
  expect(callsOf(room('a', { kind: 'direct' }), { unread: 3, mentions: 0 })).toEqual({ count: 3, unread: true });
  expect(callsOf(room('a'), { unread: 0, mentions: 0 })).toEqual({ count: 0, unread: false });
});

test.each([
  ['a', 'c', ['b', 'c', 'a', 'd']],
  ['c', 'a', ['c', 'a', 'b', 'd']],
  ['b', 'c', ['a', 'c', 'b', 'd']],
  ['b', 'b', null],
  ['b', 'gone', null],
])('%s takes the place of %s', (moved, to, order) => {
  expect(arranged(['a', 'b', 'c', 'd'], moved, to)).toEqual(order);
});

test('a silence ends by itself: after hours, at nine tomorrow, or never', () => {
  expect(quietEnd('half', NOON)).toBe(NOON + 30 * 60_000);
  expect(quietEnd('four', NOON)).toBe(NOON + 4 * 60 * 60_000);
  expect(new Date(quietEnd('tomorrow', NOON))).toEqual(new Date(2026, 10, 22, 9));
  expect(quietEnd('open', NOON)).toBe(limits.lastMoment);
  expect(isQuiet(preference('a', { mutedUntil: NOON }), NOON)).toBe(false);
  expect(isQuiet(preference('a', { mutedUntil: NOON + 1 }), NOON)).toBe(true);
  expect(isQuiet(undefined, NOON)).toBe(false);
});

test('its maker and those who look after rooms change one; the first room is not left, nor a conversation of two', () => {
  const member = (id: string, role: Member['role']) => ({ id, role });
  expect(mayChange(room('a'), member('narae', 'member'))).toBe(true);
  expect(mayChange(room('a'), member('mateo', 'member'))).toBe(false);
  expect(mayChange(room('a'), member('mateo', 'moderator'))).toBe(true);
  expect(mayChange(room('a', { commons: true }), member('mateo', 'host'))).toBe(false);
  expect(mayLeave(room('a', { commons: true }))).toBe(false);
  expect(mayLeave(room('a', { kind: 'direct', members: ['x', 'y'] }))).toBe(false);
  expect(mayLeave(room('a', { kind: 'direct', members: ['x', 'y', 'z'] }))).toBe(true);
});

test('how somebody is here: not to be disturbed is more than away, and ends by itself', () => {
  const [here, idle] = [new Set(['a', 'b', 'c']), new Set(['b', 'c'])];
  const how = (id: string, quietUntil: number | null = null) => presenceOf({ id, quietUntil }, { here, idle }, NOON);
  expect([how('a'), how('b'), how('c', NOON + 1), how('c', NOON), how('gone', NOON + 1)]).toEqual([
    ...['here', 'away', 'quiet', 'away', 'off'],
  ]);
  speech.speak('ko');
  const text = (until: number | null) => statusOf({ status: { text: '집중 중', until }, quietUntil: null }, NOON);
  expect(text(new Date(2026, 10, 21, 15).getTime())).toBe('집중 중 · 15:00까지');
  expect(text(null)).toBe('집중 중');
  expect(text(NOON - 1)).toBeNull();
  expect(statusOf({ status: null, quietUntil: limits.lastMoment }, NOON)).toBe('방해 금지');
  expect(endOf(new Date(2026, 10, 22, 9).getTime(), NOON)).toBe('11월 22일 일요일 09:00');
  expect(new Date(statusEnd('today', NOON) ?? 0).getDate()).toBe(21);
  speech.speak('en');
});

test('five minutes without a key or a pointer, and one is away; the first sign of life ends it', () => {
  vi.useFakeTimers();
  const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
  const page = Object.assign(new EventTarget(), { document }) as unknown as Window;
  const told: boolean[] = [];
  const end = watchIdle(page, (idle) => told.push(idle));
  vi.advanceTimersByTime(limits.idleAfter - 1);
  page.dispatchEvent(new Event('keydown'));
  vi.advanceTimersByTime(limits.idleAfter - 1);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([true]);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(told).toEqual([true]);
  page.dispatchEvent(new Event('pointermove'));
  expect(told).toEqual([true, false]);
  vi.advanceTimersByTime(limits.idleAfter);
  document.visibilityState = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  expect(told).toEqual([true, false, true, false]);
  end();
  vi.advanceTimersByTime(2 * limits.idleAfter);
  expect(told).toHaveLength(4);
  vi.useRealTimers();
});
