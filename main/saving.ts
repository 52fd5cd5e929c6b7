/** Where a file shall go: a person says it in the system's own dialog, which opens where the last one was kept. */
import { app, dialog } from 'electron';
import * as path from 'node:path';
import type { Language } from '../protocol';
import type { AppWindow } from './window';

const kinds: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { txt: 'Text', pdf: 'PDF', har: 'HTTP archive (HAR)', jsonl: 'Lines of JSON' },
  ko: { txt: '텍스트', pdf: 'PDF', har: 'HTTP 기록(HAR)', jsonl: 'JSON 줄' },
};

export interface Saving {
  /**
   * @param name proposed
   * @returns the place; null where the person thought better of it, or the app was locked meanwhile; `busy` while another dialog stands there: a page that asks again
   *   and again stands behind the first
   */
  ask(name: string): Promise<string | null | 'busy'>;
}

/** @param question aborted where the app is locked while it stands */
export function askWhere(
  window: Pick<AppWindow, 'browser'>,
  language: () => Language,
  question: () => AbortSignal,
): Saving {
  let asking = false;
  /** For this run: the next one may be of somebody else. */
  let folder: string | null = null;
  return {
    async ask(name) {
      const { browser } = window;
      if (asking || browser === null) return 'busy';
      asking = true;
      const kind = path.extname(name).slice(1);
      const asked = question();
      try {
        const { canceled, filePath } = await dialog.showSaveDialog(browser, {
          defaultPath: path.join(folder ?? app.getPath('downloads'), name),
          filters: [{ name: kinds[language()][kind] ?? kind, extensions: [kind] }],
          properties: ['showOverwriteConfirmation', 'createDirectory'],
        });
        if (canceled || !filePath || asked.aborted) return null;
        folder = path.dirname(filePath);
        return filePath;
      } finally {
        asking = false;
      }
    },
  };
}
