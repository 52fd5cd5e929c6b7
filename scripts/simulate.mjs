#!/usr/bin/env node
// npm run simulate -- --schedules N --seed S: client and server in one process under a virtual clock and network.
import { runInForeground } from './foreground.mjs';
import { installPackages } from './prepare.mjs';

installPackages();
runInForeground({
  command: process.execPath,
  args: ['--import', 'tsx', 'tests/simulate/simulate.ts', ...process.argv.slice(2)],
});
