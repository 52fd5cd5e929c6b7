#!/usr/bin/env node
// npm run dist: the application and every package of it that this system can make, in out/shipped/, and why the others
// were left out. Where the current Electron cannot be had the old one for tests is packed instead: to try the packages,
// never to hand them on.
// --driven packs the build that tests drive, with inspection allowed, unpacked only. --all: leaving out one that this
// system's kind can make is a failure. Names choose: npm run dist -- deb rpm
import * as fs from 'node:fs';
import * as path from 'node:path';
import { mistakesIn } from './contents.mjs';
import { findElectron } from './electron.mjs';
import { ELECTRON_22, fetchAppImageTools, fetchElectron22 } from './electron22.mjs';
import { prepare, root } from './prepare.mjs';

const args = process.argv.slice(2);
const driven = args.includes('--driven');
const names = args.filter((arg) => !arg.startsWith('-'));

const firstThere = (...files) => files.find((file) => fs.existsSync(file));
/** Names a tool that electron-builder would download otherwise. */
const provide = (variable, value) => {
  if (value) process.env[variable] ??= value;
};

/** The packages of each system, with what must be done before one can be made: it throws with the reason it cannot. */
const packages = {
  linux: {
    'tar.gz': () => provide('ELECTRON_BUILDER_7ZIP_PATH', firstThere('/usr/bin/7za', '/usr/bin/7z')),
    AppImage: () => {
      if (old && firstThere('/usr/bin/mksquashfs') === undefined)
        throw new Error("mksquashfs is not there (Debian's package squashfs-tools)");
      if (old && !process.env.APPIMAGE_TOOLS_PATH) provide('APPIMAGE_TOOLS_PATH', fetchAppImageTools());
    },
    deb: () => {
      if (!firstThere('/usr/bin/dpkg-deb')) throw new Error('dpkg-deb is not there: it takes a Debian or an Ubuntu');
    },
    rpm: () => {
      if (!firstThere('/usr/bin/rpmbuild'))
        throw new Error("rpmbuild is not there (Debian's package rpm, Fedora's rpm-build)");
    },
  },
  darwin: { dmg: () => undefined, zip: () => undefined },
  win32: { nsis: () => undefined, portable: () => undefined },
};
const systems = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

const made = [];
const leftOut = [];

/** Electron's folder. On macOS its program lies four folders deep. */
async function chooseElectron() {
  const found = await findElectron();
  if (found.path) return path.resolve(found.path, process.platform === 'darwin' ? '../../../..' : '..');
  const dist = fetchElectron22();
  console.error(
    `${found.missing}: Electron ${ELECTRON_22}, the one for tests, is packed. Do not hand this package to anybody.`,
  );
  return dist;
}

const electronDist = await chooseElectron();
const electronVersion = fs.readFileSync(path.join(electronDist, 'version'), 'utf8').trim().replace(/^v/u, '');
/** Old is what lacks the current API (then the build with the shim fits) and the newest fuse. */
const old = Number.parseInt(electronVersion, 10) < 30;
await prepare();
if (old || driven) await prepare(undefined, { driven: true });
const { build, Arch, Platform } = await import('electron-builder');
const output = path.join(root, 'out', driven ? 'driven' : 'shipped');
fs.rmSync(output, { recursive: true, force: true });

process.env.CUSTOM_FPM_PATH = path.join(root, 'scripts/fpm.mjs');
// The old Electron needs what the shim brings; the configuration is the same for both (electron-builder.yml).
process.env.MARU_DIST = old || driven ? '.cache/driven/dist' : 'dist';

const config = {
  directories: { output },
  electronVersion,
  // A universal application is put together of two Electrons, of which only one is here.
  ...(process.platform === 'darwin' && !driven ? {} : { electronDist }),
  electronFuses: {
    ...(old ? {} : { grantFileProtocolExtraPrivileges: false }),
    ...(driven ? { enableNodeCliInspectArguments: true } : {}),
  },
  ...(driven ? { extraMetadata: { driven: true } } : {}),
  // What is not handed on need not be small.
  ...(old ? { compression: 'store', deb: { fpm: ['--quick'] }, rpm: { fpm: ['--quick'] } } : {}),
};
const pack = (kinds, more = {}) =>
  build({
    targets: Platform.current().createTarget(
      kinds,
      process.platform === 'darwin' && !driven ? Arch.universal : Arch[process.arch],
    ),
    projectDir: root,
    publish: 'never',
    config,
    ...more,
  });

/** The folders of unpacked applications, each checked for what does not belong into it. */
function check() {
  const asars = fs
    .readdirSync(output, { recursive: true })
    .map(String)
    .filter((name) => path.basename(name) === 'app.asar');
  if (asars.length === 0) throw new Error('nothing was packed');
  for (const name of asars) {
    const mistakes = mistakesIn(path.join(output, name));
    if (mistakes.length > 0) throw new Error(`${name} does not hold what it should:\n${mistakes.join('\n')}`);
  }
}

const kinds = Object.entries(driven ? {} : (packages[process.platform] ?? {})).filter(
  ([kind]) => names.length === 0 || names.includes(kind),
);
if (process.platform === 'linux') {
  // One after the other out of one unpacked application: each has tools of its own, and one that fails stops no other.
  await pack(['dir']);
  check();
  const prepackaged = path.join(output, fs.readdirSync(output).find((name) => /^linux.*-unpacked$/u.test(name)) ?? '.');
  for (const [kind, makeReady] of kinds) {
    try {
      makeReady();
      made.push(...(await pack([kind], { prepackaged })));
    } catch (error) {
      leftOut.push([kind, error.message.trim().split('\n')[0]]);
    }
  }
} else {
  made.push(...(await pack(['dir', ...kinds.map(([kind]) => kind)])));
  check();
}

console.log(`packed into ${path.relative(root, output)}/`);
for (const file of new Set(made)) {
  if (fs.existsSync(file) && !file.endsWith('.blockmap'))
    console.log(`  ${path.basename(file)}, ${(fs.statSync(file).size / 1e6).toFixed(0)} MB`);
}
for (const [kind, why] of leftOut) console.log(`  left out: ${kind}: ${why}`);
if (!driven) {
  for (const [system, its] of Object.entries(packages)) {
    if (system !== process.platform)
      console.log(`  left out: ${Object.keys(its).join(', ')}: they are made on ${systems[system]}`);
  }
}
if (args.includes('--all') && leftOut.length > 0) process.exit(1);
