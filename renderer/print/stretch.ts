/** Which part of a conversation is printed. Pure. */

/** held: what this device holds. */
export const stretches = ['held', 'today', 'week', 'between'] as const;
export type Stretch = (typeof stretches)[number];

/** Moments in milliseconds since 1970; both count. */
export interface Span {
  from: number;
  to: number;
}

const DAYS = 7;

/** The beginning of the day that is `days` before that of `at`, by the calendar: days are not all as long. */
function dayBefore(at: number, days: number): number {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - days).getTime();
}

/** `2026-11-21`, as a field for dates writes the day of a moment. */
export function dateOf(at: number): string {
  const day = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The beginning of a day that a field for dates tells; null for what is none. */
function dayOf(date: string): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/u.exec(date);
  return found ? new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3])).getTime() : null;
}

/**
 * @param between the first and the last day, as fields for dates tell them
 * @returns null where the days are none, or the wrong way round
 */
export function spanOf(stretch: Stretch, now: number, between: { from: string; to: string }): Span | null {
  switch (stretch) {
    case 'held':
      return { from: -Infinity, to: Infinity };
    case 'today':
      return { from: dayBefore(now, 0), to: Infinity };
    case 'week':
      return { from: dayBefore(now, DAYS - 1), to: Infinity };
    case 'between': {
      const [from, last] = [dayOf(between.from), dayOf(between.to)];
      return from === null || last === null || from > last ? null : { from, to: dayBefore(last, -1) - 1 };
    }
  }
}
