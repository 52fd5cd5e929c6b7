/** A PDF of what the page has laid out for printing, where its person says. */
import { writeFile } from 'node:fs/promises';
import { ok, refused, type HandlersFor } from '../answers';
import type { Log } from '../log';
import type { Saving } from '../saving';
import type { AppWindow } from '../window';

/** In inches: room for the numbers of the pages. */
const margins = { top: 0.63, bottom: 0.71, left: 0.6, right: 0.6 };
/** From here on Chromium numbers pages by the page's own CSS (margin boxes). */
const NUMBERS_PAGES = 131;
const footer =
  '<div style="width:100%;font:8px sans-serif;text-align:center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>';

interface Parts {
  window: Pick<AppWindow, 'browser'>;
  saving: Saving;
  log: Log;
  /** Of the running Chromium. */
  chromium?: string | undefined;
}

export function printToPdf({ window, saving, log, chromium = process.versions.chrome }: Parts): HandlersFor<'savePdf'> {
  const numbered = Number.parseInt(chromium ?? '0') >= NUMBERS_PAGES;
  return {
    async savePdf({ name }) {
      const place = await saving.ask(name);
      if (place === 'busy') return refused('busy');
      if (place === null) return ok({ saved: false });
      try {
        const contents = window.browser?.webContents;
        if (!contents) return refused('internal');
        const pdf = await contents.printToPDF({
          ...{ pageSize: 'A4', printBackground: true, preferCSSPageSize: numbered },
          ...(numbered
            ? {}
            : { margins, displayHeaderFooter: true, headerTemplate: '<span></span>', footerTemplate: footer }),
        });
        await writeFile(place, pdf);
        return ok({ saved: true });
      } catch (error) {
        log.error('a PDF could not be written where it was wanted', error);
        return refused('disk');
      }
    },
  };
}
