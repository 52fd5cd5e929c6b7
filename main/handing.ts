/** Files for a person: they say where in the system's own dialog, and only there something is written. */
import { app, dialog } from 'electron';
import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { ok, refused, type HandlersFor } from './answers';
import type { Log } from './log';
import type { AppWindow } from './window';

/** One dialog at a time: a page that asks again and again stands behind the first. */
export function handFiles(window: Pick<AppWindow, 'browser'>, log: Log): HandlersFor<'saveFile'> {
  let asking = false;
  return {
    async saveFile({ name, text }) {
      const { browser } = window;
      if (asking || browser === null) return refused('busy');
      asking = true;
      try {
        const { canceled, filePath } = await dialog.showSaveDialog(browser, {
          defaultPath: path.join(app.getPath('downloads'), name),
          filters: [{ name: path.extname(name).slice(1), extensions: [path.extname(name).slice(1)] }],
          properties: ['showOverwriteConfirmation', 'createDirectory'],
        });
        if (canceled || !filePath) return ok({ saved: false });
        await writeFile(filePath, text);
        return ok({ saved: true });
      } catch (error) {
        log.error('a file could not be written where it was wanted', error);
        return refused('disk');
      } finally {
        asking = false;
      }
    },
  };
}
