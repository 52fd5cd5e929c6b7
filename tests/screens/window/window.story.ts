/** One window and what is the desktop's of it: rooms apart, the lock, what is printed, every section of its settings, the porch on its way back. */
import { join } from 'node:path';
import { en } from '../../../renderer/words/en';
import { ko } from '../../../renderer/words/ko';
import { setPassphrase, lockScreen, unlock } from '../../support/desktop/lock';
import { openOwnWindow } from '../../support/desktop/own-window';
import { introduce, openPorch, say } from '../../support/desktop/porch';
import { test } from '../../support/desktop/test';
import { person } from '../../support/server';
import { folder } from '../camera';
import { WindowCamera } from './camera';

const PASSPHRASE = '마루 열쇠';
const wordsOf = (language: 'ko' | 'en') => (language === 'ko' ? ko : en);

test('one window', async ({ open, profile }) => {
  const kept = await profile();
  const narae = await open({ profile: kept });
  const { page } = narae;
  const camera = new WindowCamera(narae);
  await introduce(narae, '나래');
  const url = await openPorch(narae);
  const mateo = await person(url, 'Mateo');
  await mateo.say('Morning! The new build is on the shared drive. Run `npm start` and look at **the lobby**.');
  await say(narae, '지금 올리는 중입니다. 원본이라 조금 커요.');
  await mateo.say('여기서 보이나요?');
  await narae.room().getByText('여기서 보이나요?').waitFor();

  const own = await openOwnWindow(narae);
  await camera.take('apart');
  await camera.take('own-window', { page: own.page });
  await own.focus();
  await own.page.keyboard.press('Control+Shift+M');
  await own.page.waitForFunction(() => window.innerWidth < 400);
  await camera.take('mini-window', { page: own.page, asItIs: true });
  await own.page.close();
  await narae.composer.waitFor();

  await page
    .getByRole('button', { name: en.rooms.menuOf('Commons') })
    .first()
    .press('Enter');
  await page.getByRole('menuitem', { name: en.print.menu }).click();
  await page.getByRole('dialog').waitFor();
  await camera.take('print-dialog');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const sections = Object.keys(en.settings.sections) as (keyof typeof en.settings.sections)[];
  for (const section of sections) {
    const tab = page.getByRole('tab', { name: en.settings.sections[section], exact: true });
    if ((await tab.count()) === 0) continue;
    await tab.click();
    await camera.take(`settings-${section}`);
  }
  await page.getByRole('tab', { name: en.settings.sections.notices, exact: true }).click();
  await dialog.getByRole('button', { name: en.noticesSettings.test }).click();
  await camera.take('notice-test');
  await page.keyboard.press('Escape');

  await setPassphrase(page, PASSPHRASE);
  await camera.take('lock', {
    ready: async ({ language }) => {
      await page.keyboard.press('Control+l');
      await page.getByRole('heading', { name: wordsOf(language).lock.title }).waitFor();
    },
    after: async () => {
      await page.getByRole('textbox').fill(PASSPHRASE);
      await page.keyboard.press('Enter');
      await page.getByRole('log').waitFor();
    },
  });
  await narae.quit();

  const again = await open({ profile: kept });
  await lockScreen(again.page).waitFor();
  await again.page.screenshot({ path: join(folder, 'window', 'locked-start.png') });
  await unlock(again.page, PASSPHRASE);
  mateo.talker.close();
});
