/** The main job on a real desktop: a porch in one window, a neighbour in another, and what may come between. */
import type { DesktopApp } from '../support/desktop/app';
import { clickOldest, shown } from '../support/desktop/notifications';
import { introduce, join, openPorch, say, type Open } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';

/** Each text once and only once, and none of ours still waiting. */
async function sees(app: DesktopApp, ...texts: string[]): Promise<void> {
  for (const text of texts) await expect(app.room().getByText(text, { exact: true })).toHaveCount(1);
}

/** Hangyeol hosts, Narae is on the porch too, with a profile of hers where one is given. */
async function porchOfTwo(
  open: Open,
  profile?: string,
): Promise<{ hangyeol: DesktopApp; narae: DesktopApp; url: string }> {
  const [hangyeol, narae] = [await open(), await open(profile === undefined ? {} : { profile })];
  await introduce(hangyeol, '한결');
  const url = await openPorch(hangyeol);
  await introduce(narae, '나래');
  await join(narae, url);
  return { hangyeol, narae, url };
}

test('Hangyeol opens a porch, Narae steps in, they talk; the server is killed in the middle and nothing is lost', async ({
  open,
}) => {
  const { hangyeol, narae } = await porchOfTwo(open);
  await say(hangyeol, '어서 와요, 나래 님!');
  await sees(narae, '어서 와요, 나래 님!');
  await say(narae, 'Hello from the other window 🙂');
  await sees(hangyeol, 'Hello from the other window 🙂');

  const before = await hangyeol.hostStatus();
  if (before.state !== 'running') throw new Error(before.state);
  process.kill(before.pid, 'SIGKILL');
  await say(narae, '꺼진 동안 쓴 말');
  await say(hangyeol, 'written while it was down');
  await expect.poll(() => hangyeol.hostStatus()).toMatchObject({ state: 'running', restarts: 1, port: before.port });
  for (const app of [hangyeol, narae]) {
    await sees(
      app,
      '어서 와요, 나래 님!',
      'Hello from the other window 🙂',
      '꺼진 동안 쓴 말',
      'written while it was down',
    );
    await expect(app.room().getByText(/waiting/iu)).toHaveCount(0);
    await expect(app.connection).toContainText('WebSocket');
    await expect.poll(async () => (await app.state()).title).toMatch(/한결’s porch · connected/iu);
  }
});

test('Narae looks elsewhere: a notification comes, and its click brings window and room forward', async ({ open }) => {
  const { hangyeol, narae } = await porchOfTwo(open);
  await narae.minimise();
  await hangyeol.bringForward();
  await say(hangyeol, '회의 5분 전이에요');
  await expect.poll(async () => (await shown()).at(-1)?.body).toContain('회의 5분 전이에요');
  expect((await shown()).at(-1)?.summary).toContain('한결');
  await clickOldest();
  await expect.poll(() => narae.state()).toMatchObject({ minimised: false, visible: true, focused: true });
  await expect(narae.room().getByText('회의 5분 전이에요')).toBeInViewport();

  const count = (await shown()).length;
  await say(hangyeol, '이건 보고 있으니 조용히');
  await sees(narae, '이건 보고 있으니 조용히');
  expect(await shown()).toHaveLength(count);
});

test('after a restart the conversation is there, and both are who they were', async ({ open, profile }) => {
  const folder = await profile();
  const { hangyeol, narae } = await porchOfTwo(open, folder);
  await say(narae, '내일 또 봐요');
  await sees(hangyeol, '내일 또 봐요');
  await narae.quit();

  const again = await open({ profile: folder });
  await expect(again.yourName).toHaveCount(0);
  await sees(again, '내일 또 봐요');
  await say(again, '다시 왔어요');
  await sees(hangyeol, '다시 왔어요');
  await expect(hangyeol.room().getByText(/나래.*(?:joined|came)/u)).toHaveCount(1);
});

/** All that the window keeps in its IndexedDB, as text. */
const keptByPage = (app: DesktopApp): Promise<string> =>
  app.page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('maru');
        opening.onerror = () => reject(opening.error ?? new Error('IndexedDB'));
        opening.onsuccess = () => {
          const rows = opening.result.transaction('rows').objectStore('rows').getAll();
          rows.onsuccess = () => {
            opening.result.close();
            resolve(JSON.stringify(rows.result));
          };
        };
      }),
  );

test('with the host away, yesterday opens at once: to read, and to write what waits', async ({ open, profile }) => {
  const folder = await profile();
  const { hangyeol, narae, url } = await porchOfTwo(open, folder);
  await say(hangyeol, '어제 한 말');
  await sees(narae, '어제 한 말');
  await expect.poll(() => keptByPage(narae)).toContain('어제 한 말');
  await narae.quit();
  const { port } = new URL(url);
  await hangyeol.call('stopPorch', {});

  const again = await open({ profile: folder });
  await sees(again, '어제 한 말');
  await say(again, '꺼진 동안 쓴 말');
  await expect(again.room().getByText(/waiting/iu)).toBeVisible();

  const opened = await hangyeol.call('openPorch', { name: '한결의 마루', port: Number(port) });
  expect(opened).toMatchObject({ ok: true, value: { state: 'running', port: Number(port) } });
  await sees(hangyeol, '꺼진 동안 쓴 말');
  await sees(again, '꺼진 동안 쓴 말');
  await expect(again.room().getByText(/waiting/iu)).toHaveCount(0);
});
