import { beforeEach, expect, test } from 'vitest';
import type { Arrival } from '../../client';
import type { Member, Room } from '../../protocol';
import { noticeOf } from '../../renderer/state/notice';
import { speech } from '../../renderer/words';

const NOW = 1_800_000_000_000;
const member = (id: string, name: string, quietUntil: number | null = null) => ({ id, name, quietUntil }) as Member;
const view = (quietUntil: number | null = null) => ({
  me: 'me',
  members: new Map([
    ['me', member('me', '나래', quietUntil)],
    ['yunseo', member('yunseo', '윤서')],
  ]),
});
const room = (more: Partial<Room> = {}) =>
  ({ id: 'room', commons: false, kind: 'open', name: '시안-리뷰', members: null, ...more }) as Room;
const arrival = (why: Arrival['why'], more: Partial<Arrival> = {}): Arrival => ({
  room: room(),
  entry: { seq: 1, id: 'entry', author: 'yunseo', at: NOW, kind: 'message', body: { text: '국밥 어때요' } },
  author: member('yunseo', '윤서'),
  muted: false,
  why,
  ...more,
});
const titles = (kinds: readonly Arrival[]) => kinds.map((one) => noticeOf(one, view(), NOW)?.title);
const direct = (...members: string[]) => ({ room: room({ kind: 'direct', name: '', members }) });

beforeEach(() => speech.speak('en'));

test('it says who, why and where, in both languages', () => {
  const all = [
    arrival('message'),
    arrival('mention'),
    arrival('whisper'),
    arrival('direct', direct('me', 'yunseo')),
    arrival('direct', direct('me', 'yunseo', 'mateo')),
    arrival('message', { room: room({ commons: true, name: 'Commons' }) }),
  ];
  expect(titles(all)).toEqual([
    '윤서 · # 시안-리뷰',
    '윤서 mentioned you · # 시안-리뷰',
    '윤서 whispers to you · # 시안-리뷰',
    '윤서 wrote to you',
    '윤서 wrote to you and others',
    '윤서 · # Commons',
  ]);
  speech.speak('ko');
  expect(titles(all)).toEqual([
    '윤서 · # 시안-리뷰',
    '윤서님이 나를 불렀어요 · # 시안-리뷰',
    '윤서님의 귓속말 · # 시안-리뷰',
    '윤서님이 나에게 보낸 메시지',
    '윤서님이 여럿에게 보낸 메시지',
    '윤서 · # 사랑방',
  ]);
});

test('in a room that is muted it is told only what is meant for this person', () => {
  const muted = (why: Arrival['why']) => noticeOf(arrival(why, { muted: true }), view(), NOW) !== null;
  expect((['message', 'direct', 'mention', 'whisper'] as const).map(muted)).toEqual([false, false, true, true]);
});

test('who does not want to be disturbed is told nothing until then', () => {
  const told = (quietUntil: number | null) => noticeOf(arrival('whisper'), view(quietUntil), NOW) !== null;
  expect([NOW + 1, NOW, NOW - 1, null].map(told)).toEqual([false, true, true, true]);
});

test('a poll is called one', () => {
  const { entry } = arrival('message');
  const body = { ...entry.body, poll: { options: ['가', '나'], anonymous: false, many: false, closesAt: null } };
  expect(noticeOf(arrival('message', { entry: { ...entry, body } }), view(), NOW)?.body).toBe('Poll: 국밥 어때요');
});
