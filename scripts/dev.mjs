#!/usr/bin/env node
// npm run dev: as npm start, and what is edited is built again. A new page reloads in the window by itself (main/reload.ts;
// in a browser, reload it); a new main, preload or server starts the program again. Arguments are passed on.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { build, watched } from './build.mjs';
import { findProgram } from './program.mjs';
import { prepare, root } from './prepare.mjs';

/** Editors write a file in several steps; what comes within this is one change, in ms. */
const PAUSE = 150;

await prepare();
const { command, args } = await findProgram(process.argv.slice(2));
let child = null;
let restarting = false;

function begin() {
  child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, MARU_WATCH: '1' } });
  child.on('exit', (code) => {
    if (!restarting) process.exit(code ?? 1);
    restarting = false;
    begin();
  });
}

let building = Promise.resolve();
let timer;
function changed() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    building = building.then(rebuild);
  }, PAUSE);
}

async function rebuild() {
  try {
    const built = await build({ say: (line) => console.error(line) });
    if (built.every((name) => name === 'renderer') || restarting) return;
    restarting = true;
    child.kill();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}

for (const folder of watched) fs.watch(path.join(root, folder), { recursive: true }, changed);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
begin();
