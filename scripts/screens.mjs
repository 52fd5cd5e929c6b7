#!/usr/bin/env node
// npm run screens: draws every view and state into screens/ (ignored by git), with real people on real servers: light and
// dark, 한국어 and English, wide and 360 px. In a browser all of them; then, on Linux's private desktop, the main ones in the
// real window. npm run screens -- WORDS… draws only those looks of the browser whose names have these words ("ko, dark").
import * as fs from 'node:fs';
import * as path from 'node:path';
import { build } from './build.mjs';
import { installDebianPackages } from './debian.mjs';
import { installPackages, root } from './prepare.mjs';
import { bin, run } from './run.mjs';

const folder = path.join(root, 'screens');
const words = process.argv.slice(2);
installPackages();
for (const missing of installDebianPackages()) console.log(`  ${missing}`);
await build({ say: (line) => console.log(`  ${line}`) });
if (words.length === 0) fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });

const shown = { show: true };
const config = ['-c', 'tests/screens/playwright.config.ts', '--reporter=list'];
const only = words.length > 0 ? ['-g', words.join(' ')] : [];
const drawn = await run(process.execPath, [bin('playwright'), 'test', ...config, ...only], {
  ...shown,
  env: { MARU_SCREENS: folder },
});
let ok = drawn.ok;
if (words.length === 0 && process.platform === 'linux') {
  const inWindow = path.join(folder, 'window');
  const window = ['scripts/screenshots.mjs', inWindow];
  const desktop = path.join(root, 'scripts/with-desktop.py');
  ok = (await run(desktop, [process.execPath, ...window], shown)).ok && ok;
  const stories = ['test', '-c', 'tests/screens/window/playwright.config.ts', '--reporter=list'];
  const told = { ...shown, env: { MARU_SCREENS: folder } };
  ok = (await run(desktop, [process.execPath, bin('playwright'), ...stories], told)).ok && ok;
} else if (words.length === 0) console.log('the real window is drawn on Linux only');
const pictures = fs.readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.png'));
console.log(`${pictures.length} pictures in ${path.relative(root, folder)}/`);
process.exit(ok ? 0 : 1);
