#!/usr/bin/env node
// npm run stories: the long browser and desktop stories, and two engines on one porch. Ends with "N passed, N failed, N skipped".
// npm run stories -- WORDS… tells only those whose names have these words.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { build } from './build.mjs';
import { installDebianPackages } from './debian.mjs';
import { findElectron } from './electron.mjs';
import { fetchElectron22 } from './electron22.mjs';
import { installPackages, root } from './prepare.mjs';
import { bin, run } from './run.mjs';

const reports = path.join(root, 'test-results/stories');
const totals = { passed: 0, failed: 0, skipped: 0 };
const words = process.argv.slice(2);
const env = { MARU_STORIES: 'long', FORCE_COLOR: '0' };

async function told(name, args, file, countIn) {
  console.log(`— ${name}`);
  const { ok, output, seconds } = await run(args[0], args.slice(1), {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  });
  const before = totals.failed;
  const report = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
  if (report) countIn(report);
  // A run that ended before it could report is one failure.
  if (!ok && totals.failed === before) totals.failed += 1;
  if (!ok) console.log(output.trim());
  console.log(`  ${name}: ${seconds.toFixed(1)} s`);
}

function* storiesIn(suite) {
  yield* suite.specs ?? [];
  for (const inner of suite.suites ?? []) yield* storiesIn(inner);
}

/** Counts a Playwright report. */
function stories({ suites }) {
  for (const { title, ok, tests } of suites.flatMap((suite) => [...storiesIn(suite)])) {
    const skipped = tests.every(({ status }) => status === 'skipped');
    const why = tests.flatMap(({ annotations }) => annotations).find(({ type }) => type === 'skip')?.description;
    if (skipped) console.log(`  skipped: ${title}: ${why ?? 'no reason was given'}`);
    else console.log(`  ${ok ? '✓' : '✘'} ${title}`);
    const told = tests.flatMap(({ results }) => results).flatMap(({ stdout }) => stdout);
    for (const { text = '' } of told) console.log(`    ${text.trimEnd()}`);
    totals[skipped ? 'skipped' : ok ? 'passed' : 'failed'] += 1;
  }
}

function engines({ testResults }) {
  for (const { status, fullName } of testResults.flatMap(({ assertionResults }) => assertionResults)) {
    const what = status === 'passed' || status === 'failed' ? status : 'skipped';
    console.log(`  ${{ passed: '✓', failed: '✘', skipped: 'skipped:' }[what]} ${fullName}`);
    totals[what] += 1;
  }
}

/** Null, or why no window can be driven here. */
async function whyNoDesktop() {
  if (process.platform !== 'linux') return 'there is one on Linux only';
  if ((await findElectron()).path) return null;
  try {
    fetchElectron22();
    return null;
  } catch (error) {
    return error.message.replaceAll('\n', ' ').slice(0, 400);
  }
}

installPackages();
for (const missing of installDebianPackages()) console.log(`  ${missing}`);
await build({ say: (line) => console.log(`  ${line}`) });
fs.rmSync(reports, { recursive: true, force: true });
fs.mkdirSync(reports, { recursive: true });
const only = words.length > 0 ? ['-g', words.join(' '), '--pass-with-no-tests'] : [];
const playwright = (where) => [
  ...[bin('playwright'), 'test', '-c', `tests/${where}/playwright.config.ts`, '--reporter=list,json'],
  ...only,
];
await told(
  'long stories in Chromium',
  [process.execPath, ...playwright('browser')],
  path.join(reports, 'browser.json'),
  stories,
);
const noDesktop = await whyNoDesktop();
if (noDesktop) {
  console.log(`  skipped: long stories on the desktop: ${noDesktop}`);
  totals.skipped += 1;
} else {
  await build({ driven: true, say: (line) => console.log(`  ${line}`) });
  await told(
    'long stories on the desktop',
    [path.join(root, 'scripts/with-desktop.py'), '--ibus', ...playwright('desktop')],
    path.join(reports, 'desktop.json'),
    stories,
  );
}
const file = path.join(reports, 'engines.json');
await told(
  'two engines',
  [
    bin('vitest'),
    ...['run', '--project', 'firefox', '--reporter=json', `--outputFile.json=${file}`, '--passWithNoTests'],
    ...(words.length > 0 ? ['-t', words.join(' ')] : []),
  ],
  file,
  engines,
);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed === 0 ? 0 : 1);
