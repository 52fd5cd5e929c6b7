/** What closing the window means: the end, unless people are on this machine's porch. */
import { app, dialog, type BrowserWindow } from 'electron';
import type { Module } from './module';
import type { SettingsStore } from './settings';
import type { AppWindow } from './window';
import { words } from './words';

type Choice = 'stay' | 'stop' | 'cancel';
const choices: readonly Choice[] = ['stay', 'stop', 'cancel'];

/** @param isHosting whether the embedded server serves, or is about to */
export function askWhenClosing(window: AppWindow, settings: SettingsStore, isHosting: () => boolean): Module {
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
      if (choice === 'stay') browser.minimize();
      if (choice === 'stop') app.quit();
    } finally {
      asking = false;
    }
  };

  return {
    name: 'closing',
    prepare() {
      app.on('before-quit', () => void (quitting = true));
    },
    start() {
      const { browser } = window;
      browser?.on('close', (event) => {
        if (quitting || !isHosting()) return;
        event.preventDefault();
        if (!asking) void decide(browser);
      });
    },
  };
}
