import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './people';

const faults = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
};

for (const colorScheme of ['light', 'dark'] as const) {
  for (const locale of ['en-US', 'ko-KR'] as const) {
    test(`no view has an accessibility fault, ${colorScheme}, ${locale}`, async ({ porch, person }) => {
      const korean = locale === 'ko-KR';
      const { page } = await person({ locale, colorScheme });
      await page.goto(porch.url);
      await page.getByRole('textbox', { name: korean ? '이름' : 'Your name' }).fill('나래');
      expect(await faults(page)).toEqual([]);
      await page.getByRole('button', { name: korean ? '들어가기' : 'Join' }).click();
      const message = page.getByRole('textbox', { name: korean ? '메시지' : 'Message' });
      await message.waitFor();
      expect(await faults(page)).toEqual([]);
      await message.fill('**굵게** `code` https://example.com');
      await message.press('Enter');
      await page.getByRole('link', { name: /example\.com/ }).waitFor();
      expect(await faults(page)).toEqual([]);
      await page.getByRole('button', { name: korean ? '새 방' : 'New room' }).click();
      await page.getByRole('dialog').waitFor();
      expect(await faults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await faults(page)).toEqual([]);

      // What waits, what is said anew, and what is too old to go unasked.
      await porch.kill();
      await message.fill('기다리는 말');
      await message.press('Enter');
      await page.getByRole('button', { name: korean ? '고치기' : 'Edit' }).click();
      await page.getByText(korean ? '메시지 고치는 중' : 'Editing a message').waitFor();
      expect(await faults(page)).toEqual([]);
      await message.press('Escape');
      await page.clock.setFixedTime(Date.now() + 2 * 24 * 60 * 60_000);
      await message.fill('이틀 뒤의 말');
      await message.press('Enter');
      await page.getByRole('button', { name: korean ? '지금 보내기' : 'Send now' }).waitFor();
      expect(await faults(page)).toEqual([]);
    });
  }
}
