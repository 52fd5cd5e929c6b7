/**
 * What can be asked for by a key, in the palette or in the system's menu, and the key of each: the one table that the page's
 * dispatcher, the list of keys and the menu are made of. Keys chosen after what people know from Slack, Discord and Mattermost.
 */

export const commands = [
  'palette',
  'previousRoom',
  'nextRoom',
  'previousUnread',
  'nextUnread',
  'back',
  'forward',
  'newDirect',
  'threads',
  'unread',
  'server',
  'connection',
  'markRead',
  'markAllRead',
  'list',
  'profile',
  'newRoom',
  'invite',
  'about',
  'print',
  'ownWindow',
  'mini',
  'lock',
  'presenting',
] as const;
export type Command = (typeof commands)[number];

/** `primary` is Ctrl, on macOS Cmd. */
export interface Chord {
  key: string;
  /** Any key from that one to this, in the row of digits: each is the place of something. */
  to?: string;
  primary?: true;
  alt?: true;
  shift?: true;
}

export interface Shortcut {
  command: Command;
  chord: Chord;
  /** Where Option writes letters and goes through the text, as on every Mac. */
  mac?: Chord;
  /** Where a browser keeps the chord for itself and no page can have it. */
  browser?: Chord;
  /** The same where Option writes a letter with it. */
  macBrowser?: Chord;
  /** There is nothing of the kind in a browser. */
  only?: 'window';
}

/** A command that is not here is asked for by the menu and the palette alone. */
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
    macBrowser: { key: 't', primary: true, alt: true },
  },
  {
    command: 'unread',
    chord: { key: 'a', primary: true, shift: true },
    // Chromium looks through its tabs with it.
    browser: { key: 'a', alt: true, shift: true },
    macBrowser: { key: 'a', primary: true, alt: true },
  },
  { command: 'server', chord: { key: '1', to: '9', primary: true }, only: 'window' },
  {
    command: 'connection',
    chord: { key: 'c', alt: true, shift: true },
    // Option, Shift and C write Ç.
    mac: { key: 'c', primary: true, alt: true },
  },
  { command: 'markRead', chord: { key: 'Escape' } },
  { command: 'markAllRead', chord: { key: 'Escape', shift: true } },
  { command: 'list', chord: { key: '/', primary: true } },
  { command: 'profile', chord: { key: ',', primary: true } },
  { command: 'print', chord: { key: 'p', primary: true } },
  { command: 'ownWindow', chord: { key: 'o', primary: true, shift: true }, only: 'window' },
  // In such a window itself.
  { command: 'mini', chord: { key: 'm', primary: true, shift: true }, only: 'window' },
  { command: 'lock', chord: { key: 'l', primary: true }, only: 'window' },
  {
    command: 'presenting',
    chord: { key: 'p', alt: true, shift: true },
    // Option, Shift and P write ∏.
    mac: { key: 'p', primary: true, alt: true },
  },
];

/** Where somebody presses them. */
export interface Keyboard {
  mac: boolean;
  /** In a browser's tab, not in the app's window. */
  browser: boolean;
}

export const chordOf = ({ chord, mac, browser, macBrowser }: Shortcut, here: Keyboard): Chord =>
  (here.mac && here.browser && macBrowser) || (here.mac && mac) || (here.browser && browser) || chord;
