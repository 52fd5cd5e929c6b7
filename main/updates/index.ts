/** Updates, joined to this profile, this window's servers and this system. */
import { app, dialog, shell } from 'electron';
import { mkdirSync } from 'node:fs';
import type { HandlersFor } from '../answers';
import type { Push } from '../ipc';
import type { Log } from '../log';
import { destination, type Ways } from '../trust/ways';
import type { AppWindow } from '../window';
import { readUpdateConfig } from './config';
import { kindHere } from './install';
import { serverAt } from './source';
import { updatesOf } from './updates';

export interface Parts {
  /** Where packages and their feed lie, for this machine and for those near its porch. */
  folder: string;
  ways: Ways;
  window: AppWindow;
  push: Push;
  /** Aborted where the app is locked while it stands. */
  question: () => AbortSignal;
  log: Log;
}

type Handlers = HandlersFor<'updates' | 'lookForUpdate' | 'loadUpdate' | 'takeUpdate' | 'installUpdate'>;

export function updates({ folder, ways, window, push, question, log }: Parts): { readonly handlers: Handlers } {
  const appImage = process.env['APPIMAGE'];
  const config = readUpdateConfig(log);
  if (config) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return updatesOf({
    config,
    here: {
      version: app.getVersion(),
      platform: process.platform,
      arch: process.arch,
      kind: kindHere({ platform: process.platform, appImage }),
    },
    appImage,
    folder,
    serverAt(url, name) {
      const place = destination(url);
      const way = place === null ? null : ways.at(place);
      return way && serverAt(url, name, way.verified.fingerprint);
    },
    async chooseFolder() {
      const { browser } = window;
      const asked = question();
      const { filePaths } = browser
        ? await dialog.showOpenDialog(browser, { properties: ['openDirectory'] })
        : { filePaths: [] };
      return asked.aborted ? null : (filePaths[0] ?? null);
    },
    system: {
      openPath: (file) => shell.openPath(file),
      showInFolder: (file) => shell.showItemInFolder(file),
      relaunch(execPath) {
        app.relaunch({ execPath });
        app.quit();
      },
      quit: () => app.quit(),
    },
    tell: (state) => push('update', state),
    now: Date.now,
    log,
  });
}
