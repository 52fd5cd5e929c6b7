/** What closing the window means: hidden where a tray brings it back, else the end, unless people are on this machine's porch. */
import { app, dialog, Notification, type BrowserWindow } from 'electron';
import { firstDesk } from '../protocol';
import type { Memory } from './last-run';
import type { Module } from './module';
import type { SettingsStore } from './settings';
import type { TrayPlace } from './tray/place';
import type { AppWindow } from './window';
import { words } from './words';

type Choice = 'stay' | 'stop' | 'cancel';
const choices: readonly Choice[] = ['stay', 'stop', 'cancel'];

export type Closing = 'hide' | 'ask' | 'end';

/** @param tray whether one is there now, whatever was there before */
export function meaningOf(tray: boolean, closeToTray: boolean, hosting: boolean): Closing {
  if (tray && closeToTray) return 'hide';
  return hosting ? 'ask' : 'end';
}

export interface ClosingParts {
  window: AppWindow;
  settings: SettingsStore;
  place: TrayPlace;
  memory: Memory;
  /** Whether the embedded server serves, or is about to. */
  isHosting: () => boolean;
}

export function watchClosing({ window, settings, place, memory, isHosting }: ClosingParts): Module {
  let quitting = false;
  let asking = false;

  const ask = async (browser: BrowserWindow): Promise<Choice> => {
    const { closing } = words[settings.language];
    const { response } = await dialog.showMessageBox(browser, {
      type: 'question',
      message: closing.question,
      detail: closing.detail,
      buttons: choices.map((choice) => closing[choice]),
      defaultId: choices.indexOf('stay'),
      cancelId: choices.indexOf('cancel'),
      noLink: true,
    });
    return choices[response] ?? 'cancel';
  };
  const decide = async (browser: BrowserWindow) => {
    asking = true;
    try {
      const choice = await ask(browser);
      if (choice === 'stay') window.minimise();
      if (choice === 'stop') app.quit();
    } finally {
      asking = false;
    }
  };
  /** Once in a profile's life. */
  const tellWhere = () => {
    if (memory.current.knowsTray || !Notification.isSupported()) return;
    memory.note({ knowsTray: true });
    const notification = new Notification(words[settings.language].closing.hidden);
    notification.on('click', () => window.bringForward());
    notification.show();
  };

  return {
    name: 'closing',
    prepare() {
      app.on('before-quit', () => void (quitting = true));
    },
    start() {
      const { browser } = window;
      browser?.on('close', (event) => {
        const { closeToTray } = settings.current.desk ?? firstDesk;
        const meaning = quitting ? 'end' : meaningOf(place.there === true, closeToTray, isHosting());
        if (meaning === 'end') return;
        event.preventDefault();
        if (meaning === 'ask' && !asking) void decide(browser);
        if (meaning !== 'hide') return;
        window.hide();
        tellWhere();
      });
    },
  };
}
