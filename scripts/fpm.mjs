#!/usr/bin/env node
// Makes the .deb and the .rpm that electron-builder asks fpm for, with dpkg-deb and rpmbuild. electron-builder would
// download fpm; CUSTOM_FPM_PATH names this instead. It understands the arguments electron-builder gives, and no others.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const SWITCHES = new Set(['--force', '--verbose', '--debug']);
/** Ours: a package that is made to be tried, soon rather than small (scripts/dist.mjs). */
const QUICK = '--quick';

/** `-x value` and `--long value` by name, `-d` collected, `from=to` pairs as files. */
function readArguments(words) {
  const told = { options: new Map(), depends: [], files: [], quick: false };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (SWITCHES.has(word)) continue;
    if (word === QUICK) {
      told.quick = true;
      continue;
    }
    if (word === '-d') told.depends.push(words[(index += 1)]);
    else if (word.startsWith('-')) told.options.set(word.replace(/^-+/u, ''), words[(index += 1)]);
    else {
      const split = word.lastIndexOf('=');
      told.files.push({ from: word.slice(0, split), to: word.slice(split + 1) });
    }
  }
  return told;
}

const { options, depends, files, quick } = readArguments(process.argv.slice(2));
const option = (name) => options.get(name);
const makers = { deb: makeDeb, rpm: makeRpm };
const make = makers[option('t')];
if (option('s') !== 'dir' || make === undefined) {
  console.error('fpm.mjs makes .deb and .rpm packages from folders, and nothing else');
  process.exit(2);
}

/** The files of the package, as they will lie on the system they are installed on. */
function layOut(tree) {
  for (const { from, to } of files) {
    const target = path.join(tree, to);
    const isFolder = from.endsWith('/');
    fs.mkdirSync(isFolder ? target : path.dirname(target), { recursive: true });
    execFileSync('cp', ['-a', '--', isFolder ? `${from}.` : from, target]);
  }
  execFileSync('chmod', ['-R', 'u+rwX,go+rX,go-w', tree]);
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
    Homepage: option('url'),
    Section: 'net',
    Priority: option('deb-priority') ?? 'optional',
    Description: description(option('description') ?? ''),
  };
  return Object.entries(fields)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

function makeDeb(tree) {
  const scripts = {
    'before-install': 'preinst',
    'after-install': 'postinst',
    'before-remove': 'prerm',
    'after-remove': 'postrm',
  };
  const compressions = { gz: 'gzip', xz: 'xz', none: 'none' };
  const kib = execFileSync('du', ['-sk', tree], { encoding: 'utf8' }).split('\t')[0];
  fs.mkdirSync(path.join(tree, 'DEBIAN'));
  fs.writeFileSync(path.join(tree, 'DEBIAN/control'), control(kib));
  for (const [name, script] of Object.entries(scripts)) {
    if (option(name))
      fs.writeFileSync(path.join(tree, 'DEBIAN', script), fs.readFileSync(option(name)), { mode: 0o755 });
  }
  const compression = compressions[option('deb-compression')] ?? 'xz';
  execFileSync(
    'dpkg-deb',
    ['--root-owner-group', `-Z${compression}`, ...(quick ? ['-z1'] : []), '--build', tree, option('package')],
    {
      stdio: 'inherit',
    },
  );
}

/** What stands for itself in a spec file: a percent sign begins a macro there. */
const plain = (text) => text.replaceAll('%', '%%');

function spec() {
  const scripts = { pre: 'before-install', post: 'after-install', preun: 'before-remove', postun: 'after-remove' };
  const fields = {
    Name: option('name'),
    // A hyphen ends a version there; a tilde sorts what comes before a release (rpm's own rule).
    Version: option('version').replaceAll('-', '~'),
    Release: option('iteration') ?? '1',
    Summary: option('rpm-summary') ?? option('name'),
    License: option('license') ?? 'unknown',
    Vendor: option('vendor'),
    Packager: option('maintainer'),
    URL: option('url'),
    // What it links to is named below; looked for, every library that Electron brings along would be asked of the system.
    AutoReqProv: 'no',
  };
  return [
    ...Object.entries(fields)
      .filter(([, value]) => value)
      .map(([name, value]) => `${name}: ${plain(value)}`),
    ...depends.map((name) => `Requires: ${plain(name)}`),
    `%description\n${plain(option('description') ?? '')}`,
    ...Object.entries(scripts)
      .filter(([, name]) => option(name))
      // An update installs the new one before it removes the old one: then nothing is to be undone ($1: how many stay).
      .map(([section, name]) => {
        const last = section === 'preun' || section === 'postun' ? '[ "$1" = 0 ] || exit 0\n' : '';
        return `%${section} -p /bin/bash\n${last}${plain(fs.readFileSync(option(name), 'utf8')).replace(/^#!.*\n/u, '')}`;
      }),
    // A folder stands for all that lies in it.
    `%files\n%defattr(-,root,root,-)\n${files.map(({ to }) => `"${plain(to)}"`).join('\n')}`,
    '',
  ].join('\n');
}

/** rpm's names for what electron-builder calls by Debian's. */
const architectures = { amd64: 'x86_64', i386: 'i686' };

function makeRpm(tree, place) {
  const payloads = { xz: 'w6T0.xzdio', xzmt: 'w6T0.xzdio', gzip: 'w6.gzdio', none: 'w0.gzdio' };
  const defines = {
    _topdir: place,
    _rpmdir: path.join(place, 'made'),
    _rpmfilename: 'package.rpm',
    _dbpath: path.join(place, 'db'),
    _binary_payload: quick ? 'w1.gzdio' : (payloads[option('rpm-compression')] ?? payloads.xz),
    // The files are packed as they are: nothing stripped, compiled, or linked by build id.
    __os_install_post: '%{nil}',
    _build_id_links: 'none',
    debug_package: '%{nil}',
    _buildhost: 'localhost',
  };
  const specFile = path.join(place, 'package.spec');
  fs.writeFileSync(specFile, spec());
  execFileSync(
    'rpmbuild',
    [
      ...[
        '-bb',
        '--quiet',
        '--target',
        architectures[option('architecture')] ?? option('architecture'),
        '--buildroot',
        tree,
      ],
      ...Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`]),
      specFile,
    ],
    { stdio: 'inherit' },
  );
  fs.copyFileSync(path.join(place, 'made/package.rpm'), option('package'));
}

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'maru-fpm-'));
try {
  const tree = path.join(place, 'tree');
  fs.mkdirSync(tree);
  layOut(tree);
  fs.rmSync(option('package'), { force: true });
  make(tree, place);
} finally {
  fs.rmSync(place, { recursive: true, force: true });
}
