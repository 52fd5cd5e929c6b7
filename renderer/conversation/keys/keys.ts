/** The keys of a conversation, as they are pressed and written here. Which there are is in protocol/commands.ts. */
import { chordOf, shortcuts, type Chord, type Command, type Keyboard } from '../../../protocol';

export function keyboardHere(): Keyboard {
  if (typeof navigator === 'undefined') return { mac: false, browser: false };
  // The one answer that every engine gives.
  return { mac: /^mac/i.test(navigator.platform), browser: location.protocol !== 'app:' };
}

/** The key's place on the keyboard, for layouts on which it writes something else: a Korean one gives ㅏ for K. */
const places: Readonly<Record<string, string>> = {
  '/': 'Slash',
  ',': 'Comma',
  '[': 'BracketLeft',
  ']': 'BracketRight',
};
const placeOf = (key: string): string =>
  places[key] ?? (/^[0-9]$/.test(key) ? `Digit${key}` : key.length === 1 ? `Key${key.toUpperCase()}` : key);

/** The digit of a key, by its place in the row where a layout writes something else there. */
export const digitOf = ({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): number | null =>
  /^[0-9]$/.test(key) ? Number(key) : /^Digit[0-9]$/.test(code) ? Number(code.slice(-1)) : null;

function isAmong(pressed: Pressed, { key, to }: Chord): boolean {
  const digit = digitOf(pressed);
  return to !== undefined && digit !== null && digit >= Number(key) && digit <= Number(to);
}

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The command that is meant by a key, or null. All modifiers count: AltGr is Ctrl and Alt, and writes letters. */
export function commandOf(pressed: Pressed, here: Keyboard): Command | null {
  const primary = here.mac ? pressed.metaKey : pressed.ctrlKey;
  const other = here.mac ? pressed.ctrlKey : pressed.metaKey;
  if (other) return null;
  const found = shortcuts.find((shortcut) => {
    const chord = chordOf(shortcut, here);
    const { key } = chord;
    const letter = pressed.key.toLowerCase();
    // A Latin letter is what it says; one of another writing, or made with Option, is taken by its place.
    const latin = /^[ -~]$/.test(letter) && !pressed.altKey;
    return (
      (letter === key.toLowerCase() || (!latin && pressed.code === placeOf(key)) || isAmong(pressed, chord)) &&
      primary === (chord.primary ?? false) &&
      pressed.altKey === (chord.alt ?? false) &&
      pressed.shiftKey === (chord.shift ?? false)
    );
  });
  return found?.command ?? null;
}

const signs: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** As it stands on the keys: Ctrl K, ⌥ ⇧ ↑. */
export function written(chord: Chord, { mac }: Pick<Keyboard, 'mac'>): string {
  return [
    ...(chord.primary ? [mac ? '⌘' : 'Ctrl'] : []),
    ...(chord.alt ? [mac ? '⌥' : 'Alt'] : []),
    ...(chord.shift ? [mac ? '⇧' : 'Shift'] : []),
    signs[chord.key] ?? (chord.key.length === 1 ? chord.key.toUpperCase() : chord.key),
    ...(chord.to ? ['…', chord.to] : []),
  ].join(' ');
}

/** The keys of a command, as they are here. */
export function keysOf(command: Command, here = keyboardHere()): string {
  const shortcut = shortcuts.find((one) => one.command === command);
  return shortcut ? written(chordOf(shortcut, here), here) : '';
}

/** What copies, on every keyboard here. */
export const copyKeys = (here = keyboardHere()): string => written({ key: 'c', primary: true }, here);

/** What makes the page larger, smaller, and as it was: the signs, wherever they are on a keyboard. */
export const zoomKeys = (here = keyboardHere()): string =>
  ['+', '−', '0'].map((key) => written({ key, primary: true }, here)).join(', ');
