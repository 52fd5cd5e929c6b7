/** A room in a window of its own: the same connection, the same messages, each seen where somebody looks, and nowhere else. */
import { press } from '../support/desktop/keyboard';
import { shown } from '../support/desktop/notifications';
import { openOwnWindow, words } from '../support/desktop/own-window';
import { introduce, join } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';
import { person, startTestServer } from '../support/server';

test('a room in its own window shows and says everything once, is seen while it is looked at, gets small, and goes back', async ({
  open,
}) => {
  const server = await startTestServer({ name: '디자인실 마루' });
  const mateo = await person(server.url, 'Mateo');
  const narae = await open();
  await introduce(narae, '나래');
  await join(narae, server.url);
  await narae.composer.fill('쓰다 만 말');
  const own = await openOwnWindow(narae);
  // One field for one draft: the main window says where the room is.
  await expect(narae.page.getByText(words.apart)).toBeVisible();
  await expect(narae.composer).toHaveCount(0);
  await expect(own.composer).toHaveValue('쓰다 만 말');
  expect(await own.page.evaluate(() => Reflect.get(window, 'maru') ?? null)).toBeNull();

  await own.focus();
  const before = (await shown()).length;
  await mateo.say('여기서 보이나요?');
  await expect(own.log.getByText('여기서 보이나요?')).toBeVisible();
  await own.composer.fill('네, 따로 연 창에서요');
  await own.composer.press('Enter');
  await mateo.talker.until(() => mateo.talker.entriesOf(mateo.commons).some(({ kind }) => kind === 'message'));
  await expect(own.log.getByText('네, 따로 연 창에서요')).toHaveCount(1);
  expect((await shown()).length).toBe(before);
  expect((await narae.state()).title).not.toMatch(/^\(/u);

  // Somebody looks at the main window, where the room is not: it is told, and not seen.
  await narae.bringForward();
  await mateo.say('이건 아직 못 봤죠');
  await expect.poll(async () => (await shown()).at(-1)?.body).toContain('이건 아직 못 봤죠');
  await expect.poll(async () => (await own.standing()).title).toBe('(1) Commons · 디자인실 마루');
  await own.focus();
  await expect.poll(async () => (await own.standing()).title).toBe('Commons · 디자인실 마루');

  await own.page.keyboard.press('Control+Shift+M');
  await expect.poll(() => own.standing()).toMatchObject({ onTop: true, width: 320, height: 400 });
  await own.composer.fill('돌아가서 마저');
  await press(['ctrl+w']);
  await expect(narae.composer).toHaveValue('돌아가서 마저');
  await expect(narae.room().getByText('이건 아직 못 봤죠')).toBeVisible();
  expect(narae.app.windows()).toHaveLength(1);
  await server.remove();
});
