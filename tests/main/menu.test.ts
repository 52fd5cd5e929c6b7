/** The system's menu, as each system and language has it. */
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import { acceleratorOf, menuFor, type MenuDeeds } from '../../main/menu/template';
import { chordOf, commands, shortcuts, type Command, type Language } from '../../protocol';

type Item = MenuItemConstructorOptions;
const quiet: MenuDeeds = {
  ask: () => undefined,
  pageListens: () => true,
  zoom: () => undefined,
  quit: () => undefined,
};
const systems = ['darwin', 'win32', 'linux'] as const;
const languages = ['en', 'ko'] as const;
const made = (
  platform: NodeJS.Platform,
  language: Language,
  deeds: Partial<MenuDeeds> = {},
  offered: readonly Command[] = commands,
) => menuFor({ platform, language, developer: false, offered: new Set(offered), deeds: { ...quiet, ...deeds } });
const inside = ({ submenu }: Item): Item[] => (Array.isArray(submenu) ? submenu : []);
const all = (items: Item[]): Item[] => items.flatMap((item) => [item, ...all(inside(item))]);
/** `File: New room… | —`: every word a person reads. */
const told = (items: Item[]): string[] =>
  items.map(
    (top) =>
      `${top.label ?? ''}: ${inside(top)
        .map(({ type, label, enabled }) => (type === 'separator' ? '—' : enabled === false ? `(${label})` : label))
        .join(' | ')}`,
  );
const press = (items: Item[], id: string, triggeredByAccelerator = false) =>
  all(items).find((item) => item.id === id)!.click!({} as never, undefined, { triggeredByAccelerator });

describe('reads', () => {
  test.each(systems.flatMap((system) => languages.map((language) => [system, language] as const)))(
    'on %s in %s',
    (system, language) => expect(told(made(system, language))).toMatchSnapshot(),
  );
});

test('every key that is shown is the page’s own, and none is taken by the menu', () => {
  for (const platform of systems) {
    const mac = platform === 'darwin';
    const shown = all(made(platform, 'en'));
    for (const item of shown.filter(({ id }) => id !== undefined)) {
      const shortcut = shortcuts.find(({ command }) => command === item.id);
      expect(item.accelerator).toBe(shortcut && acceleratorOf(chordOf(shortcut, { mac, browser: false })));
      if (shortcut) expect(item.registerAccelerator).toBe(false);
    }
    const keys = shown.flatMap(({ accelerator }) => accelerator?.toString() ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toContain(mac ? 'CommandOrControl+[' : 'Alt+Left');
    expect(keys).toContain('CommandOrControl+,');
  }
});

test('a key of the page does nothing twice: what it left is the menu’s only where no page listens', () => {
  const ask = vi.fn();
  press(made('darwin', 'en', { ask }), 'palette', true);
  expect(ask).not.toHaveBeenCalled();
  press(made('darwin', 'en', { ask, pageListens: () => false }), 'palette', true);
  press(made('linux', 'ko', { ask }), 'newRoom');
  expect(ask.mock.calls).toEqual([['palette'], ['newRoom']]);
});

test('what makes no sense now is grey', () => {
  const grey = all(made('linux', 'en', {}, ['profile', 'about'])).filter(({ enabled }) => enabled === false);
  expect(grey.map(({ id }) => id)).not.toContain('profile');
  expect(grey.map(({ id }) => id)).toContain('newRoom');
});

test('each letter for Alt opens one thing, and macOS has none', () => {
  for (const language of languages) {
    for (const level of [made('linux', language), ...made('win32', language).map(inside)]) {
      const labels = level.flatMap(({ label }) => label ?? []);
      const letters = labels.map((label) => /&(.)/u.exec(label)?.[1]?.toLowerCase());
      expect(letters).not.toContain(undefined);
      expect(new Set(letters).size).toBe(letters.length);
    }
    expect(all(made('darwin', language)).filter(({ label }) => label?.includes('&'))).toEqual([]);
  }
});

test('the developer’s items are in no package', () => {
  const roles = (developer: boolean) =>
    all(menuFor({ platform: 'linux', language: 'en', developer, offered: new Set(), deeds: quiet })).map(
      ({ role }) => role,
    );
  expect(roles(true)).toContain('toggleDevTools');
  expect(roles(false)).not.toContain('toggleDevTools');
  expect(roles(false)).not.toContain('reload');
});
