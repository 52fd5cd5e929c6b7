#!/usr/bin/env node
// npm run check: all that can be said of the code without running it. Every part runs, also after one that failed.
import { installPackages } from './prepare.mjs';
import { bin, run } from './run.mjs';

const parts = [
  ['format', bin('oxfmt'), ['--check']],
  ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings', '--report-unused-disable-directives']],
  ['arrows and components', bin('eslint'), ['--max-warnings', '0', '.']],
  ['promises in components', process.execPath, ['scripts/lint-components.mjs']],
  // Of components, of all other files of tsconfig.json, and of tsconfig.json itself: `tsc --noEmit` would say nothing more.
  ['types', process.execPath, ['scripts/types.mjs']],
  ['unused code', bin('knip'), ['--no-progress']],
  // A room's public face may say more than the product asks of it; its files and packages may not.
  ['files only tests use', bin('knip'), ['--no-progress', '--production', '--include', 'files,dependencies']],
  ['printed docs', process.execPath, ['scripts/docs.mjs', '--check']],
];

/**
 * @param say takes a line for each part that is done
 * @param aside beside tests, whose people wait for each other: they go first
 * @returns {Promise<{ name: string, ok: boolean, seconds: number }[]>}
 */
export async function check(say = console.log, aside = false) {
  const results = [];
  // Two at a time: the machine this must be quick on has two cores.
  const waiting = [...parts];
  const worker = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      const [name, command, args] = part;
      const { ok, output, seconds } = await run(command, args, { aside });
      say(`${ok ? '✓' : '✗'} ${name}, ${seconds.toFixed(1)} s`);
      if (!ok) say(output.trim());
      results.push({ name, ok, seconds });
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

if (process.argv[1] === import.meta.filename) {
  installPackages();
  const results = await check();
  process.exit(results.every(({ ok }) => ok) ? 0 : 1);
}
