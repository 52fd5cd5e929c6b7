import { expect, test, vi } from 'vitest';
import { desktopCalls, parse, type Settings } from '../../protocol';

vi.mock('electron', () => ({ app: {} }));
const { defaultSettings, openSettings } = await import('../../main/settings');

const quiet = { info: () => undefined, error: () => undefined, lines: () => undefined };

function settingsOf(start: Settings = defaultSettings, locale = 'en-US') {
  const written: Settings[] = [];
  const store = openSettings({ read: () => start, write: (value) => void written.push(value) }, quiet, () => locale);
  return { store, written };
}

/** As the bridge does it: parsed first. */
const change = (raw: unknown) => {
  const parsed = parse(desktopCalls.saveSettings.input, raw);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

test('a change names what it changes and leaves the rest', () => {
  const { store, written } = settingsOf({ theme: 'dark', name: '나래', porch: { name: '디자인실', port: 7420 } });
  expect(store.save(change({ name: 'Mateo' }))).toEqual({
    theme: 'dark',
    name: 'Mateo',
    porch: { name: '디자인실', port: 7420 },
  });
  expect(written).toEqual([store.current]);
});

test('native menus speak the chosen language, else the system’s where it is Korean', () => {
  expect(settingsOf(defaultSettings, 'ko-KR').store.language).toBe('ko');
  expect(settingsOf(defaultSettings, 'kok-IN').store.language).toBe('en');
  expect(settingsOf({ theme: 'system', language: 'ko' }, 'de-DE').store.language).toBe('ko');
});

test('whoever follows the settings hears of a change', () => {
  const { store } = settingsOf();
  const heard: string[] = [];
  store.onChange(({ theme }) => void heard.push(theme));
  store.save({ theme: 'dark' });
  store.save(change({ theme: undefined }));
  expect(heard).toEqual(['dark', 'system']);
});

test('a full disk is a refusal; in this run the change holds', async () => {
  const write = () => {
    throw new Error('ENOSPC');
  };
  const store = openSettings({ read: () => defaultSettings, write }, quiet, () => 'en');
  expect(await store.handlers.saveSettings({ theme: 'dark' })).toMatchObject({ ok: false, error: { code: 'disk' } });
  expect(store.current.theme).toBe('dark');
});
