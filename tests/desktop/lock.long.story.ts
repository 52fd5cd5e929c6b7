/** The lock over everything that could take it away: a second start with a link, a page loaded anew, keys, a restart. */
import { randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { formatLink } from '../../protocol';
import { en } from '../../renderer/words/en';
import { faults } from '../browser/looks';
import { room } from '../browser/room-list';
import { startAgain } from '../support/desktop/again';
import { lockScreen, setPassphrase, unlock, unlockField, wholeOf } from '../support/desktop/lock';
import { press } from '../support/desktop/keyboard';
import { openOwnWindow } from '../support/desktop/own-window';
import { introduce, join, openPorch, say } from '../support/desktop/porch';
import { clickOldest, onScreen, shown } from '../support/desktop/notifications';
import { expect, test } from '../support/desktop/test';
import { person, startTestServer } from '../support/server';

const words = en.lock;
const link = formatLink({
  ...{ verb: 'join', host: '127.0.0.1:7999', others: [] },
  ...{ token: 'A'.repeat(22), fingerprint: 'f'.repeat(43) },
} as const);

test('no second start, link, reload, key or restart unlocks it; wrong passphrases wait, over a restart as well', async ({
  open,
  profile,
}) => {
  const folder = await profile();
  const narae = await open({ profile: folder });
  const { page } = narae;
  await introduce(narae, '나래');
  await openPorch(narae);
  await say(narae, '콩나물국밥');
  await setPassphrase(page, '마루 열쇠');
  await page.keyboard.press('Control+l');
  await lockScreen(page).waitFor();
  const bare = async () => {
    await expect(unlockField(page)).toBeVisible();
    const { title } = await narae.state();
    expect(`${title}\n${await wholeOf(page)}`).not.toMatch(/국밥|나래|Commons|127\.0\.0\.1/u);
  };

  expect(await faults(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 480 });
  expect(await faults(page)).toEqual([]);
  await page.setViewportSize({ width: 1200, height: 800 });
  await startAgain(narae, link);
  expect(await narae.call('takeLink', {})).toMatchObject({ ok: false });
  await bare();
  await page.reload();
  await bare();
  for (const key of ['Control+k', 'Control+,', 'Control+/', 'Alt+ArrowDown', 'Escape']) await page.keyboard.press(key);
  await bare();

  await unlock(page, '마루 열쇠');
  // The link waited.
  await expect(page.getByRole('dialog')).toContainText('127.0.0.1:7999');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+l');
  for (let at = 0; at < 5; at += 1) {
    await unlock(page, '아닌 열쇠');
    await expect(unlockField(page)).toHaveValue('');
    await expect
      .poll(async () => (await narae.call('lockStatus', {})) as unknown)
      .toMatchObject({ value: { left: 4 - at } });
  }
  await expect(page.getByRole('timer')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await narae.quit();
  const again = await open({ profile: folder });
  await expect(lockScreen(again.page)).toBeVisible();
  await expect(again.page.getByRole('timer')).toBeVisible();
  await unlock(again.page, '마루 열쇠');
  expect(await again.call('lockStatus', {})).toMatchObject({ value: { state: 'locked' } });
  await again.quit();
  expect(await readFile(path.join(folder, 'main.log'), 'utf8')).not.toMatch(/열쇠/u);
});

test('a damaged file unlocks nothing; whoever starts anew has an empty profile, and the old one beside it', async ({
  open,
  profile,
}) => {
  const folder = await profile();
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify({ name: '나래', theme: 'dark' }));
  await writeFile(path.join(folder, 'lock.json'), '{"passphrase": {');
  const narae = await open({ profile: folder });
  await expect(narae.page.getByText(words.damaged)).toBeVisible();
  expect(await faults(narae.page)).toEqual([]);
  await narae.page.getByRole('button', { name: words.forgot }).click();
  await expect(narae.page.getByText(words.anew.body)).toBeVisible();
  expect(await faults(narae.page)).toEqual([]);
  // What starts it again would be out of the driver's reach.
  await narae.app.evaluate(({ app }) => {
    app.relaunch = () => undefined;
  });
  const gone = narae.app.waitForEvent('close');
  await narae.page.getByRole('button', { name: words.anew.confirm }).click();
  await gone;
  const again = await open({ profile: folder });
  await expect(again.yourName).toBeVisible();
  const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('aside-'));
  expect(await readFile(path.join(folder, aside, 'settings.json'), 'utf8')).toContain('나래');
});

test('a room’s own window has the key as well, is emptied like the main one, and is back after it', async ({
  open,
}) => {
  const narae = await open();
  await introduce(narae, '나래');
  await openPorch(narae);
  await say(narae, '콩나물국밥');
  await setPassphrase(narae.page, '마루 열쇠');
  await narae.composer.fill('쓰다 만 말');
  // Also what lies beside the app, for the printer, while its person says where it shall go.
  await narae.app.evaluate(({ dialog }) => {
    dialog.showSaveDialog = () => new Promise(() => undefined);
  });
  await narae.page.keyboard.press('Control+p');
  await narae.page.getByRole('button', { name: en.print.pdf }).click();
  await expect(narae.page.locator('.paper')).toContainText('콩나물국밥');
  await narae.page.keyboard.press('Control+l');
  await lockScreen(narae.page).waitFor();
  expect(await wholeOf(narae.page)).not.toContain('국밥');
  await unlock(narae.page, '마루 열쇠');
  // The dialog is back with the rest.
  await narae.page.getByRole('dialog').getByRole('button', { name: en.print.cancel }).click();
  await expect(narae.composer).toHaveValue('쓰다 만 말');

  const own = await openOwnWindow(narae);
  await expect(own.composer).toHaveValue('쓰다 만 말');
  await own.focus();
  await press(['ctrl+l']);
  await lockScreen(narae.page).waitFor();
  await expect(own.log).toHaveCount(0);
  for (const page of [own.page, narae.page]) {
    expect(await wholeOf(page)).not.toMatch(/국밥|쓰다 만|나래|Commons/u);
    expect(await faults(page)).toEqual([]);
  }
  await expect.poll(async () => (await own.standing()).title).toBe('Maru');
  await unlock(narae.page, '마루 열쇠');
  await expect(own.log.getByText('콩나물국밥')).toBeVisible();
  await expect(own.composer).toHaveValue('쓰다 만 말');
});

test('a toast that is clicked behind the lock opens nothing; unlocked, one is at its message', async ({ open }) => {
  const server = await startTestServer({ name: '디자인실 마루' });
  const mateo = await person(server.url, 'Mateo');
  await mateo.talker.must('createRoom', { id: randomUUID(), kind: 'open', name: 'Elsewhere' });
  const narae = await open();
  await introduce(narae, '나래');
  await join(narae, server.url);
  await room(narae.page, 'Elsewhere').click();
  await expect(narae.room('Elsewhere')).toBeVisible();
  await setPassphrase(narae.page, '마루 열쇠');
  const before = (await shown()).length;
  // What stands on the screen by then had its text: it is taken back.
  await narae.minimise();
  await mateo.say('콩나물국밥');
  await expect.poll(async () => (await shown()).slice(before)).toMatchObject([{ body: '콩나물국밥' }]);
  await narae.call('lockNow', {});
  await expect.poll(onScreen).toBe(0);
  await mateo.say('이따 만나요');
  await expect.poll(onScreen).toBe(1);
  await expect.poll(async () => (await shown()).slice(before + 1)).toMatchObject([{ body: '' }]);
  await clickOldest();
  await expect.poll(() => narae.state()).toMatchObject({ minimised: false, focused: true });
  await expect(lockScreen(narae.page)).toBeVisible();
  await unlock(narae.page, '마루 열쇠');
  await expect(narae.room().getByText('이따 만나요')).toBeVisible();
  mateo.talker.close();
  await server.remove();
});
