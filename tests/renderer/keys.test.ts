import { expect, test } from 'vitest';
import { chordOf, commands, shortcuts, type Chord, type Keyboard } from '../../protocol';
import { commandOf, copyKeys, keysOf, zoomKeys } from '../../renderer/conversation/keys/keys';
import { Trail } from '../../renderer/conversation/keys/trail';
import { speech } from '../../renderer/words';

const app: Keyboard = { mac: false, browser: false };
const tab: Keyboard = { mac: false, browser: true };
const mac: Keyboard = { mac: true, browser: false };
const macTab: Keyboard = { mac: true, browser: true };
const everywhere = [app, tab, mac, macTab];

/** A key as an event tells it: `Ctrl+Shift+k`, with the place it has on the keyboard where that is told. */
function press(chord: string, code = '') {
  const parts = chord.split('+');
  const key = parts.pop() ?? '';
  const [ctrlKey, metaKey, altKey, shiftKey] = ['Ctrl', 'Meta', 'Alt', 'Shift'].map((name) => parts.includes(name));
  return { key, code, ctrlKey: ctrlKey!, metaKey: metaKey!, altKey: altKey!, shiftKey: shiftKey! };
}

test.each([
  ['Ctrl+k', '', app, 'palette'],
  ['Ctrl+K', 'KeyK', app, 'palette'],
  // A Korean layout writes another letter at the same place.
  ['Ctrl+ㅏ', 'KeyK', app, 'palette'],
  // On a layout whose K is elsewhere the letter counts, and what lies at K's place does not.
  ['Ctrl+t', 'KeyK', app, null],
  ['k', 'KeyK', app, null],
  ['Ctrl+Alt+k', 'KeyK', app, null],
  ['Meta+k', 'KeyK', app, null],
  ['Meta+k', 'KeyK', mac, 'palette'],
  ['Ctrl+k', 'KeyK', mac, null],
  ['Ctrl+Shift+K', 'KeyK', app, 'newDirect'],
  ['Alt+ArrowDown', 'ArrowDown', app, 'nextRoom'],
  ['Alt+Shift+ArrowUp', 'ArrowUp', app, 'previousUnread'],
  ['Alt+ArrowLeft', 'ArrowLeft', app, 'back'],
  ['Alt+ArrowLeft', 'ArrowLeft', mac, null],
  ['Meta+[', 'BracketLeft', mac, 'back'],
  ['Ctrl+Shift+T', 'KeyT', app, 'threads'],
  ['Ctrl+Shift+T', 'KeyT', tab, null],
  ['Alt+Shift+T', 'KeyT', tab, 'threads'],
  ['Ctrl+/', 'Slash', app, 'list'],
  ['Ctrl+,', 'Comma', app, 'profile'],
  ['Escape', 'Escape', app, 'markRead'],
  ['Shift+Escape', 'Escape', app, 'markAllRead'],
])('%s at %s is, for %o, %s', (chord, code, here, command) => {
  expect(commandOf(press(chord, code), here)).toBe(command);
});

test('every command has one key and a word, and keys are written as they stand on the keyboard', () => {
  const withKeys = shortcuts.map(({ command }) => command);
  expect(new Set(withKeys).size).toBe(withKeys.length);
  expect(Object.keys(speech.words.keys.commands).sort()).toEqual([...commands].sort());
  for (const here of everywhere) {
    const keys = withKeys.map((command) => keysOf(command, here));
    expect(new Set(keys).size).toBe(keys.length);
  }
  expect([zoomKeys(app), copyKeys(mac)]).toEqual(['Ctrl +, Ctrl −, Ctrl 0', '⌘ C']);
  expect(keysOf('newDirect', app)).toBe('Ctrl Shift K');
  expect(keysOf('previousUnread', mac)).toBe('⌥ ⇧ ↑');
  expect(keysOf('threads', tab)).toBe('Alt Shift T');
});

/** As the key's event tells it: with Option, macOS writes another letter than stands on the key. */
const pressed = ({ key, primary, alt, shift }: Chord, here: Keyboard) => ({
  key: here.mac && alt && key.length === 1 ? '¬' : shift ? key.toUpperCase() : key,
  code:
    { '[': 'BracketLeft', ']': 'BracketRight', '/': 'Slash', ',': 'Comma' }[key] ??
    (key.length === 1 ? `Key${key.toUpperCase()}` : key),
  ctrlKey: !here.mac && primary === true,
  metaKey: here.mac && primary === true,
  altKey: alt === true,
  shiftKey: shift === true,
});

test.each(everywhere)('each key means its command, and none is one that writes: %o', (here) => {
  for (const shortcut of shortcuts) {
    const chord = chordOf(shortcut, here);
    expect(commandOf(pressed(chord, here), here)).toBe(shortcut.command);
    // AltGr is Ctrl and Alt on Windows; on macOS Option writes letters by itself, and both write nothing with Cmd.
    if (!here.mac) expect(chord.primary && chord.alt).toBeFalsy();
    if (here.mac && chord.key.length === 1) expect(chord.primary).toBe(true);
    // Alt and a letter open a menu on Linux and Windows.
    if (!here.mac && chord.key.length === 1 && chord.alt) expect(chord.shift).toBe(true);
    // What one types, with Shift or without.
    expect(chord.key.length === 1 && !chord.primary && !chord.alt).toBe(false);
  }
});

test('back and forward go the way one came, past rooms that are gone', () => {
  const trail = new Trail();
  for (const room of ['사랑방', '시안', '점심', '점심', '견적']) trail.visit(room);
  const there = (room: string) => room !== '시안';
  expect(trail.step(-1, there)).toBe('점심');
  trail.visit('점심');
  expect(trail.step(-1, there)).toBe('사랑방');
  expect(trail.step(-1, there)).toBeNull();
  expect(trail.step(1, there)).toBe('점심');
  trail.visit('공지');
  expect(trail.step(1, there)).toBeNull();
  expect(trail.step(-1, there)).toBe('점심');
  expect(trail.recent.slice(0, 2)).toEqual(['공지', '점심']);
});
