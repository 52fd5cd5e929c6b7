/** Tells the window when the machine wakes or changes networks, so that it connects now and not when a backoff ends. */
import { powerMonitor } from 'electron';
import { networkInterfaces } from 'node:os';
import type { Push } from './ipc';
import type { Module } from './module';

/** How often the machine's addresses are looked at, in ms: no system event tells of them. */
const LOOK = 5_000;

const addresses = (): string =>
  Object.values(networkInterfaces())
    .flatMap((all) => (all ?? []).map(({ address }) => address))
    .sort()
    .join();

export function watchWaking(push: Push): Module {
  let looking: NodeJS.Timeout | undefined;
  const wake = () => push('wake', {});
  return {
    name: 'wake',
    start() {
      powerMonitor.on('resume', wake);
      powerMonitor.on('unlock-screen', wake);
      let seen = addresses();
      looking = setInterval(() => {
        const now = addresses();
        if (now !== seen) wake();
        seen = now;
      }, LOOK);
    },
    stop: () => clearInterval(looking),
  };
}
