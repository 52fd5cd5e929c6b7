/** What nobody caught: logged, never a dialog that waits for a click on a machine where no one sits. */
import { app } from 'electron';
import type { Log } from './log';
import type { Module } from './module';

/**
 * Electron shows its dialog only while nobody listens to `uncaughtException`. Before the window is there such an error
 * ends the process; afterwards the app goes on, because the conversation lives in the window and the porch in a process
 * of its own.
 */
export function watchErrors(log: Log): Module {
  let started = false;
  return {
    name: 'errors',
    prepare() {
      process.on('uncaughtException', (error) => {
        log.error('an error that nobody caught', error);
        if (!started) app.exit(1);
      });
      process.on('unhandledRejection', (reason) => log.error('a rejection that nobody caught', reason));
      app.on('child-process-gone', (_event, details) => {
        if (details.reason !== 'clean-exit') log.error(`a ${details.type} process ended: ${details.reason}`);
      });
      app.on('browser-window-created', () => void (started = true));
    },
  };
}
