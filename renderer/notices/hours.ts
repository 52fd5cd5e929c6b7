/** The hours of the week in which something is told. Pure. */
import type { NoticeHours } from '../../protocol';

/** @param now milliseconds since 1970; the hours are those of this device's clock and zone, and go with its summer time */
export function isOff(hours: NoticeHours | null, now: number): boolean {
  if (!hours) return false;
  const at = new Date(now);
  const { days, from, to } = hours;
  const minute = at.getHours() * 60 + at.getMinutes();
  const [today, yesterday] = [days.includes(at.getDay()), days.includes((at.getDay() + 6) % 7)];
  if (from < to) return !(today && minute >= from && minute < to);
  return !((today && minute >= from) || (yesterday && minute < to));
}
