/**
 * Checks what is written, on this machine alone: Chromium's own checker would fetch dictionaries from its maker, and stays off. On
 * macOS the system's is asked, which has its dictionaries.
 */
import { session } from 'electron';
import { firstSpelling, limits, spellingLanguageOf, type SpellingLanguage } from '../../protocol';
import { ok, type HandlersFor } from '../answers';
import type { Log } from '../log';
import type { Module } from '../module';
import type { SettingsStore } from '../settings';
import type { Checker } from './checker';
import { isChecked, Known } from './known';

interface Parts {
  checker: Checker;
  settings: Pick<SettingsStore, 'current' | 'onChange' | 'save'>;
  platform: NodeJS.Platform;
  log: Log;
}

export interface Spelling extends Module {
  readonly handlers: HandlersFor<'misspelled' | 'spellingNames'>;
  /** What may have been meant; nothing where that takes too long. */
  suggest(word: string): Promise<readonly string[]>;
  /** Keeps a word as one's own. */
  learn(word: string): void;
}

/** Nothing is behind it: should anything ever ask Chromium's checker for a dictionary, it gets none. */
const NOWHERE = 'http://127.0.0.1:1/';

export function checkSpelling({ checker, settings, platform, log }: Parts): Spelling {
  const now = () => settings.current.spelling ?? firstSpelling;
  const checks = (language: SpellingLanguage) => now().on && now().languages.includes(language);
  let names: readonly string[] = [];
  /** Null until somebody writes. */
  let known: Known | null = null;
  /** By language and word, whether it is wrong. The one asked about longest ago is forgotten first. */
  const answers = new Map<string, boolean>();
  const keep = (key: string, wrong: boolean) => {
    answers.delete(key);
    answers.set(key, wrong);
    const [oldest] = answers.keys();
    if (answers.size > limits.spelling.kept && oldest !== undefined) answers.delete(oldest);
  };
  const learnAnew = () => (known = null);
  const isKnown = (word: string) => (known ??= new Known([...names, ...now().words])).has(word);

  async function wrongIn(language: SpellingLanguage, words: readonly string[]): Promise<string[]> {
    if (!checks(language)) return [];
    const asked = words.filter((word) => isChecked(word, language) && !isKnown(word));
    const key = (word: string) => `${language} ${word}`;
    const open = [...new Set(asked)].filter((word) => !answers.has(key(word)));
    const wrong = open.length > 0 ? new Set(await checker.wrong(language, open)) : new Set<string>();
    for (const word of open) keep(key(word), wrong.has(word));
    return asked.filter((word) => wrong.has(word) || answers.get(key(word)) === true);
  }

  return {
    name: 'spelling',
    start() {
      const used = session.defaultSession;
      const mac = platform === 'darwin';
      if (!mac) {
        used.setSpellCheckerLanguages([]);
        used.setSpellCheckerDictionaryDownloadURL(NOWHERE);
      }
      const follow = () => {
        used.setSpellCheckerEnabled(mac && now().on);
        learnAnew();
      };
      follow();
      settings.onChange(follow);
    },
    stop: () => checker.stop(),
    async suggest(word) {
      const language = spellingLanguageOf(word);
      if (!checks(language)) return [];
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<readonly string[]>((resolve) => {
        timer = setTimeout(() => resolve([]), limits.spelling.patience);
      });
      const found = await Promise.race([checker.suggest(language, word), late]);
      clearTimeout(timer);
      // Hunspell's first guess is a space that was left out: He lo.
      const apart = (one: string) => Number(/[\s-]/u.test(one));
      return [...found].sort((a, b) => apart(a) - apart(b)).slice(0, limits.spelling.suggestions);
    },
    learn(word) {
      const { words, ...spelling } = now();
      if (words.includes(word)) return;
      try {
        settings.save({ spelling: { ...spelling, words: [...words, word].slice(-limits.spelling.words) } });
      } catch (error) {
        log.error('a word could not be kept', error);
      }
    },
    handlers: {
      async misspelled({ language, words }) {
        return ok({ wrong: await wrongIn(language, words) });
      },
      spellingNames(told) {
        names = told.names;
        learnAnew();
        return ok({});
      },
    },
  };
}
