#!/usr/bin/env node
// npm run packages: the packages, from outside. Root on Debian only; about ten minutes. Single steps: -- pack look start refuse stories deb
// 1. Every package that this system makes is made, opened and started. 2. The desktop stories pass on a package of the same
// configuration. 3. The .deb is installed in a clean root and lived with, as scripts/packages/story.mjs tells.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { installDebianPackages } from './debian.mjs';
import { lookIntoEach, wrongFuses } from './packages/made.mjs';
import { tellStory } from './packages/story.mjs';
import { startWithoutInstalling, talkIntoNothing } from './packages/without-installing.mjs';
import { installPackages, root } from './prepare.mjs';
import { bin, run } from './run.mjs';

const shipped = path.join(root, 'out/shipped');
const driven = path.join(root, 'out/driven/linux-unpacked/maru');
const kinds = ['.AppImage', '.deb', '.rpm', '.tar.gz'];
const totals = { passed: 0, failed: 0 };
const say = (line) => console.log(`  ${line}`);

/** @returns whether it held */
async function step(name, work) {
  const begun = performance.now();
  let problem = null;
  try {
    await work();
  } catch (error) {
    const { message, stdout = '', stderr = '' } = error;
    problem = [message, stdout, stderr]
      .map((text) => text.slice(-4_000))
      .join('\n')
      .trim();
  }
  totals[problem === null ? 'passed' : 'failed'] += 1;
  console.log(
    `${problem === null ? '✓' : '✗'} ${name}, ${((performance.now() - begun) / 1000).toFixed(1)} s${problem === null ? '' : `\n${problem}`}`,
  );
  return problem === null;
}

const must = (holds, what) => {
  if (!holds) throw new Error(what);
};
const made = () => fs.readdirSync(shipped).map((name) => path.join(shipped, name));
const madeAs = (kind) => made().find((file) => file.endsWith(kind));

async function pack(...args) {
  const { ok, output } = await run(process.execPath, [path.join(root, 'scripts/dist.mjs'), ...args]);
  must(ok, output);
  return output;
}

async function storiesOnPackage(env, ...names) {
  const { ok, output } = await run(
    path.join(root, 'scripts/with-desktop.py'),
    ['--ibus', bin('playwright'), 'test', '-c', 'tests/desktop/playwright.config.ts', '--reporter=line', ...names],
    { env: { ...env, MARU_APP: driven, FORCE_COLOR: '0' } },
  );
  must(ok, output);
}

if (process.platform !== 'linux' || process.getuid?.() !== 0 || !fs.existsSync('/etc/debian_version')) {
  console.error('npm run packages needs root on Debian: it installs the .deb in a root of its own.');
  process.exit(2);
}
installPackages();
const tools = ['debootstrap', 'rpm', 'cpio', 'squashfs-tools', 'p7zip-full', 'x11-utils', 'python3-pyatspi'];
for (const missing of installDebianPackages([...tools, 'at-spi2-core'])) console.log(missing);
const steps = {
  pack: [
    'every package is made',
    async () => {
      const output = await pack('--all');
      for (const line of output.split('\n').filter((text) => /left out/u.test(text))) say(line.trim());
      await pack('--driven');
    },
  ],
  look: [
    'each holds the same program, its fuses set, and nothing beside it',
    async () => {
      for (const line of await lookIntoEach(shipped)) say(line);
      for (const kind of kinds) must(madeAs(kind) !== undefined, `there is no ${kind}`);
      // The one that is driven differs in what driving needs, and in nothing else.
      must((await wrongFuses(driven)).join() === 'EnableNodeCliInspectArguments', 'the driven one has other fuses');
    },
  ],
  start: [
    'the archive and the AppImage start where they lie',
    async () => {
      for (const kind of ['.tar.gz', '.AppImage']) say(await startWithoutInstalling(madeAs(kind)));
    },
  ],
  refuse: ['the shipped program is talked into nothing', async () => say(await talkIntoNothing(madeAs('.tar.gz')))],
  stories: [
    'the desktop stories pass on a package',
    async () => {
      // The last two read what only they need out of the archive: dictionaries, and the page of a room's own window.
      await storiesOnPackage({}, 'talking', 'host', 'notice', 'security', 'links', 'writing', 'room-window');
      await storiesOnPackage({ MARU_STORIES: 'long' }, 'command-lines');
    },
  ],
  deb: ['the .deb in a clean root, from its installing to its removal', () => tellStory(madeAs('.deb'), say)],
};
// So that what was mounted is taken down (scripts/packages/clean-root.mjs).
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in steps));
if (unknown) {
  console.error(`there is no step "${unknown}"; there are ${Object.keys(steps).join(', ')}`);
  process.exit(2);
}
for (const [key, [name, work]] of Object.entries(steps)) {
  if (wanted.length > 0 && !wanted.includes(key)) continue;
  // The others would look at no packages, or at those of an earlier day.
  if (!(await step(name, work)) && key === 'pack') break;
}
console.log(`${totals.passed} passed, ${totals.failed} failed`);
// A spawned display may still hold a pipe of ours.
process.exit(totals.failed === 0 ? 0 : 1);
