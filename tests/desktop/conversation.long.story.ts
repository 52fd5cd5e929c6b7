/** A conversation's features in the real window, under its own policy: rooms, a whisper, the emoji picker, a thread, keys, a draft. */
import type { DesktopApp } from '../support/desktop/app';
import { introduce, join, openPorch, say } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';

/** What a page complained of: its policy, an error that nobody caught, or one that it wrote down. */
function complaintsOf({ page }: DesktopApp): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => void complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy'))
      complaints.push(message.text());
  });
  return complaints;
}

const line = (app: DesktopApp, text: string) => app.room().getByRole('article').filter({ hasText: text });

async function doWith(app: DesktopApp, text: string, act: string): Promise<void> {
  await line(app, text).hover();
  await line(app, text).getByRole('button', { name: 'More' }).click();
  await app.page.getByRole('menuitem', { name: act, exact: true }).click();
}

test('two windows: a room, a whisper, a reaction, a thread, a message said anew and taken back, keys, and a draft that a kill leaves', async ({
  open,
  profile,
}) => {
  test.setTimeout(60_000);
  const folder = await profile();
  const [hangyeol, narae] = await Promise.all([open(), open({ profile: folder })]);
  const complaints = [hangyeol, narae].map(complaintsOf);
  await introduce(hangyeol, '한결');
  const url = await openPorch(hangyeol);
  await introduce(narae, '나래');
  await join(narae, url);
  const heard = async (app: DesktopApp, text: string) => expect(line(app, text)).toHaveCount(1);

  // A whisper is for the one who is named.
  await narae.composer.pressSequentially('/w @한결 ');
  await expect(narae.page.getByRole('button', { name: '한결: take off' })).toBeVisible();
  await say(narae, '우리끼리 하는 말');
  await heard(hangyeol, '우리끼리 하는 말');
  await expect(line(hangyeol, '우리끼리 하는 말')).toContainText('Whisper, seen by');
  await narae.composer.press('Escape');

  // A reaction, found in the picker.
  await say(narae, '점심 어디로 갈까요?');
  await heard(hangyeol, '점심 어디로 갈까요?');
  await line(hangyeol, '점심').hover();
  await line(hangyeol, '점심').getByRole('button', { name: 'React', exact: true }).click();
  await hangyeol.page.getByRole('textbox', { name: 'Find an emoji' }).fill('rice ball');
  await hangyeol.page
    .getByRole('button', { name: /rice ball/u })
    .first()
    .click();
  await expect(line(narae, '점심').getByRole('button', { name: /^🍙 한결/u })).toBeVisible();

  // A thread is answered.
  await doWith(hangyeol, '점심', 'Reply in a thread');
  const thread = hangyeol.page.getByRole('region', { name: 'Thread', exact: true });
  await thread.getByRole('textbox', { name: 'Message' }).fill('국수집 어때요?');
  await thread.getByRole('textbox', { name: 'Message' }).press('Enter');
  await expect(line(narae, '점심').getByRole('button', { name: /1 answer/u })).toBeVisible();
  await hangyeol.page.keyboard.press('Escape');
  await expect(thread).toHaveCount(0);

  // Said anew, and taken back.
  await doWith(narae, '점심', 'Edit');
  await say(narae, '저녁 어디로 갈까요?');
  await expect(line(hangyeol, '저녁')).toContainText('edited');
  await say(narae, '잘못 보낸 말');
  await heard(hangyeol, '잘못 보낸 말');
  await doWith(narae, '잘못 보낸 말', 'Delete');
  await narae.page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await expect(hangyeol.room().getByText('This message was deleted.')).toBeVisible();
  await expect(line(hangyeol, '잘못')).toHaveCount(0);

  // A room, and the way there by its initials.
  await hangyeol.page.getByRole('button', { name: 'New room' }).click();
  await hangyeol.page.getByRole('textbox', { name: 'Room name' }).fill('시안-리뷰');
  await hangyeol.page.getByRole('textbox', { name: 'Room name' }).press('Enter');
  await expect(hangyeol.room('시안-리뷰')).toBeVisible();
  const goTo = async (app: DesktopApp, initials: string, room: string) => {
    await app.page.keyboard.press('Control+k');
    await app.page.getByRole('combobox').fill(initials);
    await expect(app.page.getByRole('option', { selected: true })).toContainText(room);
    await app.page.keyboard.press('Enter');
    await expect(app.room(room)).toBeVisible();
    await expect(app.composer).toBeFocused();
  };
  await goTo(narae, 'ㅅㅇㄹ', '시안-리뷰');
  await narae.page.keyboard.press('Control+/');
  const list = narae.page.getByRole('dialog', { name: 'Shortcuts' });
  await expect(list).toContainText('Next room with something new');
  await narae.page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);

  // What was begun is there after a kill, in its own room and in no other.
  await narae.composer.pressSequentially('쓰다 만 말');
  await expect.poll(() => narae.page.evaluate(kept), { intervals: [50] }).toContain('쓰다 만 말');
  const killed = new Promise((resolve) => narae.app.process().once('exit', resolve));
  narae.app.process().kill('SIGKILL');
  await killed;
  const again = await open({ profile: folder });
  complaints.push(complaintsOf(again));
  // It goes on where it was.
  await expect(again.room('시안-리뷰')).toBeVisible();
  await goTo(again, 'com', 'Commons');
  await expect(again.composer).toHaveValue('');
  await goTo(again, 'ㅅㅇㄹ', '시안-리뷰');
  await expect(again.composer).toHaveValue('쓰다 만 말');

  expect(complaints).toEqual([[], [], []]);
  for (const app of [hangyeol, again]) expect(await app.log()).not.toMatch(/ error |Error:/u);
});

/** All that the page keeps, as text. */
const kept = () =>
  new Promise<string>((resolve, reject) => {
    const opened = indexedDB.open('maru');
    opened.onerror = () => reject(new Error('IndexedDB'));
    opened.onsuccess = () => {
      const rows = opened.result.transaction('rows').objectStore('rows').getAll();
      rows.onsuccess = () => {
        opened.result.close();
        resolve(JSON.stringify(rows.result));
      };
    };
  });
