/** What stands beside a room: a thread with its own unread, the pins, versions, passing on, and where the keyboard goes. */
import type { Page } from '@playwright/test';
import { expect, test, type Person } from './people';
import { faults, shot } from './looks';

const beside = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** What one can do with a message of the room. */
async function doWith(person: Person, text: string, act: string): Promise<void> {
  const { page } = person;
  const line = person.log().getByRole('article').filter({ hasText: text });
  await line.hover();
  await line.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: act }).click();
}

test('a thread keeps its own unread, and what is pinned or said anew is found beside the room', async ({
  porch,
  person,
}) => {
  const narae = await person({ locale: 'en-US' });
  const yunseo = await person({ locale: 'en-US', colorScheme: 'dark' });
  await narae.join(porch.url, '나래');
  await yunseo.join(porch.url, '윤서');
  await expect(yunseo.composer).toBeVisible();
  await narae.say('점심 어디로 갈까요?');
  await yunseo.sees('점심 어디로 갈까요?');

  // A thread is begun from a message, and does not stand in the room's own course.
  await doWith(yunseo, '점심 어디로', 'Reply in a thread');
  const thread = beside(yunseo.page, 'Thread');
  const answer = thread.getByRole('textbox', { name: 'Message' });
  await expect(answer).toBeFocused();
  await answer.fill('국수집 어때요?');
  await answer.press('Enter');
  await expect(thread.getByRole('log').getByText('국수집 어때요?')).toBeVisible();
  const line = narae.log().getByRole('button', { name: /1 answer/ });
  await expect(line).toBeVisible();
  await expect(narae.log().getByText('국수집 어때요?')).toHaveCount(0);

  // Its unread is its own: on the head of the room, in the list of threads, and gone once it was looked at.
  await narae.page.getByRole('button', { name: 'Threads, 1 new' }).click();
  const threads = beside(narae.page, 'Threads');
  await expect(threads.getByRole('listitem')).toHaveText(/Commons.*나래.*점심 어디로 갈까요\?.*One answer.*1 new/s);
  await shot(narae.page, 'threads');
  await threads.getByRole('listitem').getByRole('button').click();
  const naraes = beside(narae.page, 'Thread');
  await expect(naraes.getByRole('log').getByText('국수집 어때요?')).toBeVisible();
  await shot(narae.page, 'thread');
  expect(await faults(narae.page)).toEqual([]);
  await expect(narae.page.getByRole('button', { name: 'Threads', exact: true })).toBeVisible();

  // Esc belongs to the syllable that is composed; else it closes, and the keyboard is where it was.
  await naraes.getByRole('textbox', { name: 'Message' }).dispatchEvent('keydown', { key: 'Escape', isComposing: true });
  await expect(naraes).toBeVisible();
  await narae.page.keyboard.press('Escape');
  await expect(naraes).toHaveCount(0);
  await expect(narae.page.getByRole('button', { name: 'Threads', exact: true })).toBeFocused();

  // Pinned for everybody, found by everybody, and gone for everybody.
  await doWith(narae, '점심 어디로', 'Pin');
  await yunseo.page.getByRole('button', { name: 'Pinned, 1' }).click();
  const pins = beside(yunseo.page, 'Pinned');
  await expect(pins.getByRole('listitem')).toContainText('점심 어디로 갈까요?');
  await shot(yunseo.page, 'pins');

  // What was said anew keeps what it said before.
  await narae.composer.focus();
  await doWith(narae, '점심 어디로', 'Edit');
  await narae.composer.fill('점심 어디로 갈까요? 열두 시에');
  await narae.composer.press('Enter');
  await expect(pins.getByRole('listitem')).toContainText('열두 시에');
  await doWith(yunseo, '열두 시에', 'Show what it said before');
  const versions = yunseo.page.getByRole('dialog');
  await expect(versions.getByRole('listitem')).toHaveText([
    /now\s*점심 어디로 갈까요\? 열두 시에/,
    /first\s*점심 어디로 갈까요\?\s*$/,
  ]);
  await shot(yunseo.page, 'versions');
  expect(await faults(yunseo.page)).toEqual([]);
  await yunseo.page.keyboard.press('Escape');

  // Passed on: the room is found by its initials.
  await doWith(yunseo, '열두 시에', 'Pass on');
  const forward = yunseo.page.getByRole('dialog');
  await forward.getByRole('combobox').fill('ㅅㄹ');
  await expect(forward.getByRole('status')).toHaveText('No room is called that.');
  await forward.getByRole('combobox').fill('com');
  await shot(yunseo.page, 'forward');
  await forward.getByRole('combobox').press('Enter');
  await expect(forward).toHaveCount(0);
  await expect(narae.log().getByText('점심 어디로 갈까요? 열두 시에')).toHaveCount(2);

  // On a narrow screen it fills the window, and what is deleted leaves its answers.
  await pins.getByRole('button', { name: 'Unpin what 나래 said' }).click();
  await expect(pins.getByText('Nothing is pinned')).toBeVisible();
  await yunseo.page.keyboard.press('Escape');
  const whole = yunseo.page.getByRole('main', { name: 'Thread' });
  await yunseo.page.setViewportSize({ width: 360, height: 740 });
  await doWith(narae, '1 answer', 'Delete');
  await narae.page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await yunseo
    .log()
    .getByRole('button', { name: /1 answer/ })
    .click();
  await expect(whole.getByText('This message was deleted.')).toBeVisible();
  await expect(whole.getByText('국수집 어때요?')).toBeVisible();
  expect((await whole.boundingBox())?.width).toBeCloseTo(360, 1);
  await shot(yunseo.page, 'thread-360');
  expect(await faults(yunseo.page)).toEqual([]);
  await whole.getByRole('button', { name: 'Close' }).click();
  await expect(whole).toHaveCount(0);
});
