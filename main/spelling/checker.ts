/** Asks the dictionaries, in a thread that is there while it is needed. What goes wrong there makes no word wrong. */
import { Worker } from 'node:worker_threads';
import { limits, type SpellingLanguage } from '../../protocol';
import type { Log } from '../log';
import type { Question, Reply } from './messages';

export interface Checker {
  /** @returns those of the words that are wrong */
  wrong(language: SpellingLanguage, words: readonly string[]): Promise<readonly string[]>;
  /** @returns what may have been meant, the likeliest first */
  suggest(language: SpellingLanguage, word: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Where nobody asks for spelling: in development, to have a start without its dictionaries (MARU_SPELLING=off). */
export const noChecker: Checker = { wrong: async () => [], suggest: async () => [], stop: async () => undefined };

interface CheckerParts {
  /** The thread's file. */
  file: string;
  log: Log;
  /** No thread is started before that: its dictionaries take the machine from a page that is being drawn. */
  after?: Promise<void>;
  /** In ms without a question, until the thread ends. */
  idle?: number;
}

export function openChecker({
  file,
  log,
  after = Promise.resolve(),
  idle = limits.spelling.idle,
}: CheckerParts): Checker {
  let worker: Worker | null = null;
  let last = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  const waiting = new Map<number, (found: readonly string[]) => void>();

  const end = async (): Promise<void> => {
    const ended = worker;
    worker = null;
    if (timer) clearTimeout(timer);
    waiting.forEach((answer) => answer([]));
    waiting.clear();
    await ended?.terminate();
  };
  const start = (): Worker => {
    const made = new Worker(file);
    made.on('message', ({ id, found }: Reply) => {
      waiting.get(id)?.(found);
      waiting.delete(id);
    });
    made.on('error', (error) => {
      log.error('the dictionaries failed', error);
      if (worker === made) void end();
    });
    // Spelling holds up no quitting.
    made.unref();
    return made;
  };
  const ask = async (question: Omit<Question, 'id'>): Promise<readonly string[]> => {
    await after;
    if (stopped) return [];
    worker ??= start();
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void end(), idle);
    timer.unref();
    last += 1;
    const id = last;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      worker?.postMessage({ id, ...question } satisfies Question);
    });
  };

  return {
    wrong: (language, words) => ask({ language, words }),
    suggest: (language, word) => ask({ language, word }),
    stop() {
      stopped = true;
      return end();
    },
  };
}
