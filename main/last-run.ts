/** What main remembers of its last run, to go on as before. */
import { app } from 'electron';
import * as v from 'valibot';
import { firstDesk } from '../protocol';
import type { Host } from './host/host';
import type { JsonFile } from './json-file';
import type { Log } from './log';
import type { Module } from './module';
import type { SettingsStore } from './settings';
import type { AppWindow } from './window';

export const LastRun = v.object({
  /** The porch was open when the app ended, however it ended. */
  porchOpen: v.boolean(),
  /** This person knows that a closed window is in the tray. */
  knowsTray: v.boolean(),
});
export type LastRun = v.InferOutput<typeof LastRun>;
export const noRun: LastRun = { porchOpen: false, knowsTray: false };

export interface Memory {
  readonly current: LastRun;
  note(change: Partial<LastRun>): void;
}

export function rememberIn(file: JsonFile<LastRun>, log: Log): Memory {
  let current: LastRun | null = null;
  const memory: Memory = {
    get current() {
      return (current ??= file.read());
    },
    note(change) {
      const before = memory.current;
      current = { ...before, ...change };
      if (current.porchOpen === before.porchOpen && current.knowsTray === before.knowsTray) return;
      try {
        file.write(current);
      } catch (error) {
        log.error('what the next start should know could not be written', error);
      }
    },
  };
  return memory;
}

/**
 * Opens the porch again that was open when the app ended, where the settings say so.
 * @param window comes first: a server's start takes as much of the machine, and what was said there is read meanwhile
 */
export function reopenPorch(
  memory: Memory,
  settings: SettingsStore,
  host: Host,
  window: Pick<AppWindow, 'settled'>,
): Module {
  let quitting = false;
  return {
    name: 'reopening',
    prepare() {
      app.on('before-quit', () => void (quitting = true));
    },
    start() {
      const wasOpen = memory.current.porchOpen;
      host.onStatus((status) => {
        if (status.state === 'running') memory.note({ porchOpen: true });
        // One that failed is tried again at the next start; one that a person stopped is not.
        else if (status.state === 'stopped' && status.failure === undefined && !quitting)
          memory.note({ porchOpen: false });
      });
      if (wasOpen && (settings.current.desk ?? firstDesk).reopenPorch) host.reopen(window.settled);
    },
  };
}
