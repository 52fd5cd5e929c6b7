/** The menu's keys for the end, while there is no menu that could hear them. */
import type { Input } from 'electron';

type Pressed = Pick<Input, 'type' | 'key' | 'code' | 'control' | 'meta' | 'alt' | 'shift'>;

/** Ctrl and a letter: by what is written with it, or by its place where the layout writes none of the Latin alphabet there. */
export function isEndKey({ type, key, code, control, meta, alt, shift }: Pressed, letter: 'q' | 'w'): boolean {
  const meant = key.toLowerCase() === letter || (!/^[ -~]$/u.test(key) && code === `Key${letter.toUpperCase()}`);
  return type === 'keyDown' && control && !meta && !alt && !shift && meant;
}
