/**
 * Asks main of the words that somebody writes. Chromium draws the lines, and asks of the words of one writing at a time: of
 * Hangul where a field has any, else of Latin letters.
 */
import { webFrame } from 'electron';
import { limits } from '../protocol/limits';
import { spellingLanguageOf, type SpellingLanguage } from '../protocol/spelling';
import { plainText } from './plain-text';

/** @param ask which of the words are wrong */
export function watchSpelling(ask: (language: SpellingLanguage, words: string[]) => Promise<readonly string[]>): void {
  let language: SpellingLanguage | null = null;
  const textIn = (field: EventTarget | null): string | null =>
    field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement ? field.value : null;
  const provide = (next: SpellingLanguage) => {
    if (language === next) return;
    language = next;
    webFrame.setSpellCheckProvider(next, {
      spellCheck(words, answer) {
        const text = textIn(document.activeElement);
        const plain = text === null ? null : plainText(text.normalize('NFC'));
        // Hangul comes taken apart into its letters, and goes back as it came.
        const asked = new Map(
          words
            .map((word): [string, string] => [word.normalize('NFC'), word])
            .filter(([word]) => word.length <= limits.spelling.word && (plain === null || plain.includes(word)))
            .slice(0, limits.spelling.asked),
        );
        if (asked.size === 0) answer([]);
        else void ask(next, [...asked.keys()]).then((wrong) => answer(wrong.flatMap((word) => asked.get(word) ?? [])));
      },
    });
  };
  const look = ({ target }: Event) => {
    const text = textIn(target);
    if (text !== null) provide(spellingLanguageOf(text));
  };
  document.addEventListener('focusin', look, true);
  document.addEventListener('input', look, true);
  provide('en');
}
