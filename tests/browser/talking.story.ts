import { randomUUID } from 'node:crypto';
import { person as program } from '../support/server';
import { expect, test } from './people';

test('Narae and Yunseo talk; Yunseo’s network lets no WebSocket through', async ({ porch, person }) => {
  const narae = await person();
  const yunseo = await person({ withoutWebSocket: true });
  await narae.join(porch.url, '나래');
  await expect(narae.connection).toContainText('WebSocket');
  await yunseo.join(porch.url, '윤서');
  await expect(yunseo.connection).toContainText('HTTP long-polling');

  await narae.say('안녕하세요, 윤서 님! Is this thing on?');
  await yunseo.sees('안녕하세요, 윤서 님! Is this thing on?');
  await yunseo.say('네, 잘 들려요 🎉');
  await narae.sees('네, 잘 들려요 🎉');
  await narae.sees('안녕하세요, 윤서 님! Is this thing on?');
  await expect(narae.page.getByText(/waiting/i)).toHaveCount(0);
});

test('a reload and a new tab come back as the same member, with history', async ({ porch, person }) => {
  const mateo = await person();
  await mateo.join(porch.url, 'Mateo');
  await mateo.say('first words');
  await mateo.sees('first words');
  await mateo.page.reload();
  await mateo.sees('first words');
  await expect(mateo.composer).toBeVisible();
  await mateo.say('still me');
  await mateo.sees('still me');
  // One author, so one run under one name: nobody joined twice.
  await expect(mateo.log().getByText(/Mateo joined|Mateo came/)).toHaveCount(1);
});

test('the host’s process is killed while three people talk; nothing is missing or doubled', async ({
  porch,
  person,
}) => {
  const [narae, yunseo, mateo] = [await person(), await person({ withoutWebSocket: true }), await person()];
  await narae.join(porch.url, '나래');
  await yunseo.join(porch.url, '윤서');
  await mateo.join(porch.url, 'Mateo');
  // All are in before anything is said, and before it is killed.
  for (const who of [narae, yunseo, mateo]) await expect(who.composer).toBeVisible();
  const said: string[] = [];
  const say = async (who: typeof narae, text: string) => {
    said.push(text);
    await who.say(text);
  };
  for (let round = 0; round < 4; round += 1) {
    await say(narae, `나래의 말 ${round}`);
    await say(mateo, `Mateo says ${round}`);
  }
  await porch.kill();
  await say(narae, '꺼진 동안 쓴 말');
  await expect(
    narae
      .log()
      .getByText(/waiting/i)
      .first(),
  ).toBeVisible();
  await say(yunseo, '저도 기다려요');
  await porch.restart();
  for (const who of [narae, yunseo, mateo]) {
    await who.connection.getByText(/WebSocket|long-polling/).waitFor();
    for (const text of said) await who.sees(text);
    await expect(who.log().getByText(/waiting/i)).toHaveCount(0);
  }
  const order = (who: typeof narae) =>
    who
      .log()
      .locator('[data-seq]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-seq')));
  expect(await order(yunseo)).toEqual(await order(mateo));
});

test('Narae makes a room, Yunseo sees it at once, and it is still there after a restart', async ({ porch, inside }) => {
  const [narae, yunseo] = await inside('나래', '윤서');
  await narae.page.getByRole('button', { name: 'New room' }).click();
  await narae.page.getByRole('textbox', { name: 'Room name' }).fill('시안-리뷰');
  await narae.page.getByRole('button', { name: 'Make the room' }).click();
  await expect(narae.log('시안-리뷰')).toBeVisible();
  await narae.say('여기는 시안 이야기만 해요');
  await yunseo.page.getByRole('button', { name: /^# 시안-리뷰/ }).click();
  await yunseo.sees('여기는 시안 이야기만 해요', '시안-리뷰');
  await porch.crash();
  await yunseo.page.reload();
  await yunseo.page.getByRole('button', { name: /^# 시안-리뷰/ }).click();
  await yunseo.sees('여기는 시안 이야기만 해요', '시안-리뷰');
});

test('older history loads on scrolling up and the view does not jump', async ({ porch, person }) => {
  const narae = await program(porch.url, '나래');
  const lines = Array.from({ length: 260 }, (_, index) => `줄 ${index + 1}`);
  for (let first = 0; first < lines.length; first += 50) {
    const entries = lines
      .slice(first, first + 50)
      .map((text) => ({ id: randomUUID(), kind: 'message' as const, body: { text } }));
    await narae.talker.must('append', { log: narae.commons, entries });
  }
  narae.talker.close();
  const hangyeol = await person();
  await hangyeol.join(porch.url, '한결');
  await hangyeol.sees('줄 260');
  await hangyeol.log().hover();
  await expect(async () => {
    await hangyeol.page.mouse.wheel(0, -4_000);
    await expect(hangyeol.log().getByText('줄 1', { exact: true })).toBeVisible({ timeout: 250 });
  }).toPass();
});

test('a page of Korean and English, with links, code and emoji, arrives as it was typed', async ({ inside }) => {
  const [narae, yunseo] = await inside('나래', '윤서');
  await narae.say(
    '**마루(Maru)**는 `npm start` 하나로 열려요 🎉 https://example.com/길?q=한글 <script>alert(1)</script>',
  );
  const text = yunseo.log();
  await expect(text.locator('strong', { hasText: '마루(Maru)' })).toBeVisible();
  await expect(text.locator('code', { hasText: 'npm start' })).toBeVisible();
  await expect(text.getByRole('link', { name: /example\.com/ })).toHaveAttribute('href', /^https:\/\/example\.com\//);
  await expect(text.getByText('<script>alert(1)</script>')).toBeVisible();
  await expect(text.locator('script')).toHaveCount(0);
});

test('the composer sends on Enter, breaks a line on Shift+Enter, and tells a limit before sending', async ({
  porch,
  person,
}) => {
  const narae = await person();
  await narae.join(porch.url, '나래');
  await narae.composer.pressSequentially('한 줄');
  await narae.composer.press('Shift+Enter');
  await narae.composer.pressSequentially('두 줄');
  await narae.composer.press('Enter');
  await expect(narae.composer).toHaveValue('');
  await expect(narae.log().getByText('두 줄')).toBeVisible();
  await narae.composer.press('Enter');
  const long = '가'.repeat(8_001);
  await narae.composer.fill(long);
  await narae.composer.press('Enter');
  await expect(narae.composer).toHaveValue(long);
  await expect(narae.page.getByText(/8,?000/).first()).toBeVisible();
});
