import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from '../../main/log';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'maru-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what was thrown is in the file with its stack, and a full file gives way to a new one', async () => {
  const file = path.join(folder, 'logs/main.log');
  const log = openLog(file);
  log.error('it broke', new Error('from a test'));
  expect(await readFile(file, 'utf8')).toMatch(/error it broke: Error: from a test\n\s+at /u);
  await appendFile(file, 'x'.repeat(1024 * 1024));
  openLog(file).info('before');
  openLog(file).info('after');
  expect((await readdir(path.dirname(file))).sort()).toEqual(['main.log', 'main.log.old']);
  expect(await readFile(file, 'utf8')).not.toContain('xxx');
});

test('a folder that cannot be written is no reason to fail', async () => {
  await writeFile(path.join(folder, 'file'), '');
  expect(() => openLog(path.join(folder, 'file/main.log')).info('x')).not.toThrow();
});
