/** The shape of everything in main/: a part that is prepared, started and stopped. */
import { app } from 'electron';
import type { Log } from './log';

export interface Module {
  /** For the log only. */
  readonly name: string;
  /** Runs before Electron is ready, for what must be said by then. False: this process has nothing to do and ends. */
  prepare?(): boolean | void;
  /** Runs once Electron is ready, after the modules named before it. */
  start?(): void | Promise<void>;
  /** Runs at quit, in reverse order. Must not rely on the window. */
  stop?(): void | Promise<void>;
}

/** Quitting waits no longer than this for all `stop`s together, in ms. */
const STOP_LIMIT = 8_000;

async function stopAll(modules: readonly Module[], log: Log): Promise<void> {
  for (const module of [...modules].reverse()) {
    try {
      await module.stop?.();
    } catch (error) {
      log.error(`${module.name} did not stop cleanly`, error);
    }
  }
}

/** Runs the modules in the order given until the application quits. A start that fails is logged and ends the process. */
export async function runModules(modules: readonly Module[], log: Log): Promise<void> {
  for (const module of modules) {
    if (module.prepare?.() === false) return app.exit(0);
  }
  let stopping = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    const limit = setTimeout(() => app.exit(1), STOP_LIMIT);
    void stopAll(modules, log).then(() => {
      clearTimeout(limit);
      app.exit(0);
    });
  });
  await app.whenReady();
  for (const module of modules) {
    try {
      await module.start?.();
    } catch (error) {
      log.error(`${module.name} did not start`, error);
      return app.exit(1);
    }
  }
}
