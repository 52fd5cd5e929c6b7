/** Numbers, dates and spans as each language writes them. */
import type { Language } from '../../protocol';

/** Made when it is asked for first: each reads tables of its language, and a start needs few of them. */
const lazily = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

export class Formats {
  readonly #number: () => Intl.NumberFormat;
  readonly #megabytes: () => Intl.NumberFormat;
  readonly #kilobytes: () => Intl.NumberFormat;
  readonly #plural: () => Intl.PluralRules;
  readonly #time: () => Intl.DateTimeFormat;
  readonly #day: () => Intl.DateTimeFormat;
  readonly #dayWithYear: () => Intl.DateTimeFormat;
  readonly #moment: () => Intl.DateTimeFormat;
  readonly #relative: () => Intl.RelativeTimeFormat;

  constructor(language: Language) {
    const numbers = (options?: Intl.NumberFormatOptions) => lazily(() => new Intl.NumberFormat(language, options));
    const dates = (options: Intl.DateTimeFormatOptions) => lazily(() => new Intl.DateTimeFormat(language, options));
    this.#number = numbers();
    const bytes = { style: 'unit', maximumSignificantDigits: 3 } as const;
    this.#megabytes = numbers({ ...bytes, unit: 'megabyte' });
    this.#kilobytes = numbers({ ...bytes, unit: 'kilobyte' });
    this.#plural = lazily(() => new Intl.PluralRules(language));
    this.#time = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    this.#day = dates({ month: 'long', day: 'numeric', weekday: 'long' });
    this.#dayWithYear = dates({ dateStyle: 'full' });
    this.#moment = dates({ dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23' });
    this.#relative = lazily(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
  }

  number(value: number): string {
    return this.#number().format(value);
  }

  /** 12.5 MB: of 1,000,000 bytes each, as systems count them; less than one in kB. */
  bytes(count: number): string {
    return count < 1_000_000 ? this.#kilobytes().format(count / 1_000) : this.#megabytes().format(count / 1_000_000);
  }

  /** Chooses the form that goes with a count: `plural(n, { one: 'message', other: 'messages' })`. */
  plural(count: number, forms: { one: string; other: string }): string {
    return this.#plural().select(count) === 'one' ? forms.one : forms.other;
  }

  /** 10:06 */
  time(at: number): string {
    return this.#time().format(at);
  }

  /** Saturday, November 21, with the year where it is not this one. */
  day(at: number, now = Date.now()): string {
    const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
    return (sameYear ? this.#day : this.#dayWithYear)().format(at);
  }

  /** 10:06, and its day where that is not today. */
  when(at: number, now = Date.now()): string {
    const today = startOfDay(at) === startOfDay(now);
    return today ? this.time(at) : `${this.day(at, now)} ${this.time(at)}`;
  }

  /** The whole date and time, for a tooltip. */
  moment(at: number): string {
    return this.#moment().format(at);
  }

  /** Today, yesterday, 3 days ago: whole calendar days between two times. */
  daysAgo(at: number, now = Date.now()): string {
    const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
    return this.#relative().format(days, 'day');
  }
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
