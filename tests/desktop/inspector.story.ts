/** The connection looked into in the real window, beside a browser's guest; what was seen, saved; and the lab. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumArgs, chromiumPath } from '../support/chromium';
import type { DesktopApp } from '../support/desktop/app';
import { introduce, openPorch, say } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';

/** Answers the system's dialog for saving with a place, and keeps what it was asked. */
const answerSaving = (app: DesktopApp, folder: string) =>
  app.app.evaluate(({ dialog }, place) => {
    Object.assign(dialog, {
      showSaveDialog: async (_window: unknown, { defaultPath }: { defaultPath: string }) => ({
        canceled: false,
        filePath: `${place}/${defaultPath.replace(/^.*[/\\]/, '')}`,
      }),
    });
  }, folder);

/** What the window hands to the system's own programs. */
async function handedOver(app: DesktopApp): Promise<() => Promise<string[]>> {
  await app.app.evaluate(({ shell }) => {
    const handed: string[] = [];
    Reflect.set(globalThis, 'handed', handed);
    Object.assign(shell, { openExternal: async (url: string) => void handed.push(url) });
  });
  return () => app.app.evaluate(() => Reflect.get(globalThis, 'handed') as string[]);
}

test(
  'the host looks into their connection by keys, from HTTP to WebSocket, cuts it, and saves what passed',
  { tag: '@long' },
  async ({ open, profile }) => {
    const folder = await profile();
    const hangyeol = await open({ profile: folder });
    const { page } = hangyeol;
    await introduce(hangyeol, '한결');
    const url = await openPorch(hangyeol);
    const browser = await chromium.launch({
      ...(chromiumPath ? { executablePath: chromiumPath } : {}),
      args: chromiumArgs,
    });
    try {
      const guest = await browser.newPage({ locale: 'en-US' });
      await guest.goto(url);
      await guest.getByRole('textbox', { name: 'Your name' }).fill('Mateo');
      await guest.getByRole('button', { name: 'Join' }).click();

      const panel = page.getByRole('region', { name: 'Look into the connection' });
      await hangyeol.connection.getByRole('button').click();
      await expect(panel).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(panel).toHaveCount(0);
      await page.keyboard.press('Alt+Shift+C');
      await expect(panel.getByRole('listitem').filter({ hasText: 'WebSocket' })).toContainText('for ');

      const order = panel.getByRole('combobox', { name: 'What to try with this server' });
      await order.selectOption('polling-first');
      await expect(panel.getByRole('listitem').filter({ hasText: 'HTTP long-polling' })).toContainText('upgraded');
      await expect(hangyeol.connection).toContainText('WebSocket');
      await panel.getByText('The handshake, as the server saw it').press('Enter');
      await expect(panel.getByText('HTTP/1.1 101 Switching Protocols')).toBeVisible();
      const token = await hangyeol.call('hostStatus', {}).then((answer) => {
        if (!answer.ok || answer.value.state !== 'running') throw new Error('no porch');
        return hangyeol.call('secret', { server: answer.value.id });
      });
      if (!token.ok || token.value.token === null) throw new Error('no token');
      expect(await panel.textContent()).not.toContain(token.value.token);

      await guest.getByRole('textbox', { name: 'Message' }).fill('브라우저에서 왔어요');
      await guest.keyboard.press('Enter');
      await expect(panel.getByRole('button', { name: /entries #/ }).first()).toBeVisible();
      await answerSaving(hangyeol, folder);
      await panel.getByText('Filter, find, hand on').press('Enter');
      await panel.getByRole('button', { name: 'Save as HAR' }).press('Enter');
      await expect(panel.getByText('Saved.', { exact: true })).toBeVisible();
      const saved = await readFile(join(folder, 'maru.har'), 'utf8');
      expect(JSON.parse(saved)).toMatchObject({ log: { version: '1.2' } });
      expect(saved).not.toContain(token.value.token);
      expect(saved).not.toContain('브라우저에서 왔어요');

      await panel.getByText('Experiments', { exact: true }).press('Enter');
      await panel.getByRole('button', { name: 'Cut for 3 s' }).press('Enter');
      await expect(hangyeol.connection).toContainText('Reconnecting');
      await say(hangyeol, '끊긴 동안 한 말');
      await expect(guest.getByText('끊긴 동안 한 말')).toHaveCount(1);
      await expect(panel.getByText('once · nothing was missed').or(panel.getByText('2 times · '))).toBeVisible();

      // What was chosen survives the window; one press, and it is as usual.
      await page.reload();
      await hangyeol.composer.waitFor();
      await page.keyboard.press('Alt+Shift+C');
      await expect(order).toHaveValue('polling-first');
      await panel.getByRole('button', { name: 'Back to automatic' }).click();
      await expect(panel.getByRole('listitem').filter({ hasText: 'HTTP long-polling' })).toContainText('not needed');
    } finally {
      await browser.close();
    }
  },
);

test(
  'the lab runs in the window; its museum opens in the browser, which comes in by itself, without anybody’s token',
  { tag: '@long' },
  async ({ open }) => {
    const hangyeol = await open();
    const { page } = hangyeol;
    await introduce(hangyeol, '한결');
    const url = await openPorch(hangyeol);
    await page.keyboard.press('Alt+Shift+C');
    await page.getByRole('button', { name: /open the lab/ }).click();
    const lab = page.getByRole('dialog', { name: 'The lab: every door at once' });
    await lab.getByRole('button', { name: 'Start', exact: true }).click();
    for (const door of ['Long polling', 'Stream of lines', 'Server-sent events', 'Socket.IO, polling', 'WebSocket'])
      await expect(lab.getByRole('listitem').filter({ hasText: door })).toContainText(/\d ms/);
    const handed = await handedOver(hangyeol);
    await lab.getByRole('button', { name: 'Open the lab in the browser' }).click();
    await expect.poll(handed).toEqual([`${url}lab`]);
    const answer = await fetch(`${url}lab`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  },
);
