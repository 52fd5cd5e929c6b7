/** One person, two devices: a second window becomes the same member by a link, and is signed out from the first. */
import { parseLink } from '../../protocol';
import { faults } from '../browser/looks';
import { introduce, join, say } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';
import { startTestServer } from '../support/server';

test(
  'a paired device is the same person; signed out, it keeps what it has and says why',
  { tag: '@long' },
  async ({ open }) => {
    test.slow();
    const server = await startTestServer({ name: '디자인실 마루' });
    try {
      const desk = await open();
      await introduce(desk, '나래');
      await join(desk, new URL(server.url).host);
      await say(desk, '책상에서');

      await desk.page.getByRole('button', { name: /나래: edit name/ }).click();
      const devices = desk.page.getByRole('region', { name: 'Your devices on this porch' });
      await devices.getByRole('button', { name: 'Connect another device' }).click();
      await expect(devices.getByRole('img', { name: 'QR code that connects another device of yours' })).toBeVisible();
      await expect(devices.getByRole('timer')).toHaveText(/^(10:00|9:5\d) left$/);
      const link = (await devices.getByText(/^maru:\/\/pair\//).textContent()) ?? '';
      expect(parseLink(link)).toMatchObject({ verb: 'pair', fingerprint: server.fingerprint });
      expect(await faults(desk.page)).toEqual([]);

      // The other device is started with the link, under any name: it becomes who gave it.
      const lap = await open({ args: [link] });
      await introduce(lap, '나래의 노트북');
      await lap.page.getByRole('dialog').getByRole('button', { name: 'Yes, it is my device' }).click();
      await expect(lap.composer).toBeVisible();
      await expect(lap.page.getByRole('button', { name: /^나래: edit name/ })).toBeVisible();
      await expect(lap.page.getByRole('log').getByText('책상에서')).toBeVisible();
      await say(lap, '노트북에서');
      await expect(desk.page.getByRole('log').getByText('노트북에서')).toBeVisible();
      expect(server.status()).toMatchObject({ members: 1, here: 1 });

      // Looked at anew: both are there.
      await desk.page.keyboard.press('Escape');
      await desk.page.getByRole('button', { name: /edit name/ }).click();
      await expect(devices.getByRole('listitem')).toHaveCount(2);
      const other = devices.getByRole('listitem').filter({ hasNotText: 'this one' });
      await other.getByRole('button', { name: /^Sign out:/ }).click();
      await other.getByRole('button', { name: 'Sign out', exact: true }).click();
      await expect(devices.getByRole('listitem')).toHaveCount(1);

      await expect(lap.page.getByRole('alert').filter({ hasText: 'This device was signed out.' })).toBeVisible();
      await expect(lap.page.getByRole('log').getByText('책상에서')).toBeVisible();
      await desk.page.keyboard.press('Escape');
      await say(desk, '아직 여기');
      await expect(desk.page.getByRole('log').getByText('아직 여기')).toBeVisible();
      expect(await desk.log()).not.toContain(link.slice(-60));
    } finally {
      await server.remove();
    }
  },
);
