/** Standard output is data and nothing else; what is said to people goes to standard error. */
import { exits } from './exits';

/** A terminal obeys these, whoever wrote them (ECMA-48 §5.2, §5.3; UAX 9 §2): nobody's text moves a cursor or turns a line around. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu;

/** A text as it may stand on a terminal: line breaks stay, a tab is a space, what a terminal would obey is gone. */
export const harmless = (text: string): string =>
  text.replace(/\r\n?/gu, '\n').replace(/\t/gu, ' ').replace(OBEYED, '\ufffd');

/** One line of JSON. Beyond what JSON asks, it escapes what a terminal obeys and what some programs take for a line's end. */
export const jsonLine = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

export class Output {
  /** Lines are JSON: somebody asked for it, or no person reads along. */
  readonly json: boolean;
  /** Whoever reads does not keep up: no more is written before this is over. */
  #full: Promise<void> | null = null;

  constructor(json: boolean) {
    this.json = json || !process.stdout.isTTY;
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      // Whoever read has had enough, as with `head`.
      if (error.code === 'EPIPE') process.exit(exits.fine);
      throw error;
    });
    process.stderr.on('error', () => undefined);
  }

  /** A value for programs, or its line for people. */
  data(value: unknown, line: () => string): void {
    this.line(this.json ? jsonLine(value) : line());
  }

  line(text: string): void {
    if (process.stdout.write(`${text}\n`) || this.#full) return;
    this.#full = new Promise((resolve) =>
      process.stdout.once('drain', () => {
        this.#full = null;
        resolve();
      }),
    );
  }

  async room(): Promise<void> {
    await this.#full;
  }

  say(text: string): void {
    process.stderr.write(`${harmless(text)}\n`);
  }

  /** Resolves when all that was written has left. */
  flushed(): Promise<void> {
    return new Promise((resolve) => process.stdout.write('', () => resolve()));
  }
}
