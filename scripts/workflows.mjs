#!/usr/bin/env node
// npm run workflows: the release workflow against GitHub's schema of workflows (check-jsonschema) and for what makes a
// workflow unsafe (zizmor): actions not pinned, rights too wide, text that becomes a command. Both come from the Python
// index into a folder of their own, and ask no other host. Needs python3 with venv.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from './prepare.mjs';
import { run } from './run.mjs';

const tools = ['zizmor==1.32.0', 'check-jsonschema==0.39.0'];
const home = path.join(root, '.cache/workflow-tools');
const mark = path.join(home, '.installed');
const tool = (name) => path.join(home, 'bin', name);

async function must(command, args) {
  const { ok, output } = await run(command, args);
  if (!ok) {
    console.error(output.trim());
    process.exit(1);
  }
}

if (!fs.existsSync(mark) || fs.readFileSync(mark, 'utf8') !== tools.join(' ')) {
  fs.rmSync(home, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(home), { recursive: true });
  await must('python3', ['-m', 'venv', home]);
  await must(tool('pip'), ['install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:', ...tools]);
  fs.writeFileSync(mark, tools.join(' '));
}
const folder = path.join(root, '.github/workflows');
const files = fs.readdirSync(folder).map((name) => path.join(folder, name));
await must(tool('check-jsonschema'), ['--builtin-schema', 'vendor.github-workflows', ...files]);
await must(tool('zizmor'), ['--offline', '--persona', 'pedantic', '--quiet', ...files]);
console.log(`✓ ${files.map((file) => path.relative(root, file)).join(', ')}`);
