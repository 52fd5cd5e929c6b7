#!/usr/bin/env node
// Draws every icon file from assets/icon.svg (needs rsvg-convert, Debian's librsvg2-bin). The results are committed,
// so that nobody else needs it.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from './prepare.mjs';

const source = path.join(root, 'assets/icon.svg');
const draw = (size, file) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  execFileSync('rsvg-convert', ['--width', String(size), '--height', String(size), '--output', file, source]);
};

for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) draw(size, path.join(root, `assets/icons/${size}x${size}.png`));
draw(1024, path.join(root, 'assets/icon.png'));
draw(256, path.join(root, 'renderer/public/icon.png'));
fs.copyFileSync(source, path.join(root, 'renderer/public/icon.svg'));
