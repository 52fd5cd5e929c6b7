/** For whoever edits the page: a new build is shown at once. */
import * as fs from 'node:fs';
import type { Log } from './log';
import type { Module } from './module';
import type { AppWindow } from './window';

/** The build writes this file last (scripts/build.mjs), so the page is whole by then. */
const MARK = '.renderer.built';

/** One write is told of more than once (emptied, filled): the page is loaded when it has been quiet this long, in ms. */
const QUIET = 100;

/**
 * @param folder the absolute folder of what was built
 * @param wanted only where a developer asked for it: a build beside a running app should not touch its window
 */
export function reloadWhenBuilt(window: AppWindow, folder: string, wanted: boolean, log: Log): Module {
  let watcher: fs.FSWatcher | undefined;
  let settled: NodeJS.Timeout | undefined;
  return {
    name: 'reload',
    start() {
      if (!wanted) return;
      watcher = fs.watch(folder, (_event, name) => {
        if (name !== MARK) return;
        clearTimeout(settled);
        settled = setTimeout(() => window.browser?.webContents.reloadIgnoringCache(), QUIET);
      });
      watcher.on('error', (error) => log.error('builds are not watched any more', error));
    },
    stop() {
      clearTimeout(settled);
      watcher?.close();
    },
  };
}
