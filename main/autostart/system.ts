/** How each system is told to start the app when its person signs in, and asked whether it does. */
import { app } from 'electron';
import * as fs from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';
import { readText } from '../json-file';
import { entryFor, isOn } from './entry';

export interface Autostart {
  /** What the system will do. Its own settings may have changed it. */
  read(): boolean;
  /** @throws the system's error where it cannot be written */
  write(command: readonly [string, ...string[]]): void;
  /** @throws the system's error, but for none to remove */
  remove(): void;
}

/** @param name of the file: one for each profile that starts by itself */
export function xdgAutostart(name: string, env: NodeJS.ProcessEnv = process.env): Autostart {
  const folder = path.join(env['XDG_CONFIG_HOME'] || path.join(homedir(), '.config'), 'autostart');
  const file = path.join(folder, `${name}.desktop`);
  const content = (): string | null => {
    try {
      return readText(file);
    } catch {
      return null;
    }
  };
  return {
    read() {
      const entry = content();
      return entry !== null && isOn(entry);
    },
    write(command) {
      const entry = entryFor(command);
      if (content() === entry) return;
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      const beside = `${file}.new`;
      fs.writeFileSync(beside, entry, { mode: 0o600 });
      fs.renameSync(beside, file);
    },
    remove: () => fs.rmSync(file, { force: true }),
  };
}

/** Windows puts the arguments into one line as they are. */
const forWindows = (argument: string): string =>
  /[\s"]/u.test(argument) ? `"${argument.replaceAll('"', '\\"')}"` : argument;

/**
 * Windows: a value of the user's Run key, named after the profile. macOS: a login item, which takes no arguments.
 * @param command what is asked about there: Windows compares it
 */
export function loginItem(name: string, command: readonly [string, ...string[]], platform: NodeJS.Platform): Autostart {
  const [program, ...args] = command;
  const item = platform === 'win32' ? { path: program, args: args.map(forWindows), name } : {};
  return {
    read: () => app.getLoginItemSettings(item).openAtLogin,
    write: () => app.setLoginItemSettings({ ...item, openAtLogin: true }),
    remove: () => app.setLoginItemSettings({ ...item, openAtLogin: false }),
  };
}
