/**
 * The keys of a conversation: the one table that both the dispatcher and the list of them are made of. Chosen after what people
 * know from Slack, Discord and Mattermost.
 */

export type Command =
  | 'palette'
  | 'previousRoom'
  | 'nextRoom'
  | 'previousUnread'
  | 'nextUnread'
  | 'back'
  | 'forward'
  | 'newDirect'
  | 'threads'
  | 'connection'
  | 'markRead'
  | 'markAllRead'
  | 'list'
  | 'profile';

/** `primary` is Ctrl, on macOS Cmd. */
interface Chord {
  key: string;
  primary?: true;
  alt?: true;
  shift?: true;
}

export interface Shortcut {
  command: Command;
  chord: Chord;
  /** Where Option and arrows go through the text, as on every Mac. */
  mac?: Chord;
  /** Where a browser keeps the chord for itself and no page can have it. */
  browser?: Chord;
}

export const shortcuts: readonly Shortcut[] = [
  { command: 'palette', chord: { key: 'k', primary: true } },
  { command: 'previousRoom', chord: { key: 'ArrowUp', alt: true } },
  { command: 'nextRoom', chord: { key: 'ArrowDown', alt: true } },
  { command: 'previousUnread', chord: { key: 'ArrowUp', alt: true, shift: true } },
  { command: 'nextUnread', chord: { key: 'ArrowDown', alt: true, shift: true } },
  { command: 'back', chord: { key: 'ArrowLeft', alt: true }, mac: { key: '[', primary: true } },
  { command: 'forward', chord: { key: 'ArrowRight', alt: true }, mac: { key: ']', primary: true } },
  { command: 'newDirect', chord: { key: 'k', primary: true, shift: true } },
  {
    command: 'threads',
    chord: { key: 't', primary: true, shift: true },
    // Chromium and Firefox open the last closed tab with it, whatever the page says.
    browser: { key: 't', alt: true, shift: true },
  },
  { command: 'connection', chord: { key: 'c', alt: true, shift: true } },
  { command: 'markRead', chord: { key: 'Escape' } },
  { command: 'markAllRead', chord: { key: 'Escape', shift: true } },
  { command: 'list', chord: { key: '/', primary: true } },
  { command: 'profile', chord: { key: ',', primary: true } },
];

/** Where somebody presses them. */
export interface Keyboard {
  mac: boolean;
  /** In a browser's tab, not in the app's window. */
  browser: boolean;
}

export function keyboardHere(): Keyboard {
  if (typeof navigator === 'undefined') return { mac: false, browser: false };
  // The one answer that every engine gives.
  return { mac: /^mac/i.test(navigator.platform), browser: location.protocol !== 'app:' };
}

export const chordOf = ({ chord, mac, browser }: Shortcut, here: Keyboard): Chord =>
  (here.mac && mac) || (here.browser && browser) || chord;

/** The key's place on the keyboard, for layouts on which it writes something else: a Korean one gives ㅏ for K. */
const places: Readonly<Record<string, string>> = {
  '/': 'Slash',
  ',': 'Comma',
  '[': 'BracketLeft',
  ']': 'BracketRight',
};
const placeOf = (key: string): string => places[key] ?? (key.length === 1 ? `Key${key.toUpperCase()}` : key);

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
      (letter === key.toLowerCase() || (!latin && pressed.code === placeOf(key))) &&
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
  ].join(' ');
}

/** The keys of a command, as they are here. */
export function keysOf(command: Command, here = keyboardHere()): string {
  const shortcut = shortcuts.find((one) => one.command === command);
  return shortcut ? written(chordOf(shortcut, here), here) : '';
}
