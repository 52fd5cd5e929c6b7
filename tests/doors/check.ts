/** A real server, a real token, and schemathesis on its /api/openapi.json: every check it has, and none of them excused. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { limits } from '../../protocol';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless } from '../support/headless';

const SCHEMATHESIS = 'schemathesis==4.32.5';
const { seed, examples } = parseArgs({
  options: { seed: { type: 'string', default: '20261121' }, examples: { type: 'string', default: '100' } },
}).values;

/** @returns its exit code; what it prints is printed */
async function run(command: string, args: readonly string[], cwd: string): Promise<number> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}

/** @throws where a step that has to work does not */
async function must(command: string, args: readonly string[], cwd: string): Promise<void> {
  const code = await run(command, args, cwd);
  if (code !== 0) throw new Error(`${command} ${args[0] ?? ''} ended with ${code}`);
}

const folder = await temporaryFolder('doors');
const server = await startHeadless({ dataDir: join(folder, 'data') });
try {
  const tools = join(folder, 'tools');
  await must('python3', ['-m', 'venv', tools], folder);
  await must(join(tools, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', SCHEMATHESIS], folder);
  const joined = await fetch(`${server.url}api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: '시험' }),
  });
  const { token } = (await joined.json()) as { token: string };
  // Each has an address of its own, which is a secret: no description of a server has it.
  console.log('left out: incoming webhooks (/api/hooks/HOOK/SECRET); tests/contract/webhooks.test.ts tries those');
  process.exitCode = await run(
    join(tools, 'bin/schemathesis'),
    [
      'run',
      `${server.url}api/openapi.json`,
      ...['--header', `Authorization: Bearer ${token}`, '--checks', 'all', '--seed', seed, '--max-examples', examples],
      // Below what one device may ask: else all it would learn is that there is a limit.
      ...['--rate-limit', `${limits.callRate.perSecond - 5}/s`, '--continue-on-failure'],
      ...['--request-timeout', String(limits.waitSeconds + 10)],
    ],
    folder,
  );
  const failures = server.log().match(/"level":50.*/g) ?? [];
  for (const line of failures) console.error(line);
  if (failures.length > 0) process.exitCode = 1;
} finally {
  await server.stop();
  await removeFolder(folder);
}
