import { expect, test } from 'vitest';
import { MemberName, parse, type Member, type Room } from '../../protocol';
import { nameOf, othersOf, titleOf } from '../../renderer/conversation/names';
import { namesakesOf, skeletonOf } from '../../renderer/conversation/people/namesakes';
import { speech } from '../../renderer/words';

const member = (end: string, name: string, standing: Member['standing'] = 'in'): Member => ({
  id: `01985f2e-0000-7000-8000-${end.padStart(12, '0')}`,
  name,
  role: 'member',
  via: 'app',
  private: true,
  joinedAt: 0,
  standing,
  mutedUntil: null,
  status: null,
  quietUntil: null,
});
const byId = (...members: Member[]) => new Map(members.map((one) => [one.id, one]));

test.each([
  ['a space', '나래', '나 래'],
  ['a space of another kind', '나래', '나\u3000래'],
  ['a joiner that draws nothing', '나래', '나\u200d래'],
  ['a Hangul filler', '나래', '나\u3164래'],
  ['single letters', '나래', 'ㄴㅏㄹㅐ'],
  ['half-width letters', '나래', 'ﾤￂﾩￃ'],
  ['a full stop', '나래', '나래.'],
  ['case', 'Mateo', 'mATEO'],
  ['a Cyrillic letter', 'Mateo', 'M\u0430teo'],
  ['two of them', 'Mateo', '\u041c\u0430teo'],
  ['Greek ones', 'Mateo', 'Μαtεο'],
  ['an accent', 'Mateo', 'Matéo'],
  ['marks', 'Mateo', 'M\u0336a\u0336teo'],
  ['full-width letters', 'Mateo', 'Ｍａｔｅｏ'],
  ['mathematical letters', 'Mateo', '𝐌𝐚𝐭𝐞𝐨'],
  ['a digit', 'Milo', 'Mi1o'],
  ['a capital for a small letter', 'Milo', 'MiIo'],
  ['a pair of letters', 'Homer', 'Horner'],
  ['a mark of their own', '나래', '나래 ·3f'],
])('a name with %s looks like another', (_what, one, other) => {
  expect(skeletonOf(other)).toBe(skeletonOf(one));
});

test.each([
  ['나래', '나라'],
  ['Mateo', 'Matteo'],
  ['한결', '한길'],
  ['나래', '나래🎉'],
  ['...', '!!!'],
])('%s and %s are told apart', (one, other) => {
  expect(skeletonOf(other)).not.toBe(skeletonOf(one));
});

test('namesakes get a mark from their id, each of them, and so much of it as tells them apart', () => {
  const [first, second, other] = [member('a3f', '나래'), member('b3f', '나 래'), member('c', '한결')];
  const members = byId(first, second, other);
  expect([first, second, other].map((one) => nameOf(one, members))).toEqual(['나래 ·a3f', '나 래 ·b3f', '한결']);
  expect(nameOf(first)).toBe('나래');
  expect(namesakesOf(members)).toBe(namesakesOf(members));
});

test('who was removed is still told from who comes after them', () => {
  const [gone, here] = [member('11', 'Mateo', 'removed'), member('22', 'Маteo')];
  expect(nameOf(here, byId(gone, here))).toBe('Маteo ·22');
});

test('a name takes no control along, piles no marks, and shows something', () => {
  const said = (name: string) => {
    const parsed = parse(MemberName, name);
    return parsed.ok ? parsed.value : parsed.error.rule;
  };
  expect(said('\u202eoetaM')).toBe('oetaM');
  expect(said('나래\u2066\u2069 ')).toBe('나래');
  expect(said(`Z${'\u0336'.repeat(60)}`)).toBe(`Z${'\u0336'.repeat(4)}`);
  for (const empty of ['\u3164', '\u200d\u200c', '\u2800', '\ufe0f', ' \u115f '])
    expect(said(empty)).toBe('characters');
});

test('a direct conversation is called by its people, in the language of the screen', () => {
  const [me, yunseo, mateo] = [member('1', '나래'), member('2', '윤서'), member('3', 'Mateo')];
  const people = { me: me.id, members: byId(me, yunseo, mateo) };
  const direct = (...members: Member[]): Room => ({
    id: me.id,
    commons: false,
    kind: 'direct',
    name: '',
    topic: '',
    createdBy: me.id,
    createdAt: 0,
    slow: 0,
    archived: false,
    members: members.map(({ id }) => id),
    left: [],
  });
  speech.speak('ko');
  expect(titleOf(direct(me, yunseo), people)).toBe('윤서');
  expect(titleOf(direct(me, yunseo, mateo), people)).toBe('윤서, Mateo');
  speech.speak('en');
  expect(titleOf(direct(me, yunseo, mateo), people)).toBe('윤서, Mateo');
  expect(othersOf(direct(me), me.id)).toEqual([me.id]);
});
