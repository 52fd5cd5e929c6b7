/** When the app locks by itself: after a while without a key or a pointer anywhere, and with the computer. */
import { powerMonitor } from 'electron';
import { firstLock, type LockSettings } from '../../protocol';
import type { Module } from '../module';
import type { Push } from '../ipc';
import type { Lock } from './lock';

/** How often the system is asked how long nobody has touched anything, in ms. */
const LOOK = 5_000;

export interface WhenParts {
  lock: Pick<Lock, 'byItself' | 'locked' | 'onChange' | 'status'>;
  push: Push;
  settings: () => LockSettings | undefined;
  /** Unless told, the system. `getSystemIdleTime` is in seconds. */
  monitor?: Pick<typeof powerMonitor, 'getSystemIdleTime'> & {
    on(event: 'lock-screen' | 'suspend', listener: () => void): unknown;
  };
}

export function lockWhenAway({ lock, settings, push, monitor = powerMonitor }: WhenParts): Module {
  let looking: NodeJS.Timeout | undefined;
  const set = () => settings() ?? firstLock;
  const away = () => {
    if (set().withSystem) lock.byItself();
  };
  return {
    name: 'lock',
    start() {
      lock.onChange(() => push('lock', lock.status));
      monitor.on('lock-screen', away);
      monitor.on('suspend', away);
      looking = setInterval(() => {
        const { idle } = set();
        if (idle > 0 && !lock.locked && monitor.getSystemIdleTime() >= idle * 60) lock.byItself();
      }, LOOK);
    },
    stop: () => clearInterval(looking),
  };
}
