#!/usr/bin/env node
// npm run security -- NAME…: what npm test tries a sample of, tried in full: crowds, captures, strangers.
import { installPackages } from './prepare.mjs';
import { runInForeground } from './foreground.mjs';
import { bin } from './run.mjs';

installPackages();
process.env.MARU_SECURITY = 'full';
runInForeground({ command: bin('vitest'), args: ['run', '--project', 'security', ...process.argv.slice(2)] });
