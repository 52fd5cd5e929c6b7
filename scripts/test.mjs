#!/usr/bin/env node
// npm test: everything, from a fresh clone on. npm test -- NAME… runs only the named parts.
// It ends with one line, "N passed, N failed, N skipped"; each skip is printed with its reason above.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { cannotInstall, installDebianPackages } from './debian.mjs';
import { installPackages, root } from './prepare.mjs';
import { bin, run } from './run.mjs';

const reports = path.join(root, 'test-results');
const totals = { passed: 0, failed: 0, skipped: 0 };
const skips = [];
const seconds = [];

const count = (what, why) => {
  totals[what] += 1;
  if (what === 'skipped') skips.push(why);
};
const readReport = (file) => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null);

async function timed(name, work) {
  console.log(`— ${name}`);
  const begun = performance.now();
  let ended = true;
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    count('failed');
    ended = false;
  }
  const took = (performance.now() - begun) / 1000;
  seconds.push([name, took]);
  console.log(`  ${name}: ${took.toFixed(1)} s`);
  return ended;
}

async function checks() {
  const { check } = await import('./check.mjs');
  for (const { ok } of await check((line) => console.log(`  ${line}`), true)) count(ok ? 'passed' : 'failed');
}

/** Counts a Vitest report; a run that ended before it reported is one failure. */
async function vitest() {
  const file = path.join(reports, 'vitest.json');
  const { ok, output } = await run(bin('vitest'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const report = readReport(file);
  if (!ok) console.log(output.trim());
  if (!report || (!ok && report.numFailedTests === 0)) count('failed');
  for (const { name, assertionResults } of report?.testResults ?? []) {
    for (const { status, fullName } of assertionResults) {
      if (status === 'passed' || status === 'failed') count(status);
      else count('skipped', `${path.relative(root, name)}: ${fullName}`);
    }
  }
}

function* storiesIn(suite) {
  for (const spec of suite.specs ?? []) yield spec;
  for (const inner of suite.suites ?? []) yield* storiesIn(inner);
}

/** Counts a Playwright report. */
async function playwright(name, command, args) {
  const file = path.join(reports, `${name}.json`);
  const config = `tests/${name}/playwright.config.ts`;
  const { ok, output } = await run(
    command,
    [...args, bin('playwright'), 'test', '-c', config, '--reporter=list,json'],
    {
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, FORCE_COLOR: '0' },
    },
  );
  const report = readReport(file);
  if (!ok || !report) console.log(output.trim());
  let failed = 0;
  for (const { title, ok: good, tests } of report?.suites.flatMap((suite) => [...storiesIn(suite)]) ?? []) {
    const skipped = tests.every(({ status }) => status === 'skipped');
    const why = tests.flatMap(({ annotations }) => annotations).find(({ type }) => type === 'skip')?.description;
    if (!good) failed += 1;
    count(skipped ? 'skipped' : good ? 'passed' : 'failed', `${title}: ${why ?? 'no reason was given'}`);
  }
  if (!report || (!ok && failed === 0)) count('failed');
}

/** What scripts/with-desktop.py starts. */
const desktopPrograms = ['python3', 'Xvfb', 'dbus-daemon', 'openbox', 'dunst', 'gnome-keyring-daemon', 'ibus-daemon'];
const isOnPath = (name) =>
  (process.env.PATH ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, name)));

/** Browser stories: in Debian's Chromium, else in Playwright's own. */
async function browser() {
  const { chromium } = await import('playwright');
  const found = ['/usr/bin/chromium', '/usr/bin/chromium-browser', chromium.executablePath()].some(fs.existsSync);
  // Where packages can be installed a missing one is a failure, and shows as one.
  if (!found && cannotInstall())
    return count(
      'skipped',
      `browser stories: there is no Chromium, and ${cannotInstall()} (npx playwright install chromium)`,
    );
  await playwright('browser', process.execPath, []);
}

/** Desktop stories: on the private desktop where Linux allows one. */
async function desktop() {
  if (process.platform !== 'linux')
    return count('skipped', 'desktop stories: their notifications can be read on Linux only');
  const lacking = desktopPrograms.filter((name) => !isOnPath(name));
  if (lacking.length > 0 && cannotInstall())
    return count('skipped', `desktop stories: ${lacking.join(', ')} not found, and ${cannotInstall()}`);
  const { findElectron } = await import('./electron.mjs');
  const found = await findElectron();
  if (!found.path) {
    const { fetchElectron22 } = await import('./electron22.mjs');
    try {
      fetchElectron22();
    } catch (error) {
      return count(
        'skipped',
        `desktop stories: ${found.missing}; ${error.message.replaceAll('\n', ' ').slice(0, 400)}`,
      );
    }
  }
  await playwright('desktop', path.join(root, 'scripts/with-desktop.py'), ['--ibus']);
}

async function prepareMachine() {
  installPackages();
  for (const missing of installDebianPackages()) console.log(`  ${missing}`);
}

async function builds() {
  const { build } = await import('./build.mjs');
  const say = (line) => console.log(`  ${line}`);
  await build({ say });
  await build({ driven: true, say });
}

const parts = {
  check: checks,
  contract: vitest,
  browser,
  desktop,
};

/**
 * Rows of parts go side by side: much of what tests do is waiting, for processes, wires and screens. The one desktop has one
 * person at a time, so it is begun at once. What only reads the code needs nothing built: it begins beside the build, and takes
 * the time that the others leave.
 */
const rows = [['desktop'], ['browser', 'contract']];

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in parts));
if (unknown) {
  console.error(`there is no part "${unknown}"; there are ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
fs.rmSync(reports, { recursive: true, force: true });
fs.mkdirSync(reports, { recursive: true });
const isWanted = (name) => wanted.length === 0 || wanted.includes(name);
const inRow = async (row) => {
  for (const name of row) if (isWanted(name)) await timed(name, parts[name]);
};
if (await timed('machine', prepareMachine)) {
  const reading = inRow(['check']);
  if (await timed('build', builds)) await Promise.all(rows.map(inRow));
  await reading;
}
for (const why of skips) console.log(`skipped: ${why}`);
console.log(seconds.map(([name, took]) => `${name} ${took.toFixed(0)} s`).join(' · '));
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed === 0 ? 0 : 1);
