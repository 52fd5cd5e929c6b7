#!/usr/bin/env node
// Draws every icon file from assets/icon.svg (needs rsvg-convert, Debian's librsvg2-bin). The results are committed,
// so that nobody else needs it.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from './prepare.mjs';
import { traySheet } from './tray-icons.mjs';

const source = path.join(root, 'assets/icon.svg');
/** @returns the picture's bytes at that size, in pixels */
const drawn = (size) =>
  execFileSync('rsvg-convert', ['--width', String(size), '--height', String(size), source], { maxBuffer: 1e8 });
const draw = (size, file) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, drawn(size));
};

for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) draw(size, path.join(root, `assets/icons/${size}x${size}.png`));
draw(1024, path.join(root, 'assets/icon.png'));
draw(256, path.join(root, 'renderer/public/icon.png'));
fs.copyFileSync(source, path.join(root, 'renderer/public/icon.svg'));

/** Windows: a directory of 16 bytes a picture, then the pictures as PNG (since Vista; a 0 stands for 256). */
function ico(sizes) {
  const pictures = sizes.map(drawn);
  const head = Buffer.alloc(6 + 16 * sizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sizes.length, 4);
  let offset = head.length;
  pictures.forEach((picture, index) => {
    const at = 6 + 16 * index;
    head[at] = head[at + 1] = sizes[index] % 256;
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(picture.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += picture.length;
  });
  return Buffer.concat([head, ...pictures]);
}

/** macOS: each picture as PNG behind its type and length; the types say size and density (iconutil's own names). */
function icns(types) {
  const parts = Object.entries(types).map(([type, size]) => {
    const picture = drawn(size);
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(picture.length + 8, 4);
    return Buffer.concat([head, picture]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}

fs.writeFileSync(path.join(root, 'assets/icon.ico'), ico([16, 24, 32, 48, 64, 128, 256]));
fs.writeFileSync(
  path.join(root, 'assets/icon.icns'),
  icns({ ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 }),
);
execFileSync('rsvg-convert', ['--output', path.join(root, 'main/tray/sheet.png')], { input: traySheet() });
