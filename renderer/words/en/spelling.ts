/** Checking what one writes. */
export const spelling = {
  on: 'Check spelling while you write',
  onHint: 'On this computer alone: nothing you write is sent anywhere for it, and nothing is downloaded.',
  system: 'The languages are those of macOS.',
  language: { en: 'English', ko: '한국어' },
  languageHint: {
    en: 'As it is written in the United States.',
    ko: 'Where a message holds Hangul, its Korean words are checked.',
  },
  words: 'Your words',
  wordsHint: 'Never underlined. A right click on an underlined word adds it.',
  none: 'None yet.',
  forget: (word: string) => `Forget “${word}”`,
};
