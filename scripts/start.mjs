#!/usr/bin/env node
// npm start: opens the window. Where there can be none, it says why in one line and runs the server for browsers.
import { runInForeground } from './foreground.mjs';
import { prepare } from './prepare.mjs';
import { findProgram } from './program.mjs';

await prepare();
runInForeground(await findProgram(process.argv.slice(2)));
