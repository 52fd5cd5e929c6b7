#!/usr/bin/env node
// npm run doors:check [-- --seed N --examples N]: what a server's doors say of themselves is held against what they do,
// by schemathesis (from the Python index, into a folder of its own that is removed again). Needs python3 and the network.
import { runInForeground } from './foreground.mjs';
import { prepare } from './prepare.mjs';

await prepare(['server']);
runInForeground({
  command: process.execPath,
  args: ['--import', 'tsx', 'tests/doors/check.ts', ...process.argv.slice(2)],
});
