import { faults, faultsInBothThemes } from './looks';
import { expect, test } from './people';

for (const locale of ['en-US', 'ko-KR'] as const) {
  test(`no view has an accessibility fault in either theme, ${locale}`, async ({ porch, person }) => {
    const korean = locale === 'ko-KR';
    const { page } = await person({ locale });
    const look = async (view: string) => expect(await faultsInBothThemes(page, `${view}-${locale}`)).toEqual([]);
    await page.goto(porch.url);
    await page.getByRole('textbox', { name: korean ? '이름' : 'Your name' }).fill('나래');
    await look('entrance');
    await page.getByRole('button', { name: korean ? '들어가기' : 'Join' }).click();
    const message = page.getByRole('textbox', { name: korean ? '메시지' : 'Message' });
    await message.waitFor();
    await look('first-room');
    await message.fill('**굵게** `code` https://example.com');
    await message.press('Enter');
    await page.getByRole('link', { name: /example\.com/ }).waitFor();
    await look('message');
    await page.getByRole('button', { name: korean ? '새 방' : 'New room' }).click();
    await page.getByRole('dialog').waitFor();
    await look('new-room');
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 360, height: 740 });
    await look('narrow');
    await page.getByRole('button', { name: korean ? /^방과 사람/ : /^Rooms and people/ }).click();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('navigation').getByRole('button', { name: /^#/ }).first().click();

    // What waits, what is said anew, and what is too old to go unasked.
    await porch.kill();
    await message.fill('기다리는 말');
    await message.press('Enter');
    await page.getByRole('button', { name: korean ? '고치기' : 'Edit' }).click();
    await page.getByText(korean ? '메시지 고치는 중' : 'Editing a message').waitFor();
    await look('said-anew');
    await message.press('Escape');
    await page.clock.setFixedTime(Date.now() + 2 * 24 * 60 * 60_000);
    await message.fill('이틀 뒤의 말');
    await message.press('Enter');
    await page.getByRole('button', { name: korean ? '지금 보내기' : 'Send now' }).waitFor();
    await look('too-old');
  });
}
