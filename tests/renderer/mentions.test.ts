import { describe, expect, test } from 'vitest';
import { findEverybody, findMentions, findNobodies } from '../../protocol';

const people = ['나래', '민수', '지훈', '김 한결', 'Mateo', 'Mateo Rossi', '이'].map((name, at) => ({
  member: `person-${at}`,
  name,
}));
const named = (text: string) => findMentions(text, people).map(({ start, end }) => text.slice(start + 1, end));

describe('a name with what Korean puts behind it is still that name', () => {
  const behind = [
    '',
    '야',
    '님',
    '은',
    '는',
    '이랑',
    '랑',
    '에게',
    '한테',
    '한테만은',
    '께서는',
    '님께서',
    '님이랑도',
    '씨',
    '들',
  ];
  test.each([
    ...behind,
    '팀장님',
    '과장님께',
    '이가',
    '의',
    '도',
    '만',
    '까지도',
    '처럼',
    '라고',
    '예요',
    '입니다',
    '네',
  ])('@민수%s', (particle) => {
    expect(named(`@민수${particle} 봐 주세요`)).toEqual(['민수']);
    expect(named(`어제 @지훈${particle}`)).toEqual(['지훈']);
  });

  test('what is no particle goes on as another word', () => {
    expect(named('@민수정 @나래울 @지훈련')).toEqual([]);
    expect(named('@이상한 사람')).toEqual([]);
    expect(named('@이랑')).toEqual(['이']);
  });

  test('another writing begins another word', () => {
    expect(named('@Mateo는 @Mateo님께 @Mateo시안')).toEqual(['Mateo', 'Mateo', 'Mateo']);
    expect(named('@Mateos @Mateo2')).toEqual([]);
  });
});

test('where one name begins another, the longer one; with its space', () => {
  expect(named('@Mateo Rossi, @Mateo ross, @mateo!')).toEqual(['Mateo Rossi', 'Mateo', 'mateo']);
  expect(named('@김 한결이랑 @김')).toEqual(['김 한결']);
});

test('signs around a name do not hide it', () => {
  expect(named('(@나래), "@민수"! *@지훈* @나래/@민수 그럼@나래?\n@민수')).toEqual([
    ...['나래', '민수', '지훈', '나래', '민수', '나래', '민수'],
  ]);
});

test('addresses, hosts and links name nobody', () => {
  expect(named('mail@Mateo narae@나래.kr a.b+c@민수 @Mateo.example.com @Mateo@host')).toEqual([]);
  expect(named('https://example.com/@나래 과 http://x/?q=@민수')).toEqual([]);
});

test('code names nobody', () => {
  expect(named('`@나래` ``a ` @민수`` @지훈')).toEqual(['지훈']);
  expect(named('```\n@나래\n```\n@민수\n~~~~ts\n@지훈\n~~~\n@지훈\n~~~~\n@Mateo')).toEqual(['민수', 'Mateo']);
  expect(named('```\n@나래 and nobody closes it')).toEqual([]);
  expect(named('a lone ` does not hide @나래')).toEqual(['나래']);
});

test('of namesakes the one that was chosen', () => {
  const twice = [{ member: 'chosen', name: '나래' }, ...people];
  expect(findMentions('@나래', twice)).toEqual([{ member: 'chosen', name: '나래', start: 0, end: 3 }]);
});

test('everybody is called by @room and @here, unless somebody who was chosen has that name', () => {
  expect(findEverybody('@here 점심?')).toBe('here');
  expect(findEverybody('@room은 읽어 주세요 @here')).toBe('room');
  expect(findEverybody('chat@room `@here` @rooms @hereby')).toBeNull();
  const found = findMentions('@room', [{ member: 'x', name: 'Room' }]);
  expect(findEverybody('@room', found)).toBeNull();
});

test('a name that nobody has is found as it stands; code and addresses are none', () => {
  const nobodies = (text: string) => findNobodies(text, findMentions(text, people)).map(({ name }) => name);
  expect(nobodies('@nobody @나래 @민쑤야 `@code` a@b @here @ 3 @')).toEqual(['nobody', '민쑤야']);
});

test('a text made to be slow is not', () => {
  const texts = ['@'.repeat(8_000), '`@'.repeat(4_000), 'a@'.repeat(4_000), `${'x'.repeat(4_000)}${'@'.repeat(4_000)}`];
  for (const text of texts) {
    const start = performance.now();
    findNobodies(text, findMentions(text, people));
    expect(performance.now() - start).toBeLessThan(1_000);
  }
});
