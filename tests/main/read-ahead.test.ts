/** What the page asks for first is read before it can ask. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ReadAhead } from '../../main/read-ahead';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'maru-'));
  mkdirSync(join(root, 'assets'));
  writeFileSync(join(root, 'index.html'), '<script src="/assets/a-1.js"></script><link href="/assets/gone.css">');
  writeFileSync(join(root, 'assets/a-1.js'), 'old');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('once: afterwards a file is read as it is', async () => {
  const script = join(root, 'assets/a-1.js');
  const ahead = new ReadAhead();
  ahead.begin(root, 'index.html');
  const take = async () => Buffer.from(await ahead.take(script)).toString();
  expect(await take()).toBe('old');
  writeFileSync(script, 'new');
  expect(await take()).toBe('new');
});

test('what is missing is missing when it is asked for, and only then', async () => {
  const ahead = new ReadAhead();
  ahead.begin(root, 'index.html');
  await expect(ahead.take(join(root, 'assets/gone.css'))).rejects.toThrow('ENOENT');
  expect(() => ahead.begin(root, 'nothing.html')).not.toThrow();
});
