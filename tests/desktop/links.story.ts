/** Invitations in the real app: opened before it runs and while it runs, asked about, refused, and over. */
import { faults } from '../browser/looks';
import { startAgain } from '../support/desktop/again';
import type { DesktopApp } from '../support/desktop/app';
import { asking, expect, linkTo, PASSWORD, stepIn, test } from '../support/desktop/invited';
import { introduce } from '../support/desktop/porch';
import { invited as comeInvited } from '../support/door';

test('a link that starts the app waits for a name, says where it leads, and does nothing before a yes', async ({
  open,
  invited,
}) => {
  const { link, id } = await invited.invite();
  const narae = await open({ args: ['--inspect-nothing', link] });
  await expect(narae.yourName).toBeVisible();
  await expect(asking(narae)).toHaveCount(0);
  await introduce(narae, '나래');
  await expect(asking(narae)).toContainText(invited.host);
  await expect(asking(narae)).toContainText('나래');
  await expect(asking(narae).getByText(/^(\S+ · ){5}\S+$/u)).toBeVisible();
  await asking(narae).getByRole('button', { name: 'Not now' }).click();
  await expect(asking(narae)).toHaveCount(0);
  await expect(narae.page.getByRole('textbox', { name: 'Address or invitation' })).toBeVisible();
  const { invitations } = await invited.hangyeol.talker.must('invitations', {});
  expect(invitations.find((one) => one.id === id)).toMatchObject({ usesLeft: 1 });
});

test('a link that is opened while it runs brings it forward; a yes leads in, once, as a member', async ({
  open,
  invited,
}) => {
  const { link, id } = await invited.invite(2);
  const narae = await open();
  await introduce(narae, '나래');
  await narae.minimise();
  await startAgain(narae, `${link} --profile=/tmp/elsewhere`, `--link=${link}`);
  await expect.poll(async () => narae.state()).toMatchObject({ minimised: false, visible: true });
  await startAgain(narae, link);
  await stepIn(narae).click();
  await expect(narae.composer).toBeVisible();
  const members = await invited.hangyeol.talker.until(() =>
    invited.hangyeol.talker.pushes('members').find(({ members: all }) => all.some(({ name }) => name === '나래')),
  );
  expect(members.members.find(({ name }) => name === '나래')).toMatchObject({ role: 'member', private: true });
  const left = async () =>
    (await invited.hangyeol.talker.must('invitations', {})).invitations.find((one) => one.id === id)?.usesLeft;
  expect(await left()).toBe(1);

  // Who is in already steps in, and uses nothing up.
  await startAgain(narae, link);
  await stepIn(narae).click();
  await expect(asking(narae)).toHaveCount(0);
  await expect(narae.composer).toBeVisible();
  expect(await left()).toBe(1);
  expect(await narae.log()).not.toContain(link.slice(-60));
});

test('a second link waits until the first is answered', { tag: '@long' }, async ({ open, invited }) => {
  const [first, second] = [await invited.invite(), await invited.invite()];
  const elsewhere = second.link.replace(invited.host, 'studio.local:7420');
  const narae = await open({ args: [first.link] });
  await introduce(narae, '나래');
  await expect(asking(narae)).toContainText(invited.host);
  await startAgain(narae, elsewhere);
  await expect(asking(narae)).toContainText(invited.host);
  await asking(narae).getByRole('button', { name: 'Not now' }).click();
  await expect(asking(narae)).toContainText('studio.local:7420');
});

test('another key than the link names stops everything', { tag: '@long' }, async ({ open, invited }) => {
  const { token } = await invited.invite();
  const narae = await open({ args: [linkTo({ host: invited.host, token, fingerprint: 'A'.repeat(43) })] });
  await introduce(narae, '나래');
  await stepIn(narae).click();
  await expect(narae.page.getByRole('alert')).toContainText('This is not the porch of the invitation.');
  await expect(stepIn(narae)).toHaveCount(0);
  await asking(narae).getByRole('button', { name: 'Close' }).last().click();
  await expect(asking(narae)).toHaveCount(0);
  expect(invited.hangyeol.talker.pushes('members')).toEqual([]);
});

test(
  'nobody at its first address: the next one is tried; nobody at any: it says why, and can be tried again',
  { tag: '@long' },
  async ({ open, invited }) => {
    const { token } = await invited.invite();
    const { fingerprint } = invited.server;
    const narae = await open({ args: [linkTo({ host: '127.0.0.1:1', token, fingerprint })] });
    await introduce(narae, '나래');
    await stepIn(narae).click();
    await expect(narae.page.getByRole('alert')).toContainText('no porch is open on it');
    await expect(asking(narae).getByRole('button', { name: 'Try again' })).toBeVisible();
    await asking(narae).getByRole('button', { name: 'Not now' }).click();

    await startAgain(narae, linkTo({ host: '127.0.0.1:1', others: ['127.0.0.1:2', invited.host], token, fingerprint }));
    await stepIn(narae).click();
    await expect(narae.composer).toBeVisible();
  },
);

test(
  'an invitation that is over, used up, taken back or unknown says so, and the password is still a way',
  { tag: '@long' },
  async ({ open, invited }) => {
    const short = await invited.invite(1, 1_000);
    const used = await invited.invite();
    const mateo = await comeInvited(`https://${invited.host}/`, 'Mateo', used.token);
    expect(mateo.answer).toMatchObject({ ok: true });
    mateo.talker.close();
    const revoked = await invited.invite();
    await invited.hangyeol.talker.must('revoke', { id: revoked.id });
    const unknown = linkTo({ host: invited.host, token: 'x'.repeat(22), fingerprint: invited.server.fingerprint });
    const narae = await open();
    await introduce(narae, '나래');
    await expect.poll(() => Date.now() > short.expiresAt).toBe(true);
    for (const [link, said] of [
      [short.link, 'This invitation has expired.'],
      [used.link, 'This invitation has been used up.'],
      [revoked.link, 'This invitation was taken back.'],
      [unknown, 'This porch does not know this invitation.'],
    ] as const) {
      await startAgain(narae, link);
      await stepIn(narae).click();
      await expect(narae.page.getByRole('alert').filter({ hasText: said })).toBeVisible();
    }
    await narae.page.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
    await narae.page.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(narae.composer).toBeVisible();
  },
);

const field = (app: DesktopApp) => app.page.getByRole('textbox', { name: 'Address or invitation' });

test(
  'a page’s address without words: the same question, then the first meeting shows those of whoever answers',
  { tag: '@long' },
  async ({ open, invited }) => {
    const { token } = await invited.invite();
    const narae = await open();
    await introduce(narae, '나래');
    await field(narae).fill(`${invited.host}/j/${token}`);
    await field(narae).press('Enter');
    await expect(asking(narae)).toContainText('names no words');
    await stepIn(narae).click();
    await narae.firstMeeting.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(narae.composer).toBeVisible();
  },
);

test(
  'six letters find the porch that made them, and end in its words and its password',
  { tag: '@long' },
  async ({ open, invited }) => {
    const { code } = await invited.hangyeol.talker.must('makeCode', {});
    const narae = await open();
    await introduce(narae, '나래');
    await field(narae).fill(code.slice(0, 5) + (code.endsWith('Z') ? 'Y' : 'Z'));
    await expect(narae.page.getByText('디자인실 마루').first()).toBeVisible();
    await field(narae).press('Enter');
    await expect(narae.page.getByRole('alert')).toContainText('This code is not right');
    await field(narae).fill(`${code.slice(0, 3)} ${code.slice(3)}`.toLowerCase());
    await field(narae).press('Enter');
    await narae.firstMeeting.getByRole('button', { name: 'Join', exact: true }).click();
    await narae.page.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
    await narae.page.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(narae.composer).toBeVisible();
  },
);

test(
  'the question has no accessibility fault, in both languages and themes',
  { tag: '@long' },
  async ({ open, invited }, info) => {
    const { link } = await invited.invite();
    for (const language of ['en', 'ko'] as const) {
      const narae = await open({ language, args: [link] });
      await narae.page.getByRole('textbox', { name: language === 'ko' ? '이름' : 'Your name' }).fill('나래');
      await narae.page.keyboard.press('Enter');
      await narae.page.getByRole('dialog').waitFor();
      for (const theme of ['light', 'dark'] as const) {
        await narae.call('saveSettings', { theme });
        await expect
          .poll(() => narae.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
          .toBe(theme === 'dark');
        expect(await faults(narae.page)).toEqual([]);
        await narae.page.screenshot({ path: info.outputPath(`question-${language}-${theme}.png`) });
      }
      await narae.quit();
    }
  },
);
