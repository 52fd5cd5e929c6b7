import { beforeEach, describe, expect, test } from 'vitest';
import type { Arrival } from '../../client';
import { findWord, type Member, type Room } from '../../protocol';
import { isOff } from '../../renderer/notices/hours';
import { counted, cut, digestOf, noticeOf } from '../../renderer/notices/notice';
import { Pace } from '../../renderer/notices/pace';
import { speech } from '../../renderer/words';

const NOW = 1_800_000_000_000;
const member = (id: string, name: string) => ({ id, name }) as Member;
const view = {
  me: 'me',
  members: new Map([
    ['me', member('me', '나래')],
    ['yunseo', member('yunseo', '윤서')],
  ]),
};
const room = (more: Partial<Room> = {}) =>
  ({ id: 'room', commons: false, kind: 'open', name: '시안-리뷰', members: null, ...more }) as Room;
const arrival = (why: Arrival['why'], more: Partial<Arrival> = {}): Arrival => ({
  room: room(),
  log: 'room',
  entry: { seq: 1, id: 'entry', author: 'yunseo', at: NOW, kind: 'message', body: { text: '국밥 어때요' } },
  author: member('yunseo', '윤서'),
  ...{ level: null, mutedUntil: null, why, ...more },
});
const titles = (kinds: readonly Arrival[]) => kinds.map((one) => noticeOf(one, view).title);
const direct = (...members: string[]) => ({ room: room({ kind: 'direct', name: '', members }) });

beforeEach(() => speech.speak('en'));

test('it says who, why and where, in both languages', () => {
  const all = [
    arrival('ordinary'),
    arrival('mention'),
    arrival('reply'),
    arrival('whisper'),
    arrival('direct', direct('me', 'yunseo')),
    arrival('direct', direct('me', 'yunseo', 'mateo')),
    arrival('ordinary', { room: room({ commons: true, name: 'Commons' }) }),
  ];
  expect(titles(all)).toEqual([
    '윤서 · # 시안-리뷰',
    '윤서 mentioned you · # 시안-리뷰',
    '윤서 answered you · # 시안-리뷰',
    '윤서 whispers to you · # 시안-리뷰',
    '윤서 wrote to you',
    '윤서 wrote to you and others',
    '윤서 · # Commons',
  ]);
  expect(noticeOf(arrival('ordinary'), view, '국밥').title).toBe('윤서 said “국밥” · # 시안-리뷰');
  expect(counted(noticeOf(arrival('ordinary'), view), 3).title).toBe('윤서 · # 시안-리뷰 · 3 new');
  speech.speak('ko');
  expect(titles(all)).toEqual([
    '윤서 · # 시안-리뷰',
    '윤서님이 나를 불렀어요 · # 시안-리뷰',
    '윤서님이 나에게 답했어요 · # 시안-리뷰',
    '윤서님의 귓속말 · # 시안-리뷰',
    '윤서님이 나에게 보낸 메시지',
    '윤서님이 여럿에게 보낸 메시지',
    '윤서 · # 사랑방',
  ]);
});

test('what was missed is said in one sentence', () => {
  expect(digestOf('마루', 12, 3, 2)).toEqual({
    title: 'While you were away · 마루',
    body: '12 new messages in 3 rooms, 2 of them for you',
  });
  expect(digestOf('마루', 2, 1, 1).body).toBe('2 new messages in one room, one of them for you');
  expect(digestOf('마루', 2, 1, 0).body).toBe('2 new messages in one room');
  speech.speak('ko');
  expect(digestOf('마루', 12, 3, 2).body).toBe('방 3곳에 새 메시지 12개가 있어요. 그중 2개는 나에게 온 거예요');
});

test('a poll is called one', () => {
  const { entry } = arrival('poll');
  const body = { ...entry.body, poll: { options: ['가', '나'], anonymous: false, many: false, closesAt: null } };
  expect(noticeOf(arrival('poll', { entry: { ...entry, body } }), view).body).toBe('Poll: 국밥 어때요');
});

test('a long text is cut, and no character with it', () => {
  expect(cut('가'.repeat(200))).toHaveLength(200);
  expect(cut(`${'가'.repeat(198)}😀나다`)).toBe(`${'가'.repeat(198)}…`);
});

describe('a keyword', () => {
  test.each([
    ['배포', '오늘 배포 있어요'],
    ['배포', '배포는 내일이에요'],
    ['배포', '“배포”부터 합시다'],
    ['배포', '언제 하죠, 배포?'],
    ['deploy', 'Who did the DEPLOY?'],
    ['deploy', 'deploy를 먼저 해요'],
    ['c++', 'I like C++ a lot'],
    ['점심 시간', '점심 시간이에요'],
  ])('%s is said in: %s', (word, text) => expect(findWord(text, ['없는말', word])).toBe(word));
  test.each([
    ['배포', '재배포 금지'],
    ['배포', '배포판을 골라요'],
    ['deploy', 'redeploy'],
    ['deploy', 'deployment'],
    ['a.c', 'abc'],
  ])('%s is not said in: %s', (word, text) => expect(findWord(text, [word])).toBeNull());
});

describe('the hours in which something is told', () => {
  const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, 22 + day, hour, minute).getTime(); // 22 is a Sunday
  const office = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 18 * 60 };
  const night = { days: [5], from: 22 * 60, to: 6 * 60 };
  test('without any, always', () => expect(isOff(null, at(0, 3))).toBe(false));
  test.each([
    [at(1, 8, 59), true],
    [at(1, 9), false],
    [at(5, 17, 59), false],
    [at(5, 18), true],
    [at(6, 12), true],
    [at(0, 12), true],
  ])('an office week: %s', (when, off) => expect(isOff(office, when)).toBe(off));
  test.each([
    [at(5, 21, 59), true],
    [at(5, 22), false],
    [at(6, 5, 59), false],
    [at(6, 6), true],
    [at(5, 3), true],
    [at(6, 23), true],
  ])('over midnight it is the day they begin on: %s', (when, off) => expect(isOff(night, when)).toBe(off));
  test('from a time to the same one is the whole day, until that time', () => {
    const all = { days: [3], from: 480, to: 480 };
    expect([at(3, 7, 59), at(3, 8), at(3, 23), at(4, 7, 59), at(4, 8)].map((when) => isOff(all, when))).toEqual([
      ...[true, false, false, false, true],
    ]);
  });
  test('on no day, never', () => expect(isOff({ ...office, days: [] }, at(1, 12))).toBe(true));
});

test('a burst in a room is told by its first few, then by one that is put up to date', () => {
  let now = 0;
  const timers: { at: number; go: () => void }[] = [];
  const pace = new Pace({
    now: () => now,
    after(ms, go) {
      const timer = { at: now + ms, go };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  });
  const shown: [string, number, boolean][] = [];
  const tell = (place: string) => pace.tell(place, (count, late) => shown.push([place, count, late]));
  const pass = (ms: number) => {
    now += ms;
    for (const timer of timers.splice(0, timers.length).sort((a, b) => a.at - b.at))
      if (timer.at <= now) timer.go();
      else timers.push(timer);
  };
  for (let said = 0; said < 300; said += 1) tell('a');
  tell('b');
  expect(shown).toEqual([...[1, 2, 3, 4, 5].map((count) => ['a', count, false]), ['b', 1, false]]);
  pass(1_000);
  expect(shown.at(-1)).toEqual(['a', 300, true]);
  pass(1_000);
  tell('a');
  expect(shown.at(-1)).toEqual(['a', 301, false]);
  for (let said = 0; said < 5; said += 1) tell('a');
  pace.forget('a');
  const before = shown.length;
  pass(2_000);
  expect(shown).toHaveLength(before);
  tell('a');
  expect(shown.at(-1)).toEqual(['a', 1, false]);
});
