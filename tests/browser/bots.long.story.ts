/** Hooks at the host's dialog: where letters go and how that goes, commands, private rooms; who sees none of it. */
import { randomUUID } from 'node:crypto';
import { answered, openReceiver } from '../support/receiver';
import { openBots, toldIn } from './bots';
import { expect, test } from './household';
import { faults } from './looks';

test('what is not taken, what waits and what a try brought back stand with the hook; a command answers who asked', async ({
  household,
  person,
}) => {
  const { page } = await household.comes(await person(), '나래', 'host');
  const bots = await openBots(page);
  await bots.getByRole('button', { name: 'Make a bot' }).click();
  await page.getByRole('textbox', { name: 'Its name' }).fill('날씨');
  await page.keyboard.press('Enter');
  await toldIn(page, 'The token of 날씨');
  await page.keyboard.press('Escape');
  const about = bots.getByRole('button', { name: '날씨: what you can do' });

  let status = 503;
  const inbox = await openReceiver(() => answered(status));
  await about.click();
  await page.getByRole('menuitem', { name: 'Outgoing webhook…' }).click();
  const address = page.getByRole('textbox', { name: 'Address it is posted to' });
  await address.fill('ftp://somewhere');
  await address.press('Enter');
  await expect(page.getByRole('alert')).toContainText('An address begins with https:// or http://');
  await address.fill(inbox.url);
  await address.press('Enter');
  await (
    await toldIn(page, 'What the webhook signs with')
  ).dialog
    .getByRole('button', { name: 'I have kept it' })
    .click();
  await household.yunseo.say('나가는 말');
  const hook = bots.getByRole('listitem').filter({ hasText: 'Passes on what is said in # Commons' }).last();
  await expect(hook).toContainText(/Not taken since .*last answer 503.*1 entry waits.*again at/);
  expect(await faults(page)).toEqual([]);
  status = 200;
  await hook.getByRole('button', { name: /^Try it/ }).click();
  await expect(hook.getByRole('status').last()).toHaveText('It was taken (answer 200).');

  await about.click();
  await page.getByRole('menuitem', { name: 'Slash command…' }).click();
  const word = page.getByRole('textbox', { name: 'The word after the slash' });
  await expect(word).toBeFocused();
  await word.fill('Deploy now');
  await page.getByRole('textbox', { name: 'Address it is posted to' }).fill(inbox.url);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('Only lower-case letters, Hangul, digits, - and _, and no space.');
  await expect(word).toBeFocused();
  await word.fill('/배포');
  await page.keyboard.press('Enter');
  await toldIn(page, 'What the command signs with');
  await page.keyboard.press('Escape');
  await about.click();
  await page.getByRole('menuitem', { name: 'Slash command…' }).click();
  await word.fill('배포');
  await page.getByRole('textbox', { name: 'Address it is posted to' }).fill(inbox.url);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('There is a command of this name already.');
  await page.keyboard.press('Escape');
  await expect(about).toBeFocused();
  await bots.getByRole('button', { name: 'End: Answers to /배포' }).click();
  await page.getByRole('dialog', { name: 'End this hook?' }).getByRole('button', { name: 'End it' }).click();
  await expect(bots.getByRole('status').last()).toHaveText('The hook is ended.');
  await expect(bots).not.toContainText('/배포');
  await inbox.close();
});

test('a bot of a private room is let into it; a moderator is offered none of this', async ({ household, person }) => {
  const narae = await household.comes(await person(), '나래', 'host');
  const { page } = narae;
  const room = randomUUID();
  const me = await household.yunseo.talker.until(
    () =>
      household.yunseo.talker
        .pushes('members')
        .flatMap(({ members }) => members)
        .find(({ name }) => name === '나래')?.id,
  );
  await household.yunseo.talker.must('createRoom', { id: room, kind: 'private', name: '견적', members: [me] });
  const bots = await openBots(page);
  await bots.getByRole('button', { name: 'Make a bot' }).click();
  await page.getByRole('textbox', { name: 'Its name' }).fill('계산');
  await page.getByRole('radio', { name: /^Only these rooms/ }).check();
  await page.getByRole('checkbox', { name: '# 견적' }).check();
  await page.getByRole('button', { name: 'Make it' }).click();
  await toldIn(page, 'The token of 계산');
  await page.keyboard.press('Escape');
  await expect(bots).toContainText('in # 견적');
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await faults(page)).toEqual([]);
  await bots.getByRole('button', { name: '계산: what you can do' }).click();
  await page.getByRole('menuitem', { name: 'Incoming webhook…' }).click();
  await expect(page.getByRole('combobox', { name: 'Room' })).toHaveText('# 견적');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
  const jiho = await household.comes(await person(), '지호', undefined);
  await expect(jiho.page.getByRole('button', { name: '디자인실 마루: look after it' })).toHaveCount(0);
});
