/** The app starts when its person signs in to the system, where they want that. */
import { app } from 'electron';
import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { firstDesk, type Desk } from '../../protocol';
import { HIDDEN, type Options } from '../arguments';
import type { Log } from '../log';
import type { Module } from '../module';
import type { SettingsStore } from '../settings';
import { loginItem, xdgAutostart, type Autostart } from './system';

export interface AutostartParts {
  options: Options;
  settings: SettingsStore;
  log: Log;
}

export interface AtLogin extends Module {
  /** Whether the system started it and it shall show no window; where the command line cannot say so (macOS). */
  wasHidden(): boolean;
}

/** What starts this app again: the file a person has, not the place it was unpacked to for this run. */
export const programOf = (env: NodeJS.ProcessEnv, executable: string): string =>
  env['APPIMAGE'] || env['PORTABLE_EXECUTABLE_FILE'] || executable;

export function commandFor(
  program: string,
  own: readonly string[],
  options: Options,
  hidden: boolean,
): [string, ...string[]] {
  const { profile, host } = options;
  return [
    program,
    ...own,
    ...(profile === null ? [] : ['--profile', path.resolve(profile)]),
    ...(host === null ? [] : ['--host', host]),
    ...(hidden ? [HIDDEN] : []),
  ];
}

/** The person's own profile has the plain name; each other one is another file, or value. */
export const nameFor = ({ profile }: Pick<Options, 'profile'>): string =>
  profile === null ? 'maru' : `maru-${createHash('sha256').update(path.resolve(profile)).digest('hex').slice(0, 12)}`;

export function autostart({ options, settings, log }: AutostartParts): AtLogin {
  const desk = () => settings.current.desk ?? firstDesk;
  /** From a folder of the source, Electron has to be told which; where the sandbox cannot work, that as well. */
  const own = () => [
    ...(app.isPackaged ? [] : [app.getAppPath()]),
    ...(app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []),
  ];
  const command = ({ startHidden }: Desk) =>
    commandFor(programOf(process.env, process.execPath), own(), options, startHidden);
  const system = (): Autostart =>
    process.platform === 'linux'
      ? xdgAutostart(nameFor(options))
      : loginItem(nameFor(options), command(desk()), process.platform);

  const apply = (now: Desk, before: Desk) => {
    if (now.autostart === before.autostart && (!now.autostart || now.startHidden === before.startHidden)) return;
    try {
      if (now.autostart) system().write(command(now));
      else system().remove();
    } catch (error) {
      log.error('the system could not be told when to start the app', error);
    }
  };

  return {
    name: 'autostart',
    wasHidden: () => process.platform === 'darwin' && desk().startHidden && app.getLoginItemSettings().wasOpenedAtLogin,
    start() {
      try {
        // What the system's own settings say counts: a person may have switched it off there.
        const isOn = system().read();
        if (isOn !== desk().autostart) settings.save({ desk: { ...desk(), autostart: isOn } });
        // The program may lie elsewhere than at the last start.
        if (isOn) system().write(command(desk()));
      } catch (error) {
        log.error('whether the system starts the app could not be looked up', error);
      }
      let before = desk();
      settings.onChange(({ desk: now = firstDesk }) => {
        apply(now, before);
        before = now;
      });
    },
  };
}
