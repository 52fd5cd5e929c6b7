/**
 * Asks main of the words that somebody writes. Chromium draws the lines, and asks of the words of one writing at a time: of
 * Hangul where a field has any, else of Latin letters.
 */
import { ipcRenderer, webFrame } from 'electron';
import { channel } from '../protocol/channel';
import type { Answer } from '../protocol/define';
import { limits } from '../protocol/limits';
import { spellingLanguageOf, type SpellingLanguage } from '../protocol/spelling';
import { plainText } from './plain-text';

/** Which of the words are wrong. While main goes away, none. */
async function wrongOf(language: SpellingLanguage, words: string[]): Promise<readonly string[]> {
  try {
    const asked: unknown = await ipcRenderer.invoke(channel.call('misspelled'), { language, words });
    const answer = asked as Answer<{ wrong: string[] }>;
    return answer.ok ? answer.value.wrong : [];
  } catch {
    return [];
  }
}

/** Nothing on macOS: it has its own, which Chromium asks by itself. */
export function watchSpelling(): void {
  if (process.platform === 'darwin') return;
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
        else
          void wrongOf(next, [...asked.keys()]).then((wrong) => answer(wrong.flatMap((word) => asked.get(word) ?? [])));
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
