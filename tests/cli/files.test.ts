/** The folder that stands for a device's disk. */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileStorage } from '../../cli/ports/files';
import { removeFolder, temporaryFolder } from '../support/folders';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder('files');
});
afterEach(() => removeFolder(folder));

const outbox = (later: boolean) => new FileStorage(folder, { later }).table<{ id: string; tried: boolean }>('outbox');

it('keeps what is to be said for another run only where somebody asked for it', async () => {
  await outbox(true).put('a/../1', { id: 'a/../1', tried: false });
  const now = outbox(false);
  await now.put('b', { id: 'b', tried: false });
  // What an earlier run left stays as it is there: tried, then gone.
  await now.put('a/../1', { id: 'a/../1', tried: true });
  expect((await now.all()).map(({ id }) => id)).toEqual(['a/../1', 'b']);
  expect(await outbox(false).all()).toEqual([{ id: 'a/../1', tried: true }]);
  const names = readdirSync(join(folder, 'outbox'));
  expect(names).toEqual(['a%2F..%2F1.json']);
  expect(statSync(join(folder, 'outbox', names[0]!)).mode & 0o777).toBe(0o600);
  await now.delete('a/../1');
  await now.delete('b');
  expect(await now.all()).toEqual([]);
  expect(readdirSync(join(folder, 'outbox'))).toEqual([]);
});

it('puts a row aside that cannot be read, and goes on with the others', async () => {
  const table = outbox(true);
  await table.put('a', { id: 'a', tried: false });
  await table.put('b', { id: 'b', tried: false });
  writeFileSync(join(folder, 'outbox', 'a.json'), '{"id":"a"');
  writeFileSync(join(folder, 'outbox', 'b.json.9.new'), 'half');
  expect(await table.all()).toEqual([{ id: 'b', tried: false }]);
  expect(readdirSync(join(folder, 'outbox'))).toContain('a.json.damaged');
});
