import { expect, test } from './people';

test.describe('a porch with a password', () => {
  test.use({ password: '마루 열쇠' });

  test('a wrong password stays at the door, the right one opens it', async ({ porch, person }) => {
    const yunseo = await person();
    await yunseo.join(porch.url, '윤서', '아닌 열쇠');
    await expect(yunseo.page.getByRole('alert')).toContainText(/password/i);
    await expect(yunseo.page.getByRole('textbox', { name: 'Your name' })).toHaveValue('윤서');
    await yunseo.page.getByRole('textbox', { name: 'Password' }).fill('마루 열쇠');
    await yunseo.page.getByRole('button', { name: 'Join' }).click();
    await expect(yunseo.log()).toBeVisible();
    expect(porch.server.log()).not.toContain('열쇠');
  });
});

test('a guest’s first page names the porch, says it is not private, and refuses odd names kindly', async ({
  porch,
  person,
}) => {
  const someone = await person();
  await someone.page.goto(porch.url);
  await expect(someone.page.getByText('디자인실 마루').first()).toBeVisible();
  await expect(someone.page.getByText(/not private/i).first()).toBeVisible();
  const name = someone.page.getByRole('textbox', { name: 'Your name' });
  const join = someone.page.getByRole('button', { name: 'Join' });
  for (const odd of ['   ', '\u3164\u3164', '\u202e\u200b', 'x'.repeat(10_000)]) {
    await name.fill(odd);
    await join.click();
    await expect(someone.page.getByRole('alert').first()).toBeVisible();
    await expect(someone.log()).toHaveCount(0);
  }
  await name.fill('한결');
  await name.press('Enter');
  await expect(someone.log()).toBeVisible();
  // What never leaves this machine is private: no mark says otherwise (network.story.ts has the other case).
  await expect(someone.page.getByText(/browser guest/i)).toHaveCount(0);
});

test('people see who is here, and who came and went', async ({ porch, person, inside }) => {
  const [narae] = await inside('나래');
  const mateo = await person();
  await mateo.join(porch.url, 'Mateo');
  await expect(narae.page.getByText(/Mateo came in/)).toBeVisible();
  await expect(narae.page.getByRole('listitem').filter({ hasText: 'Mateo' })).toContainText(/here/i);
  await mateo.page.context().close();
  await expect(narae.page.getByText(/Mateo left/)).toBeVisible({ timeout: 25_000 });
});

test('in Korean everything has its own name', async ({ porch, person }) => {
  const yunseo = await person({ locale: 'ko-KR' });
  await yunseo.page.goto(porch.url);
  await yunseo.page.getByRole('textbox', { name: '이름' }).fill('윤서');
  await yunseo.page.getByRole('button', { name: '들어가기' }).click();
  await expect(yunseo.page.getByRole('log', { name: '사랑방' })).toBeVisible();
  await yunseo.page.getByRole('textbox', { name: '메시지' }).fill('우리말로 해요');
  await yunseo.page.getByRole('button', { name: '보내기' }).click();
  await expect(yunseo.page.getByRole('log', { name: '사랑방' }).getByText('우리말로 해요')).toBeVisible();
  await expect(yunseo.page.getByRole('region', { name: '연결' })).toContainText('WebSocket');
  await expect(yunseo.page.locator('html')).toHaveAttribute('lang', 'ko');
});

test('all of it goes by keyboard alone', async ({ porch, person }) => {
  const { page, log, composer } = await person().then((who) => ({
    page: who.page,
    log: who.log(),
    composer: who.composer,
  }));
  await page.goto(porch.url);
  const focusReaches = async (role: 'textbox' | 'button', name: string) => {
    for (let presses = 0; presses < 40; presses += 1) {
      if (
        await page
          .getByRole(role, { name })
          .first()
          .evaluate((element) => element === document.activeElement)
      )
        return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reaches ${name}`);
  };
  await page.getByRole('textbox', { name: 'Your name' }).waitFor();
  await focusReaches('textbox', 'Your name');
  await page.keyboard.type('Jiho');
  await page.keyboard.press('Enter');
  await composer.waitFor();
  await focusReaches('textbox', 'Message');
  await page.keyboard.type('no mouse needed');
  await page.keyboard.press('Enter');
  await expect(log.getByText('no mouse needed')).toBeVisible();
  await focusReaches('button', 'New room');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Room name' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'New room' })).toBeFocused();
});
