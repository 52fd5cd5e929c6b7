/** How long, in the words of the screen: the largest unit that fits without a rest. */
import { speech } from '../../words';

/** @param seconds whole, above 0 */
export function spanOf(seconds: number): string {
  const { people } = speech.words;
  const say = (unit: typeof people.seconds, count: number) => unit(speech.formats.number(count), count === 1);
  if (seconds % 3_600 === 0) return say(people.hours, seconds / 3_600);
  return seconds % 60 === 0 ? say(people.minutes, seconds / 60) : say(people.seconds, seconds);
}
