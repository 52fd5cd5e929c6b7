import type { Words } from '../words';

export const spelling: Words['spelling'] = {
  on: '쓰는 동안 맞춤법 검사하기',
  onHint: '이 컴퓨터 안에서만 검사해요. 쓴 글을 어디로도 보내지 않고, 아무것도 내려받지 않아요.',
  system: '언어는 macOS의 설정을 따라요.',
  language: { en: 'English', ko: '한국어' },
  languageHint: { en: '미국에서 쓰는 대로 검사해요.', ko: '한글이 있는 글에서는 한국어 낱말을 검사해요.' },
  words: '내 낱말',
  wordsHint: '밑줄을 긋지 않아요. 밑줄이 그어진 낱말을 오른쪽 버튼으로 눌러 넣을 수 있어요.',
  none: '아직 없어요.',
  forget: (word) => `‘${word}’ 지우기`,
};
