/** Files for a person: they say where in the system's own dialog, and only there something is written. */
import { writeFile } from 'node:fs/promises';
import { ok, refused, type HandlersFor } from './answers';
import type { Log } from './log';
import type { Saving } from './saving';

export function handFiles(saving: Saving, log: Log): HandlersFor<'saveFile'> {
  return {
    async saveFile({ name, text }) {
      const place = await saving.ask(name);
      if (place === 'busy') return refused('busy');
      if (place === null) return ok({ saved: false });
      try {
        await writeFile(place, text);
        return ok({ saved: true });
      } catch (error) {
        log.error('a file could not be written where it was wanted', error);
        return refused('disk');
      }
    },
  };
}
