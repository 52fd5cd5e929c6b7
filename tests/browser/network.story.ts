import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { chromiumIn, chromiumPath } from '../support/chromium';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless } from '../support/headless';
import { layCable, noNamespaces } from '../support/netns';
import { newPerson } from './people';

const why = chromiumPath ? noNamespaces() : 'it needs a Chromium that can be started in a namespace (Debian’s)';

test('over a real cable, where a page is no secure context, Hangyeol joins, the cable is pulled, and nothing is lost', async () => {
  test.skip(why !== null, why ?? '');
  const folder = await temporaryFolder('cable');
  const cable = layCable();
  try {
    const server = await startHeadless({
      dataDir: join(folder, 'porch'),
      host: '0.0.0.0',
      port: 7420,
      prefix: cable.server.prefix,
    });
    const browser = await chromiumIn(cable.client.prefix, folder);
    try {
      const [hangyeol, yunseo] = [
        await newPerson(browser, { locale: 'en-US' }),
        await newPerson(browser, { locale: 'en-US', withoutWebSocket: true }),
      ];
      const url = `http://${cable.address}:${server.port}/`;
      await hangyeol.join(url, '한결');
      await yunseo.join(url, '윤서');
      for (const one of [hangyeol, yunseo]) await expect(one.composer).toBeVisible();
      expect(await hangyeol.page.evaluate(() => globalThis.isSecureContext)).toBe(false);
      await hangyeol.say('케이블 너머에서 인사해요');
      await yunseo.sees('케이블 너머에서 인사해요');
      // Everybody sees whose words others on the network can read.
      await expect(yunseo.log().getByText('browser guest · not private').first()).toBeVisible();

      cable.pull();
      await hangyeol.say('케이블이 빠진 동안');
      await expect(hangyeol.log().getByText(/waiting/i)).toBeVisible();
      await expect(hangyeol.connection).toContainText(/reconnecting|trying again/i, { timeout: 20_000 });
      cable.plug();
      await yunseo.sees('케이블이 빠진 동안');
      await hangyeol.sees('케이블이 빠진 동안');
      await expect(hangyeol.log().getByText(/waiting/i)).toHaveCount(0);

      // Here a page has no Web Locks; two tabs agree all the same.
      const second = await hangyeol.waitingTab();
      await second.useItHere.click();
      await second.say('둘째 탭에서');
      await yunseo.sees('둘째 탭에서');
      await expect(hangyeol.elsewhere).toBeVisible();
    } finally {
      await browser.close();
      await server.stop();
    }
  } finally {
    cable.remove();
    await removeFolder(folder);
  }
});
