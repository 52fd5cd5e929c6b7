/** Opening a folder again takes no longer for all that was said in it: what was closed well is not looked through. */
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/open';
import type { Store } from '../../server/store/store';
import { removeFolder, temporaryFolder } from '../support/folders';
import { birth, joining, message, START } from '../support/store';

/** As the database of a porch of many years: none is so small that it is looked through in any case. */
const large = { wholeBytes: 0 };
const born = birth();
const PAGE = 4_096;
/** In seconds. */
const LONG_AGO = 1_000_000_000;

describe('a large database', () => {
  let folder: string;
  let file: string;
  let store: Store | null = null;
  const open = async () => (store = await openSqliteStore(folder, born, large));
  const close = async () => {
    await store?.close();
    store = null;
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
    file = join(folder, 'maru.db');
    const opened = await open();
    const { member } = await joining(opened, '나래');
    const entries = Array.from({ length: 100 }, (_, n) => message(`${n} ${'말'.repeat(1_000)}`));
    await opened.append([{ log: born.room, author: member.id, entries, now: START }]);
  });
  afterEach(async () => {
    await close();
    await removeFolder(folder);
  });

  /** Noise in the middle of what was said, which nothing but reading it would notice. */
  async function spoil(): Promise<void> {
    const whole = await readFile(file);
    const from = Math.floor(whole.length / PAGE / 2) * PAGE;
    whole.fill(0xa5, from, from + PAGE);
    await writeFile(file, whole);
  }
  const damaged = { code: 'folder-damaged' };

  test('that was closed well is not read through; one that somebody touched is', async () => {
    await close();
    // Nothing is said after that: the file keeps a time that can be given to it again.
    await utimes(file, LONG_AGO, LONG_AGO);
    await open();
    await close();
    expect((await stat(file)).mtimeMs).toBe(LONG_AGO * 1_000);

    await spoil();
    await utimes(file, LONG_AGO, LONG_AGO);
    await open();
    await close();

    await utimes(file, LONG_AGO + 1, LONG_AGO + 1);
    await expect(open()).rejects.toMatchObject(damaged);
    // It is not taken for whole by having been refused.
    await expect(open()).rejects.toMatchObject(damaged);
  });

  test('whose server ended in the middle is read through', async () => {
    await close();
    await utimes(file, LONG_AGO, LONG_AGO);
    await open();
    await close();
    await open();
    // What lies there now is what kill -9 leaves: the same file, and nobody who says that it was closed.
    const left = await readdir(folder);
    await close();
    for (const name of await readdir(folder)) if (!left.includes(name)) await rm(join(folder, name));
    await spoil();
    await utimes(file, LONG_AGO, LONG_AGO);
    await expect(open()).rejects.toMatchObject(damaged);
  });
});
