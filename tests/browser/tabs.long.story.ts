/** Two tabs of one browser where it is rarer: one slept and was robbed, and a browser lets nothing be kept. */
import { expect, test } from './people';

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
  for (const tab of [yunseo, narae, second]) await expect(tab.composer).toBeVisible();
  await narae.say('첫 탭에서');
  await second.say('둘째 탭에서');
  for (const text of ['첫 탭에서', '둘째 탭에서']) await yunseo.sees(text);
});
