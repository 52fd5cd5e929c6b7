/** A number in a small place. */
import { speech } from '../words';

const MOST = 99;

/** What is drawn and said where how many exactly would help nobody. */
export const shortCount = (count: number): string => (count > MOST ? `${MOST}+` : speech.formats.number(count));
