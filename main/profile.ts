/** A profile: the folder all of this person's data lies in, and the promise that one process at a time uses it. */
import { app } from 'electron';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { refusedSwitches, type Options } from './arguments';
import { canWrite } from './keeping';
import type { Module } from './module';

export interface Profile extends Module {
  /** The absolute path of a file or folder in this profile. */
  path(name: string): string;
  /** False: the system lets nothing be written there. What Electron itself needs lies elsewhere until the end of this run. */
  readonly writable: boolean;
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
  const writable = canWrite(folder);
  if (!writable) standIn();
  const listeners: ((argv: readonly string[]) => void)[] = [];
  return {
    name: 'profile',
    writable,
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

/** Chromium starts nothing, not even the lock of a single instance, where it cannot write. */
function standIn(): void {
  try {
    const folder = fs.mkdtempSync(path.join(tmpdir(), 'maru-'));
    app.setPath('userData', folder);
    app.setPath('sessionData', folder);
    process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  } catch {
    // There is no place at all: what Chromium says of it is all there is to say.
  }
}
