import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { jsonFile } from '../../main/json-file';
import type { Log } from '../../main/log';

const Shape = v.object({ name: v.string(), size: v.optional(v.number()) });
const fallback: v.InferOutput<typeof Shape> = { name: 'nobody' };
let folder: string;
let said: string[];
const log: Log = { info: () => undefined, lines: () => undefined, error: (text) => void said.push(text) };
const open = (name = 'settings.json') => jsonFile(path.join(folder, name), Shape, fallback, log);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'maru-json-'));
  said = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what was written is read back, whole, by this person only', async () => {
  open('deep/settings.json').write({ name: '나래', size: 3 });
  expect(open('deep/settings.json').read()).toEqual({ name: '나래', size: 3 });
  expect(await readdir(path.join(folder, 'deep'))).toEqual(['settings.json']);
  expect((await stat(path.join(folder, 'deep/settings.json'))).mode & 0o077).toBe(0);
});

test('a first start has nothing to complain about', () => {
  expect(open().read()).toEqual(fallback);
  expect(said).toEqual([]);
});

test.each(['', '{"name": "나', 'null', '{"name": 7}', '\0\0\0\0'])(
  'a damaged file is kept aside: %j',
  async (damaged) => {
    await writeFile(path.join(folder, 'settings.json'), damaged);
    expect(open().read()).toEqual(fallback);
    const kept = (await readdir(folder)).filter((name) => name.startsWith('settings.json.damaged-'));
    expect(kept).toHaveLength(1);
    expect(await readFile(path.join(folder, kept[0] ?? ''), 'utf8')).toBe(damaged);
    open().write({ name: '나래' });
    expect(open().read()).toEqual({ name: '나래' });
    expect(said).toHaveLength(1);
  },
);

test('a file that cannot be read gives the defaults, and one that cannot be written says so', async () => {
  await writeFile(path.join(folder, 'file'), '');
  expect(open('file/settings.json').read()).toEqual(fallback);
  expect(() => open('file/settings.json').write(fallback)).toThrow();
});
