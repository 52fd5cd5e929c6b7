import { expect, test } from 'vitest';
import { literal } from '../../main/markup';

const visible = (text: string) => text.replaceAll('\u2060', '');

test.each([
  '<b>굵게</b>',
  '<a href="http://x">x</a>',
  '1 < 2 && 3 > 2',
  '&amp; &#60;b&#62;',
  '<img src=x>',
  '안녕하세요 🙂',
])('what a person reads stays the same, and no tag or entity is left: %s', (text) => {
  expect(visible(literal(text))).toBe(text);
  expect(literal(text)).not.toMatch(/<[a-z/!?]|&[a-z#]/iu);
});
