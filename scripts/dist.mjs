#!/usr/bin/env node
// npm run dist: the unpacked application and, on Debian, a .deb, in out/. Nothing is downloaded but Electron itself,
// and where that cannot be had the old one for tests is packed instead: to try the package, never to hand it on.
// --driven packs the build that tests drive, with inspection allowed.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { findElectron } from './electron.mjs';
import { ELECTRON_22, fetchElectron22 } from './electron22.mjs';
import { prepare, root } from './prepare.mjs';

const driven = process.argv.includes('--driven');

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

const dist = await chooseElectron();
const version = fs.readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/u, '');
/** Old is what lacks the current API (then the build with the shim fits) and the newest fuse. */
const old = Number.parseInt(version, 10) < 30;
await prepare();
if (old || driven) await prepare(undefined, { driven: true });
const { build, Platform } = await import('electron-builder');
const output = path.join(root, 'out', driven ? 'driven' : 'shipped');
fs.rmSync(output, { recursive: true, force: true });

process.env.CUSTOM_FPM_PATH = path.join(root, 'scripts/fpm-deb.mjs');
const debian = process.platform === 'linux' && fs.existsSync('/usr/bin/dpkg-deb');
const targets =
  process.platform === 'linux'
    ? Platform.LINUX.createTarget(debian ? ['dir', 'deb'] : ['dir'])
    : Platform.current().createTarget('dir');
// The old Electron needs what the shim brings; the configuration is the same for both (electron-builder.yml).
process.env.MARU_DIST = old || driven ? '.cache/driven/dist' : 'dist';
await build({
  targets,
  projectDir: root,
  publish: 'never',
  config: {
    directories: { output },
    electronDist: dist,
    electronVersion: version,
    electronFuses: {
      ...(old ? {} : { grantFileProtocolExtraPrivileges: false }),
      ...(driven ? { enableNodeCliInspectArguments: true } : {}),
    },
  },
});
console.log(`packed into ${path.relative(root, output)}/`);
