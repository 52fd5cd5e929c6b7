/** Two tabs of one browser: one of them has the connection and what waits to be sent. */
import { faultsInBothThemes } from './looks';
import { expect, test } from './people';

test('a second tab waits and says so; “Use it here” brings the words along that were not sent yet', async ({
  porch,
  inside,
}) => {
  const [yunseo, narae] = await inside('윤서', '나래');
  await narae.say('첫 탭에서');
  await yunseo.sees('첫 탭에서');
  const second = await narae.waitingTab();
  await expect(second.page.getByRole('status')).toContainText('Close the other tab');
  await porch.kill();
  await narae.say('꺼진 동안 첫 탭에서 쓴 말');
  await expect(narae.log().getByText('waiting')).toBeVisible();

  await second.useItHere.click();
  await expect(narae.elsewhere).toBeVisible();
  await second.sees('꺼진 동안 첫 탭에서 쓴 말');
  await expect(second.log().getByText('waiting')).toBeVisible();
  await second.say('그리고 둘째 탭에서 쓴 말');
  await porch.restart();
  for (const someone of [yunseo, second]) {
    await someone.sees('꺼진 동안 첫 탭에서 쓴 말');
    await someone.sees('그리고 둘째 탭에서 쓴 말');
  }
  await expect(second.log().getByText(/waiting|not sent/i)).toHaveCount(0);
  // It was one and the same person all the time.
  await expect(yunseo.log().getByText(/나래 joined/)).toHaveCount(1);

  // And back again, by keyboard.
  await narae.page.bringToFront();
  await expect(narae.useItHere).toBeFocused();
  await narae.page.keyboard.press('Enter');
  await narae.sees('그리고 둘째 탭에서 쓴 말');
  await expect(second.elsewhere).toBeVisible();
  await narae.say('다시 첫 탭에서');
  await yunseo.sees('다시 첫 탭에서');
});

test('when the tab that has Maru is closed, the one that waits goes on; a reload keeps its own', async ({ inside }) => {
  const [narae] = await inside('나래');
  const second = await narae.waitingTab();
  await narae.page.reload();
  await expect(narae.composer).toBeVisible();
  await expect(second.elsewhere).toBeVisible();
  await narae.page.close();
  await second.say('이제 여기에서');
  await second.sees('이제 여기에서');
});

test('a tab that is loaded anew has Maru again, however long that takes', async ({ inside }) => {
  const [narae] = await inside('나래');
  const second = await narae.waitingTab();
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await narae.page.route('**/assets/*.js', async (route) => {
    await arrived;
    await route.continue();
  });
  await narae.page.reload({ waitUntil: 'commit' });
  await expect(second.composer).toBeVisible();
  arrive();
  await expect(narae.composer).toBeVisible();
  await expect(second.elsewhere).toBeVisible();
  await narae.say('여기에서 계속해요');
  await narae.sees('여기에서 계속해요');
});

test(
  'when the process of the tab that has Maru dies, the one that waits takes over what was not sent',
  { tag: '@long' },
  async ({ porch, inside }) => {
    const [yunseo, narae] = await inside('윤서', '나래');
    const second = await narae.waitingTab();
    await porch.kill();
    await narae.say('죽기 전에 쓴 말');
    await expect(narae.log().getByText('waiting')).toBeVisible();
    await narae.crash();
    await expect(second.page.getByRole('status')).toContainText('does not answer');
    await second.sees('죽기 전에 쓴 말');
    await porch.restart();
    await yunseo.sees('죽기 전에 쓴 말');
    await second.sees('죽기 전에 쓴 말');
    await expect(second.log().getByText(/waiting|not sent/i)).toHaveCount(0);
  },
);

test(
  'a tab that waits has no accessibility fault, in either theme and language',
  { tag: '@long' },
  async ({ porch, person }) => {
    for (const locale of ['en-US', 'ko-KR'] as const) {
      const korean = locale === 'ko-KR';
      const first = await person({ locale });
      await first.page.goto(porch.url);
      await first.page.getByRole('textbox', { name: korean ? '이름' : 'Your name' }).waitFor();
      const { page } = await first.anotherTab();
      await page.goto(porch.url);
      const title = korean ? '마루가 다른 탭에서 열려 있어요' : 'Maru is open in another tab';
      await expect(page.getByRole('heading', { name: title })).toBeVisible();
      await expect(page).toHaveTitle(new RegExp(title));
      for (const width of [1200, 360]) {
        await page.setViewportSize({ width, height: 740 });
        expect(await faultsInBothThemes(page, `waiting-tab-${locale}-${width}`)).toEqual([]);
      }
      await page.getByRole('button', { name: korean ? '여기에서 사용하기' : 'Use it here' }).press('Enter');
      await expect(page.getByRole('textbox', { name: korean ? '이름' : 'Your name' })).toBeVisible();
      await expect(first.page.getByRole('heading', { name: title })).toBeVisible();
    }
  },
);
