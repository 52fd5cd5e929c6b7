/** What main and the thread with the dictionaries say to each other. */
import type { SpellingLanguage } from '../../protocol';

export interface Question {
  id: number;
  language: SpellingLanguage;
  /** The wrong ones of these are wanted. */
  words?: readonly string[];
  /** What may have been meant by this is wanted. */
  word?: string;
}

export interface Reply {
  id: number;
  /** The wrong words, or the suggestions. */
  found: string[];
}
