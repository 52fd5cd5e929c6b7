/** docs/client.md is true: its program, copied out of it, runs on a real server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/folders';
import { endAll, hostAt, neighbour, serve } from './command';

const root = resolve(import.meta.dirname, '../..');

it('the bot of docs/client.md joins, answers, and ends when somebody says bye', async () => {
  const place = await temporaryFolder('bot');
  const program = /```ts\n([\s\S]+?)```/u.exec(readFileSync(join(root, 'docs/client.md'), 'utf8'))?.[1] ?? '';
  writeFileSync(
    join(place, 'bot.ts'),
    // Its folder first: the repository may stand below it.
    program.replaceAll('/tmp/', `${place}/`).replaceAll("from './", `from '${root}/`),
  );
  const server = await serve({ dataDir: join(place, 'data') });
  const somebody = await neighbour(server, '누리');
  const bot = spawn(
    process.execPath,
    ['--import', 'tsx', join(place, 'bot.ts'), `https://${hostAt(server)}/`, server.fingerprint],
    { cwd: root },
  );
  const ended = once(bot, 'close');
  try {
    let out = '';
    let told: () => void = () => undefined;
    bot.stdout.on('data', (data: Buffer) => {
      out += data.toString('utf8');
      told();
    });
    while (!out.includes('devices: 1')) {
      expect(bot.exitCode).toBe(null);
      await Promise.race([new Promise<void>((resolve) => (told = resolve)), ended]);
    }
    await somebody.say('안녕');
    await somebody.talker.until(() =>
      somebody.talker
        .entriesOf(somebody.commons)
        .some((entry) => entry.kind === 'message' && entry.body.text === 'You said: 안녕'),
    );
    await somebody.say('bye');
    await ended;
    expect([bot.exitCode, out]).toEqual([0, 'devices: 1\n안녕\nbye\n']);
  } finally {
    bot.kill('SIGKILL');
    somebody.talker.close();
    await endAll();
    await removeFolder(place);
  }
});
