/** Tells the window when the machine wakes, so that it connects now and not when a backoff ends. */
import { powerMonitor } from 'electron';
import type { Push } from './ipc';
import type { Module } from './module';

export function watchPower(push: Push): Module {
  return {
    name: 'power',
    start() {
      const wake = () => push('wake', {});
      powerMonitor.on('resume', wake);
      powerMonitor.on('unlock-screen', wake);
    },
  };
}
