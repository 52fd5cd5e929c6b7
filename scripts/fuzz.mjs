#!/usr/bin/env node
// npm run fuzz -- --requests N --frames N --seed S: mutated requests and frames against the built server, and what they leave behind.
import { runInForeground } from './foreground.mjs';
import { prepare } from './prepare.mjs';

await prepare(['renderer', 'server']);
runInForeground({
  command: process.execPath,
  args: ['--import', 'tsx', 'tests/fuzz/fuzz.ts', ...process.argv.slice(2)],
});
