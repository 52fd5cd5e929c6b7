import type { Page } from '@playwright/test';
import { labDoors } from '../../protocol';
import { faults } from './looks';
import { expect, test } from './people';

/** As it is measured: every door has a figure, none of them waits for one. */
const measured = (page: Page) =>
  page
    .getByRole('dialog')
    .locator('.lab')
    .evaluate((lab) => ![...lab.querySelectorAll('.num')].some((one) => one.textContent.includes('…')));

test('within a minute every cost of every door is told, and what opening it has cost grows small', async ({
  porch,
  person,
}) => {
  const narae = await person();
  const { page } = narae;
  await page.goto(`${porch.url}lab`);
  await page.getByRole('textbox', { name: 'Your name' }).fill('나래');
  await page.getByRole('button', { name: 'Join' }).click();
  const lab = page.getByRole('dialog', { name: 'The lab: every door at once' });
  await lab.getByRole('button', { name: 'Start', exact: true }).click();
  await expect.poll(() => measured(page), { timeout: 60_000 }).toBe(true);
  for (const name of ['Polling, 1 s', 'Polling, 5 s', 'Long polling', 'Stream of lines', 'Server-sent events'])
    await expect(lab.getByRole('row', { name })).toContainText(/[\d.]+ ms/);
  await expect(
    lab
      .getByRole('row', { name: /^WebSocket/ })
      .getByRole('cell')
      .first(),
  ).toHaveText(/^0\.\d+$/);
  expect(labDoors).toHaveLength(10);
});

test('opened as a page it has its museum, in Korean, in the dark and on a narrow screen, without an accessibility fault', async ({
  porch,
  person,
}) => {
  const { page } = await person({ locale: 'ko-KR', colorScheme: 'dark' });
  const broken: string[] = [];
  page.on('console', (message) => message.type() === 'error' && broken.push(message.text()));
  await page.goto(`${porch.url}lab`);
  await page.getByRole('textbox', { name: '이름' }).fill('나래');
  await page.getByRole('button', { name: '들어가기' }).click();
  const lab = page.getByRole('dialog', { name: '실험실: 모든 문을 한꺼번에' });
  expect(await faults(page)).toEqual([]);
  await lab.getByRole('button', { name: '박물관 시작' }).click();
  await expect.poll(() => measured(page), { timeout: 20_000 }).toBe(true);
  await expect(lab.getByRole('row', { name: '끝없는 iframe' })).toContainText(/[\d.]+ ms/);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await faults(page)).toEqual([]);
  expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(360);
  await lab.getByRole('button', { name: '멈춤' }).click();
  expect(broken).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(porch.url);
});
