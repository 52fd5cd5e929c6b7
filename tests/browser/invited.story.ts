/** An invitation in a plain browser: whose it is, the app or here, and what becomes of one that is over. */
import type { Page } from '@playwright/test';
import { formatLink } from '../../protocol';
import { person as talker } from '../support/server';
import { faults } from './looks';
import { expect, test, type Porch } from './people';

/** Somebody who is in invites; the page's address, without and with the key's fingerprint. */
async function invite(porch: Porch, uses = 2) {
  const hangyeol = await talker(porch.url, '한결', { password: '마루 열쇠' });
  const { invitation, token } = await hangyeol.talker.must('invite', { role: 'member', uses, lifetime: 60_000 });
  const page = `${porch.url}j/${token}`;
  return { hangyeol, invitation, token, page, whole: `${page}#${porch.server.fingerprint}` };
}

const goOnHere = (page: Page) => page.getByRole('button', { name: 'Go on in this browser' });

test.use({ password: '마루 열쇠' });

test('an invited guest says a name and is in, without the password; the token is nowhere any more', async ({
  porch,
  person,
}) => {
  const { hangyeol, token, whole } = await invite(porch);
  const { page, log, composer } = await person().then((who) => ({
    page: who.page,
    log: who.log(),
    composer: who.composer,
  }));
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.url()} ${request.headers()['referer'] ?? ''}`));
  await page.goto(whole);
  await expect(page.getByRole('heading', { name: 'You are invited to 디자인실 마루' })).toBeVisible();
  await expect(page.getByText(/not private/i).first()).toBeVisible();
  expect(page.url()).toBe(porch.url);
  expect(await page.evaluate(() => history.length)).toBe(2);

  const { host } = new URL(porch.url);
  const link = formatLink({ verb: 'join', host, others: [], token, fingerprint: porch.server.fingerprint });
  await expect(page.getByRole('link', { name: 'Open in the Maru app' })).toHaveAttribute('href', link);

  await goOnHere(page).click();
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Your name' }).fill('윤서');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(log).toBeVisible();
  // The page itself was asked for with it, and nothing after that.
  expect(asked.filter((one) => one.includes(token))).toHaveLength(1);
  expect(porch.server.log()).not.toContain(token);
  const { invitations } = await hangyeol.talker.must('invitations', {});
  expect(invitations).toMatchObject([{ usesLeft: 1 }]);

  // Who is in already comes back as who they are, and uses nothing up.
  await page.goto(whole);
  await expect(composer).toBeVisible();
  expect((await hangyeol.talker.must('invitations', {})).invitations).toMatchObject([{ usesLeft: 1 }]);
  hangyeol.talker.close();
});

test('without the fingerprint the page makes no link: it gives what the app can ask about', async ({
  porch,
  person,
}) => {
  const { hangyeol, page: address } = await invite(porch);
  const { page } = await person();
  await page.goto(address);
  await expect(page.getByText(address)).toBeVisible();
  await expect(page.getByRole('link')).toHaveCount(0);
  hangyeol.talker.close();
});

test(
  'an invitation that is used up, taken back, unknown or not whole says so, and the password is still a way',
  { tag: '@long' },
  async ({ porch, person }) => {
    const { hangyeol, page: used } = await invite(porch, 1);
    const first = await person();
    await first.page.goto(used);
    await goOnHere(first.page).click();
    await first.page.getByRole('textbox', { name: 'Your name' }).fill('Mateo');
    await first.page.getByRole('button', { name: 'Join' }).click();
    await expect(first.log()).toBeVisible();

    const again = await invite(porch).then(async (made) => {
      await made.hangyeol.talker.must('revoke', { id: made.invitation.id });
      made.hangyeol.talker.close();
      return made.page;
    });
    const { page } = await person();
    for (const [address, said] of [
      [used, /been used up/i],
      [again, /taken back/i],
      [`${porch.url}j/${'x'.repeat(22)}`, /not know this invitation/i],
    ] as const) {
      await page.goto(address);
      await goOnHere(page).click();
      await page.getByRole('textbox', { name: 'Your name' }).fill('윤서');
      await page.getByRole('button', { name: 'Join' }).click();
      await expect(page.getByRole('alert')).toContainText(said);
      await expect(page.getByRole('textbox', { name: 'Password' })).toBeVisible();
    }
    await page.goto(`${porch.url}j/too-short`);
    await expect(page.getByText(/invitation is not whole/i)).toBeVisible();
    expect(page.url()).toBe(porch.url);
    await page.getByRole('textbox', { name: 'Your name' }).fill('윤서');
    await page.getByRole('textbox', { name: 'Password' }).fill('마루 열쇠');
    await page.getByRole('button', { name: 'Join' }).click();
    await expect(page.getByRole('log', { name: 'Commons' })).toBeVisible();
    hangyeol.talker.close();
  },
);

for (const colorScheme of ['light', 'dark'] as const) {
  for (const locale of ['en-US', 'ko-KR'] as const) {
    // Each theme in one language, and each language in one theme; the other two with the long stories.
    const tag = (colorScheme === 'light') === (locale === 'en-US') ? [] : ['@long'];
    test(`the page has no accessibility fault, ${colorScheme}, ${locale}`, { tag }, async ({ porch, person }, info) => {
      const { hangyeol, page: address, whole } = await invite(porch);
      const { page } = await person({ locale, colorScheme });
      for (const url of [whole, address]) {
        await page.goto(url);
        await page.getByRole('button', { name: /browser|브라우저/ }).waitFor();
        expect(await faults(page)).toEqual([]);
      }
      await page.screenshot({ path: info.outputPath(`invited-${locale}-${colorScheme}.png`) });
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await faults(page)).toEqual([]);
      hangyeol.talker.close();
    });
  }
}
