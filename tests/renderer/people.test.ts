/** What is said and offered about people, with no screen. */
import { beforeEach, expect, test } from 'vitest';
import { limits, moderationCalls, parse, roles, type AuditLine, type Member, type Role } from '../../protocol';
import { mayAbout, muteEnd } from '../../renderer/conversation/people/acts';
import { told } from '../../renderer/conversation/people/audit';
import { spanOf } from '../../renderer/conversation/people/spans';
import { speech } from '../../renderer/words';
import { testId } from '../support/ports';

const [narae, mateo] = [testId(1), testId(2)];
const names = new Map([
  [narae, '나래'],
  [mateo, 'Mateo: 2'],
]);
const nameOf = (id: string) => names.get(id) ?? null;
const line = (more: Partial<AuditLine>): AuditLine => ({
  ...{ seq: 1, at: 0, by: narae, act: 'remove', subject: mateo, detail: '' },
  ...more,
});
const someone = (role: Role, id = testId(3)): Pick<Member, 'id' | 'role' | 'standing'> => ({
  id,
  role,
  standing: 'in',
});

beforeEach(() => speech.speak('en'));

test('a line of the record is a sentence with the names of today, and what was written with it', () => {
  expect(told(line({ detail: 'Mateo: 2: too loud' }), nameOf)).toEqual({
    sentence: '나래 removed Mateo: 2.',
    more: '“too loud”',
  });
  expect(told(line({ act: 'role', detail: 'Mateo: 2: moderator' }), nameOf).more).toBe('moderator');
  expect(told(line({ act: 'slow', subject: null, detail: '시안: 90 s' }), nameOf)).toEqual({
    sentence: '나래 changed how fast a room is.',
    more: '# 시안 · 90 seconds',
  });
  expect(
    told(line({ act: 'mute', detail: `Mateo: 2: ${new Date(limits.lastMoment).toISOString()}` }), nameOf).more,
  ).toBe('until somebody gives it back');
  // Somebody this device never heard of has the name that was written down.
  expect(told(line({ act: 'admit', subject: null, detail: '수빈' }), nameOf).sentence).toBe('나래 let 수빈 in.');
  expect(told(line({ act: 'join', by: null, subject: testId(9), detail: '한결: guest' }), nameOf)).toEqual({
    sentence: '한결 joined.',
    more: 'guest',
  });
  speech.speak('ko');
  expect(told(line({ act: 'ban', detail: 'Mateo: 2' }), nameOf)).toEqual({
    sentence: '나래님이 Mateo: 2님을 내보내고 막았어요.',
    more: null,
  });
});

test('nobody is offered anything about themselves, their equals or those above, or about who is gone', () => {
  for (const role of roles) {
    expect(mayAbout(someone(role, narae), 'remove', someone('guest', narae))).toBe(false);
    expect(mayAbout(someone(role, narae), 'remove', someone(role))).toBe(false);
    expect(mayAbout(someone(role, narae), 'mute', someone('host'))).toBe(false);
  }
  expect(mayAbout(someone('moderator', narae), 'remove', someone('member'))).toBe(true);
  expect(mayAbout(someone('moderator', narae), 'appoint', someone('member'))).toBe(false);
  expect(mayAbout(someone('host', narae), 'appoint', someone('moderator'))).toBe(true);
  expect(mayAbout(someone('host', narae), 'remove', { ...someone('member'), standing: 'removed' })).toBe(false);
});

test('a silence without an end is a time that the wire takes and a date can hold', () => {
  const until = muteEnd('open', Date.now());
  expect(parse(moderationCalls.mute.input, { member: mateo, until })).toMatchObject({ ok: true });
  expect(() => new Date(until).toISOString()).not.toThrow();
  expect(muteEnd('hour', 1_000)).toBe(3_601_000);
});

test.each([
  [1, '1 second', '1초'],
  [30, '30 seconds', '30초'],
  [60, '1 minute', '1분'],
  [90, '90 seconds', '90초'],
  [21_600, '6 hours', '6시간'],
])('%i seconds are said as %s', (seconds, english, korean) => {
  expect(spanOf(seconds)).toBe(english);
  speech.speak('ko');
  expect(spanOf(seconds)).toBe(korean);
});
