import { expect, test } from 'vitest';
import { commandOf, keysOf, shortcuts, type Keyboard } from '../../renderer/conversation/keys/keys';
import { Trail } from '../../renderer/conversation/keys/trail';
import { speech } from '../../renderer/words';

const app: Keyboard = { mac: false, browser: false };
const tab: Keyboard = { mac: false, browser: true };
const mac: Keyboard = { mac: true, browser: false };

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
  const commands = shortcuts.map(({ command }) => command);
  expect(new Set(commands).size).toBe(commands.length);
  expect(Object.keys(speech.words.keys.commands).sort()).toEqual([...commands].sort());
  for (const here of [app, tab, mac]) {
    const keys = commands.map((command) => keysOf(command, here));
    expect(new Set(keys).size).toBe(keys.length);
  }
  expect(keysOf('newDirect', app)).toBe('Ctrl Shift K');
  expect(keysOf('previousUnread', mac)).toBe('⌥ ⇧ ↑');
  expect(keysOf('threads', tab)).toBe('Alt Shift T');
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
