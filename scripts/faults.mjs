#!/usr/bin/env node
// npm run faults -- --rounds N --seed S --kinds A,B: rounds of every kind of fault, and a check of what everybody saw.
import { runInForeground } from './foreground.mjs';
import { prepare } from './prepare.mjs';

await prepare(['renderer', 'server']);
runInForeground({
  command: process.execPath,
  args: ['--import', 'tsx', 'tests/faults/campaign.ts', ...process.argv.slice(2)],
});
