/** The porch of this profile: its supervisor, joined to the bridge, the settings and the application's life. */
import { randomBytes } from 'node:crypto';
import type { HostStatus } from '../../protocol';
import { ok, type HandlersFor } from '../answers';
import type { Push } from '../ipc';
import type { Log } from '../log';
import type { Module } from '../module';
import type { SettingsStore } from '../settings';
import { forkHost } from './fork';
import type { Opening } from './messages';
import { Supervisor } from './supervisor';

export interface Host extends Module {
  /** True while people may be on the porch, or are about to come back. */
  readonly isOpen: boolean;
  readonly status: HostStatus;
  onStatus(listener: (status: HostStatus) => void): void;
  /** How many members are on it, this window's person with them; null where nobody can say. */
  here(): Promise<number | null>;
  /** Opens the porch as it was open last, not before `after`. Nothing where there never was one. */
  reopen(after: Promise<void>): void;
  /** Stops it; what was said stays on disk. */
  close(): Promise<HostStatus>;
  readonly handlers: HandlersFor<'hostStatus' | 'openPorch' | 'stopPorch'>;
}

export interface HostParts {
  /** The bundle of the server's process, absolute. */
  entry: string;
  place: Omit<Opening, 'porch' | 'portTries' | 'hostKey'>;
  settings: SettingsStore;
  push: Push;
  log: Log;
}

export function hostPorch({ entry, place, settings, push, log }: HostParts): Host {
  const listeners: ((status: HostStatus) => void)[] = [];
  let hostKey: string | undefined;
  const supervisor = new Supervisor({
    fork: () => forkHost(entry, log),
    place: {
      ...place,
      // Made once a run: a window that reloads is still the host's own.
      get hostKey() {
        return (hostKey ??= randomBytes(32).toString('base64url'));
      },
    },
    now: () => performance.now(),
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    onStatus(status) {
      push('host', status);
      listeners.forEach((listener) => listener(status));
    },
    log: (text) => log.info(text),
  });

  /** The port that served goes into the settings: addresses that people remembered lead back to it. */
  const remember = ({ name, port, guests, announce }: Extract<HostStatus, { state: 'running' }>) => {
    try {
      settings.save({ porch: { name, port, guests, announce } });
    } catch (error) {
      log.error('the porch’s name and port could not be remembered', error);
    }
  };

  return {
    name: 'host',
    get isOpen() {
      return supervisor.status.state !== 'stopped';
    },
    get status() {
      return supervisor.status;
    },
    onStatus: (listener) => void listeners.push(listener),
    here: () => supervisor.here(),
    reopen(after) {
      const { porch } = settings.current;
      if (porch === undefined) return;
      const { guests = true, announce = true, ...known } = porch;
      // Its port is known to people: it opens there or not at all.
      void supervisor.open({ ...known, guests, announce }, false, after);
    },
    close: () => supervisor.stop(),
    async stop() {
      await supervisor.stop();
    },
    handlers: {
      hostStatus: () => ok(supervisor.status),
      async openPorch({ mayMove, ...asked }) {
        const before = settings.current.porch;
        const { guests = before?.guests ?? true, announce = before?.announce ?? true, ...porch } = asked;
        // Nobody knows the port of a porch that never was open.
        const status = await supervisor.open({ ...porch, guests, announce }, mayMove ?? before === undefined);
        if (status.state === 'running') remember(status);
        return ok(status);
      },
      stopPorch: async () => ok(await supervisor.stop()),
    },
  };
}
