#!/usr/bin/env node
// npm run security -- NAME…: what npm test tries a sample of, tried in full: crowds, captures, guessers, strangers, liars.
import { runInForeground } from './foreground.mjs';
import { prepare } from './prepare.mjs';
import { bin } from './run.mjs';

await prepare(['renderer', 'server']);
process.env.MARU_SECURITY = 'full';
runInForeground({ command: bin('vitest'), args: ['run', '--project', 'security', ...process.argv.slice(2)] });
