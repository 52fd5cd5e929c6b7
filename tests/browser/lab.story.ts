import { faults } from './looks';
import { expect, test } from './people';

test(
  'the lab, found by the palette: every door that tells at once is drawn; fit to be read on a narrow screen; closed by Esc',
  { tag: '@long' },
  async ({ porch, person }) => {
    const narae = await person();
    const { page } = narae;
    await narae.join(porch.url, '나래');
    await narae.composer.waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('lab');
    await page.keyboard.press('Enter');
    const lab = page.getByRole('dialog', { name: 'The lab: every door at once' });
    await lab.getByRole('button', { name: 'Start', exact: true }).click();
    await lab.getByRole('slider', { name: '2 messages a second' }).press('ArrowRight');
    await expect(lab.getByRole('slider', { name: '3 messages a second' })).toBeVisible();
    for (const name of ['Long polling', 'Stream of lines', 'Server-sent events', 'Socket.IO, polling', 'WebSocket'])
      await expect(lab.getByRole('listitem').filter({ hasText: name })).toContainText(/Usual: ?[\d.]+ ms/);
    await expect(lab.getByRole('link', { name: 'RFC 6455, WebSocket' })).toHaveAttribute('href', /rfc6455/);
    await lab.getByRole('button', { name: 'Stop' }).click();
    await expect(lab.getByRole('status')).toContainText('Stopped. What was measured stays here.');
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(lab).toHaveCount(0);
  },
);
