/** What one sees of one's own words on their way, and of what was missed. */
import { randomUUID } from 'node:crypto';
import { person as program } from '../support/server';
import { expect, test, type Person } from './people';

const lines = async (someone: Awaited<ReturnType<typeof program>>, texts: readonly string[]) => {
  for (let first = 0; first < texts.length; first += 50) {
    const entries = texts
      .slice(first, first + 50)
      .map((text) => ({ id: randomUUID(), kind: 'message' as const, body: { text } }));
    await someone.talker.must('append', { log: someone.commons, entries });
  }
};
const waiting = (someone: Person, text: string) => someone.log().locator('.message', { hasText: text });
/** Whether this device's copy of a log has come to its disk. */
const keeps = (someone: Person, text: string) =>
  someone.page.evaluate(
    (words) =>
      new Promise<boolean>((resolve, reject) => {
        const opening = indexedDB.open('maru');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const range = IDBKeyRange.bound(['logs', ''], ['logs', '\uffff']);
          const asked = database.transaction('rows').objectStore('rows').getAll(range);
          asked.onsuccess = () => {
            database.close();
            resolve(JSON.stringify(asked.result).includes(words));
          };
        };
      }),
    text,
  );
const DAY = 24 * 60 * 60_000;

test('a message that waits is edited and taken back in place; one that may be out is changed behind it', async ({
  porch,
  inside,
}) => {
  const [narae, yunseo] = await inside('나래', '윤서');
  await porch.kill();
  await narae.say('내일 열 시에 만나여');
  await narae.say('이건 취소할 말');
  // By the keyboard: the line moves up as the second one comes, also from under a pointer that is pressed.
  await waiting(narae, '만나여').getByRole('button', { name: 'Edit' }).press('Enter');
  await expect(narae.composer).toHaveValue('내일 열 시에 만나여');
  await narae.composer.press('Escape');
  await expect(narae.composer).toHaveValue('');
  await waiting(narae, '만나여').getByRole('button', { name: 'Edit' }).click();
  await narae.say('내일 열 시에 만나요');
  await waiting(narae, '취소할').getByRole('button', { name: 'Take back' }).click();
  await expect(narae.log().getByText('이건 취소할 말')).toHaveCount(0);
  await porch.restart();
  await yunseo.sees('내일 열 시에 만나요');
  await narae.sees('내일 열 시에 만나요');
  await expect(narae.log().getByText(/waiting/)).toHaveCount(0);
  for (const someone of [narae, yunseo]) await expect(someone.log().getByText(/만나여|취소할/)).toHaveCount(0);
});

test(
  'what was written two days ago is not sent before its author says so',
  { tag: '@long' },
  async ({ porch, inside }) => {
    const [narae, yunseo] = await inside('나래', '윤서');
    await porch.kill();
    await narae.say('그제 쓴 말');
    await narae.say('그제 쓰고 버릴 말');
    await expect(narae.log().getByText('waiting').first()).toBeVisible();
    await narae.page.clock.setFixedTime(Date.now() + 2 * DAY);
    await porch.restart();
    await expect(waiting(narae, '그제 쓴 말')).toContainText('Send it now?');
    await narae.say('오늘 쓴 말');
    await yunseo.sees('오늘 쓴 말');
    await expect(yunseo.log().getByText(/그제/)).toHaveCount(0);
    await waiting(narae, '버릴 말').getByRole('button', { name: 'Discard' }).click();
    await waiting(narae, '그제 쓴 말').getByRole('button', { name: 'Send now' }).click();
    await yunseo.sees('그제 쓴 말');
    await narae.sees('그제 쓴 말');
    await expect(narae.log().getByText(/버릴 말|Send it now/)).toHaveCount(0);
    await expect(yunseo.log().getByText(/버릴 말/)).toHaveCount(0);
  },
);

test('far behind, one sees the newest and yesterday with a hole between, which fills on scrolling', async ({
  porch,
  person,
}) => {
  const narae = await program(porch.url, '나래');
  const hangyeol = await person();
  await hangyeol.join(porch.url, '한결');
  await expect(hangyeol.composer).toBeVisible();
  await lines(narae, ['어제 1', '어제 2']);
  await hangyeol.sees('어제 2');
  await expect.poll(() => keeps(hangyeol, '어제 2')).toBe(true);
  await hangyeol.page.goto('about:blank');
  await lines(
    narae,
    Array.from({ length: 1_300 }, (_, index) => `줄 ${index + 1}`),
  );
  narae.talker.close();
  await hangyeol.page.goto(porch.url);
  // The room opens where the new begins: yesterday's last line, the hole, and then today.
  await hangyeol.sees('어제 2');
  await hangyeol.page.getByRole('button', { name: /newest|below/ }).click();
  await hangyeol.sees('줄 1300');
  await hangyeol.log().hover();
  await expect(async () => {
    await hangyeol.page.mouse.wheel(0, -6_000);
    await expect(hangyeol.log().getByText('줄 1', { exact: true })).toBeVisible({ timeout: 100 });
  }).toPass({ timeout: 40_000 });
  await expect(hangyeol.log().getByText('어제 2', { exact: true })).toHaveCount(1);
  await expect(hangyeol.log().getByText(/not here yet/)).toHaveCount(0);
  const seqs = await hangyeol
    .log()
    .locator('[data-seq]')
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-seq'))));
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
});
