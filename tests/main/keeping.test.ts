/** A profile that keeps nothing: it says so, and what is in it stays as it was. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { jsonFile } from '../../main/json-file';
import { canWrite, keepingOf } from '../../main/keeping';
import { PROFILE_VERSION, type Keeping } from '../../protocol';
import { noSmallDisk, smallDisk } from '../support/small-disk';

const quiet = { info: () => undefined, error: () => undefined, lines: () => undefined };
const Shape = v.object({ name: v.string() });
let folder: string;
let told: Keeping[];
const open = (writable = true, place = folder) => {
  const keeping = keepingOf(path.join(place, 'profile.json'), writable, quiet);
  void keeping.telling((_name, payload) => void told.push(payload as Keeping)).start?.();
  return { keeping, file: jsonFile(path.join(place, 'a.json'), Shape, { name: 'nobody' }, quiet, keeping) };
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'maru-keeping-'));
  told = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a profile is marked with its version at its first start', async () => {
  const { keeping, file } = open();
  file.write({ name: '나래' });
  expect(JSON.parse(await readFile(path.join(folder, 'profile.json'), 'utf8'))).toEqual({ version: PROFILE_VERSION });
  expect(keeping.current).toEqual({ state: 'kept', setAside: [] });
  expect(told).toEqual([]);
});

test('of a newer Maru’s profile not a byte is changed: not written, not set aside', async () => {
  await writeFile(path.join(folder, 'profile.json'), `{"version":${String(PROFILE_VERSION + 1)},"more":[]}`);
  await writeFile(path.join(folder, 'a.json'), '{"names":["of a shape to come"]}');
  const before = await Promise.all((await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')));
  const { keeping, file } = open();
  expect(file.read()).toEqual({ name: 'nobody' });
  file.write({ name: '나래' });
  expect(keeping.current.state).toBe('newer');
  const after = await Promise.all((await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')));
  expect(after).toEqual(before);
});

test('a damaged file is told of by both names', async () => {
  await writeFile(path.join(folder, 'a.json'), '{"name": "나');
  const { keeping, file } = open();
  file.read();
  const [aside] = keeping.current.setAside;
  expect(aside?.file).toBe('a.json');
  expect(await readFile(path.join(folder, aside?.kept ?? ''), 'utf8')).toBe('{"name": "나');
  expect(told).toHaveLength(1);
});

test('a folder that is a file is found out at the start, and each failed change is told of once', async () => {
  const place = path.join(folder, 'profile');
  await writeFile(place, '');
  expect(canWrite(place)).toBe(false);
  const { keeping, file } = open(false, place);
  expect(keeping.current.state).toBe('unwritable');
  expect(() => file.write({ name: '나래' })).toThrow();
  expect(told).toEqual([]);
});

test.skipIf(noSmallDisk !== '')(
  `a full disk is told of, and that there is space again, too${noSmallDisk}`,
  async () => {
    const disk = await smallDisk(1);
    try {
      const { file } = open(true, disk.folder);
      file.write({ name: '나래' });
      await disk.fill();
      expect(canWrite(disk.folder)).toBe(true);
      expect(() => file.write({ name: '지호'.repeat(4_000) })).toThrow();
      expect(file.read()).toEqual({ name: '나래' });
      await disk.free();
      file.write({ name: '지호' });
      expect(told.map(({ state }) => state)).toEqual(['full', 'kept']);
      expect(file.read()).toEqual({ name: '지호' });
    } finally {
      await disk.remove();
    }
  },
);
