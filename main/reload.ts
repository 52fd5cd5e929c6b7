/** For whoever edits the page: a new build is shown at once. */
import * as fs from 'node:fs';
import type { Log } from './log';
import type { Module } from './module';
import type { AppWindow } from './window';

/** The build writes this file last (scripts/build.mjs), so the page is whole by then. */
const MARK = '.renderer.built';

/**
 * @param folder the absolute folder of what was built
 * @param wanted only where a developer asked for it: a build beside a running app should not touch its window
 */
export function reloadWhenBuilt(window: AppWindow, folder: string, wanted: boolean, log: Log): Module {
  let watcher: fs.FSWatcher | undefined;
  return {
    name: 'reload',
    start() {
      if (!wanted) return;
      watcher = fs.watch(folder, (_event, name) => {
        if (name === MARK) window.browser?.webContents.reloadIgnoringCache();
      });
      watcher.on('error', (error) => log.error('builds are not watched any more', error));
    },
    stop: () => watcher?.close(),
  };
}
