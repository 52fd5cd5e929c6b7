/** The host's bots on the screen: made, tried with the line that is shown, renewed, ended; and a secret is shown once. */
import { nowhere, openBots, shell, toldIn } from './bots';
import { expect, row, test } from './household';
import { faults } from './looks';

test(
  'a host makes a bot, which speaks by the line shown; another token ends the first; a webhook posts; all of it ends',
  { tag: '@long' },
  async ({ household, person }) => {
    const { page } = await household.comes(await person(), '나래', 'host');
    const bots = await openBots(page);
    await expect(bots).toContainText('There is no bot yet.');
    expect(await faults(page)).toEqual([]);

    // By keyboard: nothing goes before it has a name and something it may do.
    const opener = bots.getByRole('button', { name: 'Make a bot' });
    await opener.focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog', { name: 'Make a bot' });
    const name = form.getByRole('textbox', { name: 'Its name' });
    await expect(name).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(form.getByRole('alert')).toHaveText('Put in a name.');
    await expect(name).toBeFocused();
    await page.keyboard.type('날씨');
    await form.getByRole('switch', { name: 'Write' }).press('Space');
    await name.press('Enter');
    await expect(form.getByRole('alert')).toHaveText('Choose at least one thing it may do.');
    expect(await faults(page)).toEqual([]);
    await form.getByRole('switch', { name: 'Write' }).press('Space');
    await form.getByRole('radio', { name: /^Only these rooms/ }).check();
    await name.press('Enter');
    await expect(form.getByRole('alert')).toHaveText('Choose at least one room.');
    await form.getByRole('checkbox', { name: '# Commons' }).check();
    await name.press('Enter');

    const first = await toldIn(page, 'The token of 날씨');
    expect(first.secret).toMatch(/^[\w-]{43}$/);
    expect(await faults(page)).toEqual([]);
    await first.dialog.getByRole('button', { name: 'I have kept it' }).press('Enter');
    await expect(opener).toBeFocused();
    await nowhere(page, first.secret);
    await expect(bots).toContainText(/Write in # Commons ?made by 나래, .*nobody has used its token yet/);

    expect(await shell(first.line)).toBe('201');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('log', { name: 'Commons' }).getByText('Hello from a bot', { exact: true })).toHaveCount(
      1,
    );
    await expect(row(page, '날씨')).toContainText('bot');

    await openBots(page);
    await expect(bots).toContainText(/connected now|last asked for something/);
    const about = bots.getByRole('button', { name: '날씨: what you can do' });
    await about.click();
    await page.getByRole('menuitem', { name: 'New token…' }).click();
    await page
      .getByRole('dialog', { name: 'Give 날씨 a new token?' })
      .getByRole('button', { name: 'Make a new token' })
      .click();
    const second = await toldIn(page, 'The token of 날씨');
    await second.dialog.getByRole('button', { name: 'I have kept it' }).click();
    await expect(about).toBeFocused();
    expect([await shell(first.line), await shell(second.line)]).toEqual(['401', '201']);
    for (const { secret } of [first, second]) await nowhere(page, secret);

    await about.click();
    await page.getByRole('menuitem', { name: 'Incoming webhook…' }).click();
    await page.getByRole('button', { name: 'Make it' }).click();
    const webhook = await toldIn(page, 'The address of the webhook');
    expect(await shell(webhook.line)).toBe('200');
    await page.keyboard.press('Escape');
    await expect(about).toBeFocused();
    await nowhere(page, webhook.secret);
    await expect(bots.getByRole('list', { name: 'Hooks of 날씨' })).toContainText('Posts into # Commons');

    await about.click();
    await page.getByRole('menuitem', { name: 'End this bot…' }).click();
    await page.getByRole('dialog', { name: 'End 날씨?' }).getByRole('button', { name: 'End it' }).click();
    await expect(bots).toContainText('There is no bot yet.');
    await expect(bots.getByRole('status')).toHaveText('날씨 is not here any more.');
    expect([await shell(second.line), await shell(webhook.line)]).toEqual(['403', '404']);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('button', { name: '디자인실 마루: look after it' })).toBeFocused();
  },
);

test('who comes in meanwhile draws nothing anew of what the host has in hand', async ({ household, person }) => {
  await household.yunseo.talker.must('makeBot', { name: '날씨', scopes: ['write'], rooms: null });
  const { page } = await household.comes(await person(), '나래', 'host');
  const bots = await openBots(page);
  const about = bots.getByRole('button', { name: '날씨: what you can do' });
  await about.focus();
  const drawn = await about.elementHandle();
  await household.someone('Mateo');
  await expect(row(page, 'Mateo')).toBeAttached();
  expect(await drawn?.evaluate((button) => button.isConnected && button === document.activeElement)).toBe(true);
});
