/** Three people write: whispers, names and emoji by keyboard, a locked field, a text far too long, a poll, and who is writing. */
import type { Page } from '@playwright/test';
import { limits } from '../../protocol';
import { en } from '../../renderer/words/en';
import { ko } from '../../renderer/words/ko';
import { expect, test } from './household';
import { faults as faultsOf, shot } from './looks';

const field = (page: Page) => page.getByRole('textbox', { name: /^(Message|메시지)$/ });
const log = (page: Page) => page.getByRole('log');
const chosen = (page: Page) => page.getByRole('option', { selected: true });

/** What keeps anybody out of the part of a page where one writes. */
const faults = (page: Page) => faultsOf(page, '.composer');

/** All that a page is told from here on, and all that it shows and keeps. */
function traceOf(page: Page): () => Promise<string> {
  const told: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => void told.push(payload.toString())));
  return async () => {
    const kept = await page.evaluate(
      () =>
        new Promise<string>((resolve, reject) => {
          const opened = indexedDB.open('maru');
          opened.onerror = () => reject(new Error('no database'));
          opened.onsuccess = () => {
            const all = opened.result.transaction('rows').objectStore('rows').getAll();
            all.onsuccess = () => {
              opened.result.close();
              resolve(JSON.stringify(all.result));
            };
          };
        }),
    );
    return [...told, kept, await page.content()].join('\n');
  };
}

test('three people write by keyboard: a whisper is for two, a text too long stays, and who writes is seen until it is said', async ({
  household,
  person,
}) => {
  const people = [
    [await person(), '나래', en],
    [
      await person({ locale: 'ko-KR', colorScheme: 'dark', permissions: ['clipboard-read', 'clipboard-write'] }),
      '지호',
      ko,
    ],
    [await person(), 'Mateo', en],
  ] as const;
  const [narae, jiho, mateo] = people.map(([{ page }]) => page) as [Page, Page, Page];
  const heardByMateo = traceOf(mateo);
  await Promise.all(
    people.map(async ([{ page }, name, { start }]) => {
      await page.goto(household.url);
      await page.getByRole('textbox', { name: start.yourName }).fill(name);
      await page.getByRole('button', { name: start.join }).click();
      await expect(field(page)).toBeFocused();
    }),
  );
  const named = (page: Page, name: string) =>
    page.getByRole('region', { name: /^(People|사람)$/ }).getByRole('button', { name: new RegExp(name) });
  for (const page of [narae, jiho]) await expect(named(page, 'Mateo').first()).toBeVisible();

  // To two eyes only, by an order at the start of the text.
  await narae.keyboard.type('/w @지호 점심은 비밀이에요');
  await expect(field(narae)).toHaveValue('점심은 비밀이에요');
  const chip = narae.getByRole('button', { name: en.composer.takeOff('지호') });
  await expect(chip).toBeVisible();
  expect(await faults(narae)).toEqual([]);
  await shot(narae, 'composer-whisper');
  await narae.keyboard.press('Enter');
  for (const page of [narae, jiho]) await expect(log(page).getByText('점심은 비밀이에요')).toBeVisible();
  await narae.keyboard.press('Escape');
  await expect(chip).toHaveCount(0);

  // What was whispered is said anew as a whisper, and nobody could take it for anything else.
  await narae.keyboard.press('ArrowUp');
  await expect(narae.getByText(en.composer.editingWhisper)).toBeVisible();
  await expect(field(narae)).toHaveValue('점심은 비밀이에요');
  await narae.keyboard.type(' 열두 시!');
  await shot(narae, 'composer-editing-whisper');
  await narae.keyboard.press('Enter');
  await expect(log(jiho).getByText('점심은 비밀이에요 열두 시!')).toBeVisible();

  // The same from a person's card; while it is written only they see that; Esc leaves it.
  await named(jiho, '나래').first().click();
  await jiho.getByRole('menuitem', { name: ko.rooms.card }).click();
  await jiho.getByRole('button', { name: ko.panels.whisper }).click();
  await expect(field(jiho)).toBeFocused();
  await jiho.keyboard.type('그래요, 우리끼리만');
  const jihoWrites = narae.getByText(en.composer.typing('지호'));
  await expect(jihoWrites).toBeVisible();
  await shot(jiho, 'composer-whisper-ko-dark');
  expect(await faults(jiho)).toEqual([]);
  await jiho.keyboard.press('Enter');
  await expect(log(narae).getByText('그래요, 우리끼리만')).toBeVisible();
  await expect(jihoWrites).toHaveCount(0);
  await jiho.keyboard.press('Escape');
  await expect(jiho.getByRole('button', { name: ko.composer.takeOff('나래') })).toHaveCount(0);

  // What comes behind it comes to Mateo, too: by then the whispers would have.
  await household.yunseo.say('다들 계세요?');
  await expect(log(mateo).getByText('다들 계세요?')).toBeVisible();
  const heard = await heardByMateo();
  expect(heard).toContain('다들 계세요?');
  for (const secret of ['비밀이에요', '열두 시', '우리끼리만', '"typing"']) expect(heard).not.toContain(secret);

  // A name with a particle behind it, and an emoji by a Korean word.
  await narae.keyboard.type('@ㅈㅎ');
  await expect(chosen(narae)).toContainText('지호');
  expect(await faults(narae)).toEqual([]);
  await narae.keyboard.press('Enter');
  await narae.keyboard.press('Backspace');
  await narae.keyboard.type('야 고생했어 :박');
  await narae.keyboard.type('수');
  await expect(chosen(narae)).toContainText('👏');
  const first = await chosen(narae).textContent();
  await narae.keyboard.press('ArrowDown');
  await expect(chosen(narae)).not.toHaveText(first ?? '');
  await narae.keyboard.press('ArrowUp');
  await narae.keyboard.press('Tab');
  await expect(field(narae)).toHaveValue('@지호야 고생했어 👏 ');
  await narae.keyboard.press('Enter');
  await expect(log(jiho).getByRole('button', { name: '@지호', exact: true })).toBeVisible();
  await expect(log(mateo).getByText('고생했어 👏')).toBeVisible();
  await jiho.keyboard.type('@');
  await expect(chosen(jiho)).toBeVisible();
  await shot(jiho, 'composer-names-ko-dark');
  expect(await faults(jiho)).toEqual([]);
  await jiho.keyboard.press('Escape');
  await jiho.keyboard.press('Backspace');

  // Twelve times too long: said before it is sent, kept to the last letter, and sent once it fits.
  const long = '가나다라마바사아자차'.repeat(10_000);
  await jiho.evaluate((text) => navigator.clipboard.writeText(text), long);
  await jiho.keyboard.press('Control+v');
  const alert = jiho.getByRole('alert');
  await expect(alert).toHaveText(ko.composer.tooLong('92,000'));
  await jiho.keyboard.press('Enter');
  await expect(alert).toBeVisible();
  expect(await field(jiho).inputValue()).toBe(long);
  await shot(jiho, 'composer-too-long-ko-dark');
  await field(jiho).evaluate(
    (area: HTMLTextAreaElement, from) => area.setSelectionRange(from, area.value.length),
    limits.messageText,
  );
  await jiho.keyboard.press('Delete');
  await expect(alert).toHaveCount(0);
  await jiho.keyboard.press('Enter');
  await expect(field(jiho)).toHaveValue('');
  await expect(log(narae).getByText(/^가나다라마/)).toBeVisible();

  // Locked against a stray hand: what stands there stays, a press opens it, and one goes on where one was.
  await mateo.keyboard.type('half a ');
  await mateo.getByRole('button', { name: en.composer.lockRoom }).click();
  await mateo.keyboard.type('some stray keys');
  await expect(field(mateo)).toHaveCount(0);
  await shot(mateo, 'composer-locked');
  await mateo.getByRole('button', { name: new RegExp(en.composer.locked) }).click();
  await expect(field(mateo)).toBeFocused();
  await mateo.keyboard.type('sentence');
  await mateo.keyboard.press('Enter');
  await expect(log(narae).getByText('half a sentence')).toBeVisible();

  // In a thread its own people are seen writing, there and not in the room.
  const spoken = log(narae).getByRole('article').filter({ hasText: 'half a sentence' });
  await spoken.hover();
  await spoken.getByRole('button', { name: en.messages.more }).click();
  await narae.getByRole('menuitem', { name: en.messages.replyInThread }).click();
  const thread = narae.getByRole('region', { name: en.panels.thread, exact: true });
  await expect(thread.getByRole('textbox')).toBeFocused();
  await narae.keyboard.type('수고했어요');
  await narae.keyboard.press('Enter');
  await log(jiho)
    .getByRole('button', { name: new RegExp(ko.messages.thread('1', true)) })
    .click();
  await expect(jiho.getByRole('region', { name: ko.panels.thread, exact: true }).getByRole('textbox')).toBeFocused();
  await jiho.keyboard.type('뭘요');
  await expect(thread.getByText(en.composer.typing('지호'))).toBeVisible();
  await expect(jihoWrites).toHaveCount(1);
  await shot(narae, 'composer-thread');
  await jiho.keyboard.press('Enter');
  await expect(jihoWrites).toHaveCount(0);

  // A poll, from the field to the question and its answers, with no pointer.
  await narae.keyboard.press('Escape');
  await field(narae).focus();
  await narae.keyboard.type('저녁은요?');
  for (const key of ['Tab', 'Enter']) await narae.keyboard.press(key);
  await expect(narae.getByRole('menuitem', { name: en.composer.newPoll })).toBeFocused();
  await narae.keyboard.press('Enter');
  const maker = narae.getByRole('dialog', { name: en.panels.newPoll });
  const question = maker.getByRole('textbox', { name: en.panels.question });
  await expect(question).toHaveValue('저녁은요?');
  await expect(question).toBeFocused();
  await narae.keyboard.press('Tab');
  await narae.keyboard.type('국수');
  await narae.keyboard.press('Enter');
  await narae.keyboard.type('라면');
  const askIt = maker.getByRole('button', { name: en.panels.askPoll, exact: true });
  for (let step = 0; step < 12 && !(await askIt.evaluate((one) => one === document.activeElement)); step += 1)
    await narae.keyboard.press('Tab');
  await narae.keyboard.press('Enter');
  await expect(maker).toHaveCount(0);
  await expect(log(mateo).getByRole('radio', { name: /라면/ })).toBeVisible();
  await expect(field(narae)).toHaveValue('');
  await expect(field(narae)).toBeFocused();
});
