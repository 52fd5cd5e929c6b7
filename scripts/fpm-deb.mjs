#!/usr/bin/env node
// Makes the .deb that electron-builder asks fpm for, with Debian's own dpkg-deb. electron-builder would download fpm;
// CUSTOM_FPM_PATH names this instead. It understands the arguments electron-builder gives, and says so of any other.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const SWITCHES = new Set(['--force', '--verbose', '--debug']);

/** `-x value` and `--long value` by name, `-d` collected, `from=to` pairs as files. */
function readArguments(words) {
  const told = { options: new Map(), depends: [], files: [] };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (SWITCHES.has(word)) continue;
    if (word === '-d') told.depends.push(words[(index += 1)]);
    else if (word.startsWith('-')) told.options.set(word.replace(/^-+/u, ''), words[(index += 1)]);
    else {
      const split = word.lastIndexOf('=');
      told.files.push({ from: word.slice(0, split), to: word.slice(split + 1) });
    }
  }
  return told;
}

const { options, depends, files } = readArguments(process.argv.slice(2));
const option = (name) => options.get(name);
if (option('s') !== 'dir' || option('t') !== 'deb') {
  console.error('fpm-deb makes Debian packages from folders, and nothing else');
  process.exit(2);
}

/** Policy manual 5.6.13: a one-line synopsis, then lines that begin with a space; an empty one is a dot. */
function description(text) {
  const [synopsis = '', ...more] = text.split('\n').map((line) => line.trim());
  return [synopsis || option('name'), ...more.map((line) => ` ${line || '.'}`)].join('\n');
}

function control(installedKib) {
  const fields = {
    Package: option('name'),
    Version: [option('version'), option('iteration')].filter(Boolean).join('-'),
    Architecture: option('architecture'),
    Maintainer: option('maintainer'),
    'Installed-Size': installedKib,
    Depends: depends.join(', '),
    Recommends: option('deb-recommends'),
    Section: 'net',
    Priority: option('deb-priority') ?? 'optional',
    Description: description(option('description') ?? ''),
  };
  return Object.entries(fields)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

const scripts = {
  'before-install': 'preinst',
  'after-install': 'postinst',
  'before-remove': 'prerm',
  'after-remove': 'postrm',
};
const compressions = { gz: 'gzip', xz: 'xz', none: 'none' };

const tree = fs.mkdtempSync(path.join(os.tmpdir(), 'maru-deb-'));
try {
  for (const { from, to } of files) {
    const target = path.join(tree, to);
    const isFolder = from.endsWith('/');
    fs.mkdirSync(isFolder ? target : path.dirname(target), { recursive: true });
    execFileSync('cp', ['-a', '--', isFolder ? `${from}.` : from, target]);
  }
  execFileSync('chmod', ['-R', 'u+rwX,go+rX,go-w', tree]);
  const kib = execFileSync('du', ['-sk', tree], { encoding: 'utf8' }).split('\t')[0];
  fs.mkdirSync(path.join(tree, 'DEBIAN'));
  fs.writeFileSync(path.join(tree, 'DEBIAN/control'), control(kib));
  for (const [name, script] of Object.entries(scripts)) {
    if (option(name))
      fs.writeFileSync(path.join(tree, 'DEBIAN', script), fs.readFileSync(option(name)), { mode: 0o755 });
  }
  fs.rmSync(option('package'), { force: true });
  const compression = compressions[option('deb-compression')] ?? 'xz';
  execFileSync('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', tree, option('package')], {
    stdio: 'inherit',
  });
} finally {
  fs.rmSync(tree, { recursive: true, force: true });
}
