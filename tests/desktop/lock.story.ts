/** The lock in the real window: nothing of anybody is left in it, the connection lives on behind it, and all is back after it. */
import { randomUUID } from 'node:crypto';
import { en } from '../../renderer/words/en';
import { lockScreen, setPassphrase, unlock, unlockField, wholeOf } from '../support/desktop/lock';
import { shown } from '../support/desktop/notifications';
import { introduce, join } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';
import { person, startTestServer } from '../support/server';

const words = en.lock;

test('locked by its key, the window holds no word of anybody; a message is told without text; unlocked, one reads and writes on', async ({
  open,
}) => {
  const server = await startTestServer({ name: '디자인실 마루' });
  const mateo = await person(server.url, 'Mateo');
  const lines = Array.from({ length: 50 }, (_, at) => `콩나물국밥 ${at}`);
  await mateo.talker.must('append', {
    log: mateo.commons,
    entries: lines.map((text) => ({ id: randomUUID(), kind: 'message', body: { text } })),
  });
  const narae = await open();
  const { page } = narae;
  await introduce(narae, '나래');
  await join(narae, server.url);
  await expect(narae.room().getByText('콩나물국밥 49')).toBeVisible();
  await setPassphrase(page, '마루 열쇠');
  await narae.composer.fill('아직 안 보낸 말');
  await narae.room().evaluate((log) => {
    log.dispatchEvent(new WheelEvent('wheel', { deltaY: -500 }));
    log.scrollTop -= 500;
  });
  await expect(page.getByText(/to the newest|new below/iu)).toBeVisible();
  const place = async () => (await narae.room().getByText('콩나물국밥 20', { exact: true }).boundingBox())?.y;
  const before = await place();
  expect(before).toBeGreaterThan(0);

  await page.keyboard.press('Control+l');
  await expect(lockScreen(page)).toBeVisible();
  await expect(unlockField(page)).toBeFocused();
  await expect(page.getByText(words.hides)).toBeVisible();
  const planted = ['국밥', '안 보낸', '나래', 'Mateo', '디자인실', 'Commons', new URL(server.url).host];
  const found = async () => {
    const { title } = await narae.state();
    const whole = `${title}\n${await wholeOf(page)}`;
    return planted.filter((word) => whole.includes(word));
  };
  expect(await found()).toEqual([]);
  expect((await narae.state()).title).toBe('Maru');

  const seen = (await shown()).length;
  await mateo.talker.must('append', {
    log: mateo.commons,
    entries: [{ id: randomUUID(), kind: 'message', body: { text: '국밥 먹으러 가요' } }],
  });
  await expect
    .poll(async () => (await shown()).slice(seen))
    .toMatchObject([{ summary: 'Something new for you', body: '' }]);
  await expect(page.getByText(words.unread('1', true))).toBeVisible();
  await unlock(page, '아닌 열쇠');
  await expect(page.getByText(words.wrong)).toBeVisible();
  await unlock(page, '마루 열쇠');
  await expect(narae.composer).toHaveValue('아직 안 보낸 말');
  await expect.poll(place).toBeCloseTo(before ?? 0, 0);
  mateo.talker.close();
  await server.remove();
});
