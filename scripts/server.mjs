#!/usr/bin/env node
// npm run server -- --data DIR --port N --host ADDR --name NAME --json: the headless server.
// What it prints on stdout is the server's alone.
import * as path from 'node:path';
import { runInForeground } from './foreground.mjs';
import { prepare, root } from './prepare.mjs';

await prepare(['renderer', 'server']);
runInForeground({
  command: process.execPath,
  args: [path.join(root, 'dist/server/headless.cjs'), ...process.argv.slice(2)],
});
