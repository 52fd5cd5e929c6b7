import { expect, test } from 'vitest';
import { matches, ranked } from '../../renderer/words/matching';

/** A text with what was found in it between brackets. */
function marked(query: string, text: string): string | null {
  const ranges = matches(query, text);
  if (!ranges) return null;
  let done = 0;
  const parts = ranges.map(([start, end]) => {
    const part = `${text.slice(done, start)}[${text.slice(start, end)}]`;
    done = end;
    return part;
  });
  return parts.join('') + text.slice(done);
}

test.each([
  ['a part', '리뷰', '시안-리뷰', '시안-[리뷰]'],
  ['nothing', '', '시안', '시안'],
  ['initials', 'ㅅㅇㄹ', '시안-리뷰', '[시안]-[리]뷰'],
  ['initials over a gap', 'ㅅㅇㄹ', '회의실-사용-로그', '회의실-[사용]-[로]그'],
  ['initials of a name before other things', 'ㅅㅇㄹ', '서아름: parts-light.png', '[서아름]: parts-light.png'],
  ['double initials', 'ㅆㅁ', '쌍문동', '[쌍문]동'],
  ['initials that an input method joined', 'ㄳ', '공사', '[공사]'],
  ['syllables and initials', '시ㅇㄹ', '시안-리뷰', '[시안]-[리]뷰'],
  ['the same, as it is composed', '싱ㄹ', '시안-리뷰', '[시안]-[리]뷰'],
  ['initials, then a syllable', 'ㅎ의', '회의실', '[회의]실'],
  ['a half-typed last syllable', '회으', '회의', '[회의]'],
  ['one with the next consonant in it', '싱', '시안', '[시안]'],
  ['one with half a double final', '갑', '값', '[값]'],
  ['a final that will move on', '닭', '달걀', '[달걀]'],
  ['a vowel on its way', '고', '과일', '[과]일'],
  ['other spacing', '시안리뷰', '시안 리뷰', '[시안] [리뷰]'],
  ['a space for a hyphen', '시안 리뷰', '시안-리뷰', '[시안]-[리뷰]'],
  ['words in another order', '리뷰 시안', '시안-리뷰', '[시안]-[리뷰]'],
  ['Latin in any case', 'MAT', 'Mateo', '[Mat]eo'],
  ['Latin inside', 'teo', 'Mateo', 'Ma[teo]'],
  ['both writings', 'v7시안', '로비 v7시안', '로비 [v7시안]'],
  ['Korean on a Latin keyboard', 'dkssud', '안녕', '[안녕]'],
  ['initials on it', 'tdf', '시안-리뷰', '[시안]-[리]뷰'],
  ['with its shift key', 'Tkd', '쌍문', '[쌍]문'],
  ['Latin on a Korean keyboard', 'ㅡㅁㅅ대', 'Mateo', '[Mateo]'],
  ['a decomposed query', '시안'.normalize('NFD'), '시안', '[시안]'],
  ['behind an emoji', '나래', '🎉나래', '🎉[나래]'],
  ['the better place of two', 'ab', 'xab ab', 'xab [ab]'],
])('%s', (_what, query, text, expected) => {
  expect(marked(query, text)).toBe(expected);
});

test.each([
  ['시인', '시안'],
  ['ㅅㅇㄹ', '사랑방'],
  ['의회', '회의'],
  ['ab', 'a b'],
  ['시안 없음', '시안-리뷰'],
  ['ㅏ', '가'],
  ['회으ㄹ', '회의실'],
])('%s is not found in %s', (query, text) => {
  expect(matches(query, text)).toBeNull();
});

test('the nearest come first: the whole, the beginning, a word, inside, initials, other keys; among equals the order stays', () => {
  const rooms = ['회의실-공지', '점심공지', '공지사항', '공지', '가지', '공자', '공지함'];
  expect(ranked('공지', rooms, (room) => [room]).map(({ item }) => item)).toEqual([
    '공지',
    '공지사항',
    '공지함',
    '회의실-공지',
    '점심공지',
  ]);
  expect(ranked('ㄱㅈ', rooms, (room) => [room]).map(({ item }) => item)).toEqual([
    '공지',
    '가지',
    '공자',
    '공지사항',
    '공지함',
    '회의실-공지',
    '점심공지',
  ]);
  expect(ranked('rh', ['공책', 'rhino'], (one) => [one]).map(({ item }) => item)).toEqual(['rhino', '공책']);
});

test('another name finds it too, behind its own, with nothing marked', () => {
  const emoji = [
    { is: '😀', called: ['grinning', '웃음'] },
    { is: '😄', called: ['웃음', 'smile'] },
  ];
  expect(ranked('웃', emoji, ({ called }) => called)).toEqual([
    { item: emoji[1], ranges: [[0, 1]] },
    { item: emoji[0], ranges: [] },
  ]);
});

test('a long query and a long text end at once', () => {
  expect(matches('ㅅ'.repeat(10_000), '사'.repeat(8_000))).toHaveLength(1);
  expect(matches('가나'.repeat(40), '가'.repeat(8_000))).toBeNull();
});
