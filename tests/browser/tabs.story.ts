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

test('when the process of the tab that has Maru dies, the one that waits takes over what was not sent', async ({
  porch,
  inside,
}) => {
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
});

test('a tab that was robbed while it slept puts nothing on the wire, and loses nothing', async ({ porch, person }) => {
  const [narae, yunseo] = [await person(), await person()];
  await yunseo.join(porch.url, '윤서');
  /** What each of her connections sent. */
  const sent: string[][] = [];
  narae.page.on('websocket', (socket) => {
    const frames: string[] = [];
    sent.push(frames);
    socket.on('framesent', ({ payload }) => frames.push(String(payload)));
  });
  await narae.join(porch.url, '나래');
  await narae.say('밤새 열어 둔 탭');
  await yunseo.sees('밤새 열어 둔 탭');
  await narae.composer.fill('깨어나자마자 쓴 말');
  // As another page does that finds this one asleep: the row is another's, and this page has not looked yet.
  await narae.page.getByRole('button', { name: 'Send' }).evaluate(async (send: HTMLButtonElement) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('maru');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = database.transaction('rows', 'readwrite');
    const rows = transaction.objectStore('rows');
    rows.delete(IDBKeyRange.bound(['lease'], ['lease', []]));
    rows.put({ holder: 'another', beats: 0, at: Date.now() }, ['lease', 'another']);
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
    send.click();
  });
  await expect(narae.elsewhere).toBeVisible();
  expect(sent.flat().filter((frame) => frame.includes('깨어나자마자'))).toEqual([]);
  // The other one never says a word, so the tab takes its profile back, and with it what it had not sent.
  await yunseo.sees('깨어나자마자 쓴 말');
  await narae.sees('깨어나자마자 쓴 말');
  expect(sent.map((frames) => frames.filter((frame) => frame.includes('깨어나자마자')).length)).toEqual([0, 1]);
});

test('where the browser lets a page keep nothing, each tab is a guest of its own, as ever', async ({
  porch,
  person,
}) => {
  const [narae, yunseo] = [await person(), await person()];
  await yunseo.join(porch.url, '윤서');
  await narae.page.context().addInitScript(() => {
    const open = () => {
      throw new DOMException('blocked', 'SecurityError');
    };
    Object.defineProperty(globalThis, 'indexedDB', { value: { open } });
  });
  const second = await narae.anotherTab();
  await narae.join(porch.url, '나래');
  await second.join(porch.url, '나래 둘');
  await narae.say('첫 탭에서');
  await second.say('둘째 탭에서');
  for (const text of ['첫 탭에서', '둘째 탭에서']) await yunseo.sees(text);
});

test('a tab that waits has no accessibility fault, in either theme and language', async ({ porch, person }) => {
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
});
