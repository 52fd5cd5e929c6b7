/** The system's menu: it shows what the page can do, and asks the page to do it. */
import { Menu, type Event, type Input } from 'electron';
import type { Command } from '../../protocol';
import { ok, type HandlersFor } from '../answers';
import type { Push } from '../ipc';
import type { Module } from '../module';
import type { SettingsStore } from '../settings';
import type { AppWindow } from '../window';
import type { Zoom } from '../zoom';
import { isEndKey } from './keys';
import { menuFor, type MenuDeeds } from './template';

interface Parts {
  window: AppWindow;
  settings: SettingsStore;
  zoom: Pick<Zoom, 'step'>;
  push: Push;
  developer: boolean;
  /** It is made after that where it is out of sight until somebody asks for it. Until then its keys for the end are heard here. */
  after: Promise<void>;
  quit: () => void;
}

export interface AppMenu extends Module {
  readonly handlers: HandlersFor<'offerCommands'>;
}

export function showMenu({ window, settings, zoom, push, developer, after, quit }: Parts): AppMenu {
  let offered: readonly Command[] = [];
  const deeds: MenuDeeds = {
    ask(command) {
      // On macOS the menu is there without any window.
      if (window.browser?.isVisible() !== true || window.browser.isMinimized()) window.bringForward();
      push('command', { command });
    },
    pageListens: () => window.browser?.webContents.isFocused() === true,
    zoom: (step) => zoom.step(step),
    quit,
  };
  let shown = '';
  let ready = process.platform === 'darwin';
  const build = () => {
    if (!ready) return;
    const { language } = settings;
    // One that is set anew closes while somebody reads it.
    const now = JSON.stringify([language, offered]);
    if (now === shown) return;
    shown = now;
    const parts = { language, platform: process.platform, developer, offered: new Set(offered), deeds };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuFor(parts)));
  };
  return {
    name: 'menu',
    // Else Electron makes one of its own at first.
    prepare: () => Menu.setApplicationMenu(null),
    start() {
      build();
      const contents = ready ? undefined : window.browser?.webContents;
      const end = (event: Event, input: Input) => {
        if (isEndKey(input, 'q')) quit();
        else if (isEndKey(input, 'w')) window.browser?.close();
        else return;
        event.preventDefault();
      };
      contents?.on('before-input-event', end);
      void after.then(() => {
        ready = true;
        if (contents?.isDestroyed() === false) contents.off('before-input-event', end);
        build();
      });
      settings.onChange(build);
    },
    handlers: {
      offerCommands({ commands }) {
        offered = [...commands].sort();
        build();
        return ok({});
      },
    },
  };
}
