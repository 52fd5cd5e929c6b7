#!/usr/bin/env node
// npm run bench:NAME: one program of bench/, on what is built. It ends with 1 where what it has to show does not hold.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { runInForeground } from './foreground.mjs';
import { prepare, root } from './prepare.mjs';

const [name = '', ...args] = process.argv.slice(2);
const file = (bench) => path.join('bench', bench, 'main.ts');
const benches = fs.readdirSync(path.join(root, 'bench')).filter((bench) => fs.existsSync(path.join(root, file(bench))));
if (!benches.includes(name)) {
  console.error(`there is no bench "${name}"; there are: ${benches.join(', ')}`);
  process.exit(2);
}
await prepare(name === 'timeline' || name === 'desktop' ? ['renderer', 'server'] : ['server']);
const bench = ['--import', 'tsx', file(name), ...args];
if (name === 'desktop') {
  // The real window: the build that tests drive, on a display of its own.
  const { fetchElectron22 } = await import('./electron22.mjs');
  const { build } = await import('./build.mjs');
  await build({ driven: true, say: (line) => console.error(line) });
  if (!process.env.ELECTRON_OVERRIDE_DIST_PATH) fetchElectron22();
  runInForeground({ command: path.join(root, 'scripts/with-desktop.py'), args: [process.execPath, ...bench] });
} else runInForeground({ command: process.execPath, args: bench });
