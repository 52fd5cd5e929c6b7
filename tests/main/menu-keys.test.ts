/** The menu's keys for the end, and how long they are heard without a menu. */
import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { isEndKey } from '../../main/menu/keys';

const { setApplicationMenu } = vi.hoisted(() => ({ setApplicationMenu: vi.fn() }));
vi.mock('electron', () => ({ Menu: { setApplicationMenu, buildFromTemplate: (items: unknown) => items } }));
const { showMenu } = await import('../../main/menu/menu');

const key = (letter: string, more: object = {}) => ({
  ...{ type: 'keyDown' as const, key: letter, code: `Key${letter.toUpperCase()}` },
  ...{ control: true, meta: false, alt: false, shift: false },
  ...more,
});

test('by the letter, or by its place on a keyboard that writes Hangul there', () => {
  expect(isEndKey(key('q'), 'q')).toBe(true);
  expect(isEndKey(key('Q'), 'q')).toBe(true);
  expect(isEndKey(key('ㅂ', { code: 'KeyQ' }), 'q')).toBe(true);
  expect(isEndKey(key("'", { code: 'KeyQ' }), 'q')).toBe(false);
  for (const more of [{ type: 'keyUp' }, { control: false }, { alt: true }, { shift: true }, { meta: true }])
    expect(isEndKey(key('q', more), 'q')).toBe(false);
  expect(isEndKey(key('q'), 'w')).toBe(false);
});

test.runIf(process.platform !== 'darwin')(
  'they work from the first look on, and are the menu’s once there is one',
  async () => {
    const contents = Object.assign(new EventEmitter(), { isDestroyed: () => false });
    const browser = { webContents: contents, close: vi.fn() };
    const quit = vi.fn();
    let settle: () => void = () => undefined;
    const after = new Promise<void>((resolve) => (settle = resolve));
    const menu = showMenu({
      window: { browser } as never,
      settings: { language: 'en', onChange: () => undefined } as never,
      ...{ zoom: { step: () => undefined }, push: () => undefined, developer: false, after, quit },
    });
    menu.prepare?.();
    await menu.start?.();
    const press = (letter: string) => {
      const event = { preventDefault: vi.fn() };
      contents.emit('before-input-event', event, key(letter));
      return event.preventDefault.mock.calls.length;
    };
    expect([press('q'), press('w'), press('e')]).toEqual([1, 1, 0]);
    expect([quit.mock.calls.length, browser.close.mock.calls.length]).toEqual([1, 1]);
    expect(setApplicationMenu.mock.calls).toEqual([[null]]);
    settle();
    await after;
    expect(setApplicationMenu).toHaveBeenCalledTimes(2);
    // The system's menu hears them now: nobody is asked twice.
    expect([press('q'), quit.mock.calls.length]).toEqual([0, 1]);
  },
);
