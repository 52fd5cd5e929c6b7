/** The logs as a file for somebody who helps: what happened, on what, and nothing that is anybody's own. */
import { app } from 'electron';
import { readFile, writeFile } from 'node:fs/promises';
import { homedir, hostname, release, userInfo } from 'node:os';
import { cleaned, PROTOCOL, type Settings } from '../../protocol';
import { ok, refused, type HandlersFor } from '../answers';
import type { Log } from '../log';
import type { Saving } from '../saving';
import type { SettingsStore } from '../settings';

interface Parts {
  saving: Saving;
  settings: SettingsStore;
  /** main.log, where main and the server's process write. */
  file: string;
  log: Log;
}

const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

/** Nobody needs to read what a person is called to help them. */
const nameless = ({ name: _name, porch, ...settings }: Settings): object => ({
  ...settings,
  ...(porch ? { porch: { ...porch, name: undefined } } : {}),
});

const systemNames = (): string[] => {
  try {
    return [userInfo().username, hostname()];
  } catch {
    return [hostname()];
  }
};

export function saveLogs({ saving, settings, file, log }: Parts): HandlersFor<'saveLogs'> {
  const whole = async (page: string): Promise<string> => {
    const versions = {
      maru: app.getVersion(),
      protocol: PROTOCOL,
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      node: process.versions.node,
      system: `${process.platform} ${release()} ${process.arch}`,
    };
    const logs = [await textOf(`${file}.old`), await textOf(file)].join('');
    return [
      JSON.stringify({ versions, settings: nameless(settings.current) }, null, 2),
      `--- the window\n${page}`,
      `--- the log of the application and of its server\n${logs}`,
    ].join('\n\n');
  };
  return {
    async saveLogs({ addresses, names, page }) {
      const place = await saving.ask('maru-logs.txt');
      if (place === 'busy') return refused('busy');
      if (place === null) return ok({ saved: false });
      try {
        const { name, porch } = settings.current;
        const own = [name ?? '', porch?.name ?? '', homedir(), ...systemNames()];
        const text = (await whole(page)).split(homedir()).join('~');
        await writeFile(place, cleaned(text, { names: [...own, ...names], addresses }));
        return ok({ saved: true });
      } catch (error) {
        log.error('the logs could not be written where they were wanted', error);
        return refused('disk');
      }
    },
  };
}
