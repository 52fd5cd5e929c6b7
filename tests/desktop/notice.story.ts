/** System notifications, read back from the daemon that shows them, and clicked there. */
import { randomUUID } from 'node:crypto';
import { clickOldest, onScreen, shown } from '../support/desktop/notifications';
import { expect, test } from '../support/desktop/test';

const PLAIN = { sound: false, reply: null };
const newTarget = () => ({ server: randomUUID(), room: randomUUID(), entry: randomUUID() });

test('a notification shows its text literally; a click brings the window and tells the page where to go', async ({
  open,
}) => {
  const narae = await open();
  const target = newTarget();
  await narae.page.evaluate(() => {
    const clicked = new Promise((resolve) => window.maru.on('noticeClicked', resolve));
    Reflect.set(window, 'clicked', clicked);
  });
  await narae.minimise();
  const body = 'a < b && <b>굵게</b> &amp; 🙂';
  await narae.call('notify', { title: '윤서 · Commons', body, target, sound: false, reply: null });
  await expect.poll(async () => (await shown()).at(-1)?.summary).toBe('윤서 · Commons');
  expect((await shown()).at(-1)?.body.replaceAll('\u2060', '')).toBe(body);
  await clickOldest();
  expect(await narae.page.evaluate(() => Reflect.get(window, 'clicked') as Promise<unknown>)).toEqual(target);
  await expect.poll(() => narae.state()).toMatchObject({ minimised: false, visible: true, focused: true });
});

test('a room has one notification, and what is in view now is taken back, and only that room', async ({ open }) => {
  const narae = await open();
  const [here, there] = [newTarget(), newTarget()];
  await narae.call('notify', { title: 'one', body: '1', target: here, ...PLAIN });
  await narae.call('notify', { title: 'two', body: '2', target: { ...here, entry: randomUUID() }, ...PLAIN });
  await narae.call('notify', { title: 'elsewhere', body: '3', target: there, ...PLAIN });
  // One a room: the second is in the place of the first.
  await expect
    .poll(async () => (await shown()).slice(-3).map(({ summary }) => summary))
    .toEqual(['one', 'two', 'elsewhere']);
  await expect.poll(onScreen).toBe(2);
  await narae.call('closeNotices', { server: here.server, room: here.room });
  await expect.poll(onScreen).toBe(1);
  await narae.quit();
  await expect.poll(onScreen).toBe(0);
});
