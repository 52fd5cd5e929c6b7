/** A profile: the folder all of this person's data lies in, and the promise that one process at a time uses it. */
import { app } from 'electron';
import * as path from 'node:path';
import { refusedSwitches, type Options } from './arguments';
import type { Module } from './module';

export interface Profile extends Module {
  /** The absolute path of a file or folder in this profile. */
  path(name: string): string;
  /** Calls back with the arguments of a second start of this profile, in any order. That process has ended by then. */
  onSecondStart(listener: (argv: readonly string[]) => void): void;
}

/** Chooses the folder at once: everything Electron writes goes there. */
export function openProfile(options: Options): Profile {
  if (options.profile !== null) {
    const folder = path.resolve(options.profile);
    app.setPath('userData', folder);
    app.setPath('sessionData', folder);
  }
  const folder = app.getPath('userData');
  const listeners: ((argv: readonly string[]) => void)[] = [];
  return {
    name: 'profile',
    path: (name) => path.join(folder, name),
    onSecondStart: (listener) => void listeners.push(listener),
    prepare() {
      const refused = refusedSwitches.find((name) => app.isPackaged && app.commandLine.hasSwitch(name));
      if (refused !== undefined) {
        process.stderr.write(`maru: --${refused} is not allowed\n`);
        return false;
      }
      // The lock lies in userData, so it is one per profile.
      if (!app.requestSingleInstanceLock()) return false;
      app.on('second-instance', (_event, argv) => listeners.forEach((listener) => listener(argv)));
      return true;
    },
  };
}
