#!/usr/bin/env node
// The types of components and of all other files of tsconfig.json, by the native compiler; what Svelte's compiler warns of, too.
// Ends with 1 where one of them is wrong. What a package ships is its own: svelte-check leaves that out only without --tsgo….
import * as path from 'node:path';
import { root } from './prepare.mjs';
import { bin, run } from './run.mjs';

const { output } = await run(bin('svelte-check'), [
  '--tsconfig',
  './tsconfig.json',
  '--tsgo-experimental-api',
  '--output',
  'machine-verbose',
]);
const lines = output.split('\n').map((line) => line.replace(/^\d+ /, ''));
const found = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
const wrong = found.filter(({ filename }) => !filename.split(/[\\/]/).includes('node_modules'));
for (const { type, filename, start, message } of wrong)
  console.error(
    `${type} ${path.relative(root, path.resolve(root, filename))}:${start.line + 1}:${start.character + 1} ${message}`,
  );
const files = Number(/^COMPLETED (\d+) FILES/m.exec(lines.join('\n'))?.[1] ?? 0);
// It says how many files it looked at, and nothing where it gave up.
if (files === 0) console.error(output.trim());
else console.log(`${files} files`);
process.exit(wrong.length > 0 || files === 0 ? 1 : 0);
