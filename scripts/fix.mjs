#!/usr/bin/env node
// npm run fix: mends what can be mended by itself: lint, format, printed docs.
import { installPackages } from './prepare.mjs';
import { bin, run } from './run.mjs';

installPackages();
let failed = false;
for (const [name, command, args] of [
  ['lint', bin('oxlint'), ['--type-aware', '--fix']],
  ['arrows and components', bin('eslint'), ['--fix', '.']],
  ['format', bin('oxfmt'), []],
  ['printed docs', process.execPath, ['scripts/docs.mjs']],
]) {
  const { ok, output, seconds } = await run(command, args);
  console.log(`${ok ? '✓' : '✗'} ${name}, ${seconds.toFixed(1)} s`);
  if (!ok) console.log(output.trim());
  failed ||= !ok;
}
process.exit(failed ? 1 : 0);
