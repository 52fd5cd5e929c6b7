/** Every view of people, doors and devices, in both themes: nothing that keeps anybody out, nothing the page's policy forbids. */
import type { Page } from '@playwright/test';
import { en } from '../../renderer/words/en';
import { ko } from '../../renderer/words/ko';
import { expect, row, test } from './household';
import { faultsInBothThemes } from './looks';

async function look(page: Page, name: string): Promise<void> {
  expect(await faultsInBothThemes(page, name)).toEqual([]);
}

/** Tells it in one language, on a porch whose password is this. */
export function tellViews(locale: 'en-US' | 'ko-KR', password: string): void {
  test.use({ porchPassword: password });
  const words = locale === 'ko-KR' ? ko : en;
  test(`people, doors and devices have no accessibility fault in either theme, ${locale}`, async ({
    household,
    person,
  }) => {
    test.slow();
    const { people, conversation, start } = words;
    const name = (view: string) => `${view}-${locale}`;
    await household.someone('Mateo', { plain: true });
    const jiho = await household.someone('지호');
    const narae = await person({ locale });
    const { page } = narae;
    const forbidden: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) forbidden.push(message.text());
    });
    await page.goto(household.url);
    await page.getByRole('textbox', { name: start.yourName }).fill('나래');
    await page.getByRole('textbox', { name: words.joining.password }).fill(password);
    await page.getByRole('button', { name: start.join }).click();
    await page.getByRole('textbox', { name: conversation.message }).waitFor();
    const { talker } = household.yunseo;
    const me = await talker.until(() =>
      talker
        .pushes('members')
        .flatMap(({ members }) => members)
        .find((member) => member.name === '나래'),
    );
    await talker.must('mute', { member: jiho.member.id, until: Date.now() + 60 * 60_000 });
    await talker.must('slow', { room: household.yunseo.commons, seconds: 30 });
    await talker.must('transfer', { member: me.id });

    // At the door: what one fills in, and the wait.
    const subin = await person({ locale });
    await subin.page.goto(household.url);
    await subin.page.getByRole('textbox', { name: start.yourName }).fill('수빈');
    await look(subin.page, name('password'));
    await subin.page.getByRole('button', { name: people.knockInstead }).click();
    await subin.page.getByRole('textbox', { name: people.knockNote }).fill('3층 디자인팀이에요');
    await look(subin.page, name('knock'));
    await subin.page.getByRole('button', { name: people.knockDo, exact: true }).click();
    await subin.page.getByText(people.knockWaitingHint).waitFor();
    await look(subin.page, name('waiting'));

    const door = page.getByRole('region', { name: people.knocks });
    await door.getByRole('button', { name: people.addNote }).click();
    await look(page, name('door'));
    await door.getByRole('textbox').fill('내일 와 주세요');
    await door.getByRole('button', { name: people.turnAwayWho('수빈') }).click();
    await subin.page.getByRole('alert').waitFor();
    await look(subin.page, name('sent-away'));

    await row(page, 'Mateo').getByRole('button').click();
    await page.getByRole('menu').waitFor();
    await look(page, name('menu'));
    await page.getByRole('menuitem', { name: people.ban }).click();
    await page.getByRole('dialog').waitFor();
    await look(page, name('ban'));
    await page.getByRole('button', { name: people.banDo }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await row(page, '지호').getByRole('button').click();
    await page.getByRole('menuitem', { name: people.transfer }).click();
    await page.getByRole('dialog').waitFor();
    await look(page, name('transfer'));
    await page.keyboard.press('Escape');

    const more = page.getByRole('button', { name: people.serverMenu('디자인실 마루') });
    await more.click();
    await page.getByRole('menuitem', { name: people.bans }).click();
    await page.getByRole('button', { name: people.unbanOf('Mateo') }).waitFor();
    await look(page, name('bans'));
    await page.keyboard.press('Escape');
    await more.click();
    await page.getByRole('menuitem', { name: people.audit }).click();
    await page.getByRole('dialog').getByRole('listitem').first().waitFor();
    await look(page, name('record'));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: people.roomMenu(conversation.commons) }).click();
    await page.getByRole('menu').waitFor();
    await look(page, name('slow'));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: start.editProfile('나래') }).click();
    await page.getByRole('region', { name: people.devices }).getByRole('listitem').waitFor();
    await look(page, name('devices'));
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 360, height: 740 });
    await look(page, name('narrow'));

    // Without a voice, then without a place.
    const hangyeol = await person({ locale });
    await hangyeol.page.goto(household.url);
    await hangyeol.page.getByRole('textbox', { name: start.yourName }).fill('한결');
    await hangyeol.page.getByRole('textbox', { name: words.joining.password }).fill(password);
    await hangyeol.page.getByRole('button', { name: start.join }).click();
    await hangyeol.page.getByRole('textbox', { name: conversation.message }).waitFor();
    const member = await talker.until(() =>
      talker
        .pushes('members')
        .flatMap(({ members }) => members)
        .find((one) => one.name === '한결'),
    );
    await talker.must('mute', { member: member.id, until: Date.now() + 60 * 60_000 });
    await expect(hangyeol.page.getByRole('textbox', { name: conversation.message })).toBeDisabled();
    await look(hangyeol.page, name('muted'));
    await talker.must('remove', { member: member.id, ban: false });
    await hangyeol.page.getByRole('button', { name: people.goToDoor }).waitFor();
    await look(hangyeol.page, name('removed'));
    await hangyeol.page.getByRole('button', { name: people.goToDoor }).click();
    await hangyeol.page.getByText(people.comeAnew).waitFor();
    await look(hangyeol.page, name('come-anew'));
    expect(forbidden).toEqual([]);
  });
}
