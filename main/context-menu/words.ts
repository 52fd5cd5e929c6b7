/** What the menu at the pointer says. What the menu bar says as well is said in its words. */
import type { Language } from '../../protocol';
import { menuWords, unmarked } from '../menu/words';

const own = {
  en: {
    nothing: 'No suggestions',
    learn: 'Add to your words',
    openLink: 'Open link',
    copyLink: 'Copy link',
  },
  ko: {
    nothing: '추천할 말이 없어요',
    learn: '내 낱말에 넣기',
    openLink: '링크 열기',
    copyLink: '링크 복사',
  },
};

const inBoth = ['undo', 'redo', 'cut', 'copy', 'paste', 'pastePlain', 'selectAll'] as const;

const wordsOf = (language: Language) => ({
  ...own[language],
  ...(Object.fromEntries(inBoth.map((name) => [name, unmarked(menuWords[language][name])])) as Record<
    (typeof inBoth)[number],
    string
  >),
});

export const contextWords: Readonly<Record<Language, ReturnType<typeof wordsOf>>> = {
  en: wordsOf('en'),
  ko: wordsOf('ko'),
};
