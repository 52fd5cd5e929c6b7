/** Profiles that nothing may be written to: a newer Maru's, and a folder on a disk that cannot be written. */
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { PROFILE_VERSION } from '../../protocol';
import { en } from '../../renderer/words/en';
import { expect, test } from '../support/desktop/test';

const words = en.settings.keeping;

test('a newer Maru’s profile is left as it is: the window works on defaults, and says so', async ({
  open,
  profile,
}) => {
  const folder = await profile();
  await writeFile(path.join(folder, 'profile.json'), JSON.stringify({ version: PROFILE_VERSION + 1 }));
  await writeFile(path.join(folder, 'settings.json'), '{"theme":"of a shape to come"}');
  const narae = await open({ profile: folder });
  await expect(narae.page.getByRole('alert').getByText(words.newer.title)).toBeVisible();
  expect(await narae.call('saveSettings', { name: '나래', theme: 'dark' })).toMatchObject({ ok: true });
  await expect.poll(() => narae.page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  await narae.quit();
  expect(await readFile(path.join(folder, 'settings.json'), 'utf8')).toBe('{"theme":"of a shape to come"}');
});

const mount = (...args: string[]) => spawnSync('mount', args).status === 0;

test('a folder that cannot be written is read; nothing in it changes', async ({ open, profile }) => {
  const folder = path.join(await profile(), 'kept');
  await mkdir(folder);
  await writeFile(path.join(folder, 'settings.json'), '{"name":"나래","theme":"dark"}');
  const bound = mount('--bind', folder, folder) && mount('-o', 'remount,ro,bind', folder);
  test.skip(!bound, 'nothing can be mounted here');
  try {
    const narae = await open({ profile: folder });
    await expect(narae.page.getByRole('alert').getByText(words.unwritable.title)).toBeVisible();
    await expect(narae.page.getByRole('button', { name: en.start.editProfile('나래') })).toBeVisible();
    expect(await narae.call('saveSettings', { theme: 'light' })).toMatchObject({ ok: false, error: { code: 'disk' } });
    await narae.quit();
    expect(await readdir(folder)).toEqual(['settings.json']);
  } finally {
    spawnSync('umount', ['--lazy', folder]);
  }
});
