/** Checking what one writes: on this machine alone, with dictionaries that are in the package. */
import * as v from 'valibot';
import { call } from './define';
import { limits } from './limits';

export const SpellingLanguage = v.picklist(['en', 'ko']);
export type SpellingLanguage = v.InferOutput<typeof SpellingLanguage>;

export const SpellingWord = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limits.spelling.word));

export const SpellingSettings = v.object({
  on: v.boolean(),
  /** On macOS the system's own are asked. */
  languages: v.pipe(v.array(SpellingLanguage), v.maxLength(SpellingLanguage.options.length)),
  /** The person's own words. */
  words: v.pipe(v.array(SpellingWord), v.maxLength(limits.spelling.words)),
});
export type SpellingSettings = v.InferOutput<typeof SpellingSettings>;

export const firstSpelling: SpellingSettings = { on: true, languages: ['en', 'ko'], words: [] };

export const spellingCalls = {
  misspelled: call(
    'Which of these words are written wrongly. Nothing of it leaves the machine. What is no word of the language is never wrong, and neither is anything while spelling is not checked.',
    v.object({
      language: SpellingLanguage,
      words: v.pipe(v.array(v.pipe(v.string(), v.maxLength(limits.spelling.word))), v.maxLength(limits.spelling.asked)),
    }),
    v.object({ wrong: v.array(v.string()) }),
  ),
  spellingNames: call(
    'Tells main what people and rooms are called: names are not misspelled.',
    v.object({
      names: v.pipe(v.array(v.pipe(v.string(), v.maxLength(limits.serverName))), v.maxLength(limits.spelling.names)),
    }),
    v.object({}),
  ),
} as const;

/** Korean where there is Hangul: a word is asked of one language. */
export const spellingLanguageOf = (text: string): SpellingLanguage => (/\p{Script=Hangul}/u.test(text) ? 'ko' : 'en');
