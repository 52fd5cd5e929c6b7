/** What a room can be, what one has set for it, how one is oneself, and why something could not be said. */
import { randomUUID } from 'node:crypto';
import { test } from '../browser/household';
import { Camera } from './camera';
import { comeIn, later, localeOf, looks, makeRoom, memberCalled, sidebarRoom, talkTo, wordsOf } from './scene';

for (const look of looks) {
  const words = wordsOf(look);

  test(`rooms, ${look.language}, ${look.theme}`, async ({ household, person }) => {
    const { page } = await person({ locale: localeOf(look), colorScheme: look.theme });
    const camera = new Camera(page, look);
    const { yunseo } = household;
    let held: (() => void)[] | null = null;
    await page.routeWebSocket(/.*/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((said) => {
        if (held) held.push(() => server.send(said));
        else server.send(said);
      });
    });
    const message = await comeIn(page, household.url, words, '나래');
    const me = await memberCalled(yunseo, '나래');
    const hangyeol = await household.someone('한결');
    await household.someone('Mateo');
    const room = async (name: string, more: object = {}) =>
      (await yunseo.talker.must('createRoom', { id: randomUUID(), name, ...more })).room.id;
    const notices = await room('공지', { topic: '모두가 알아야 할 것' });
    const finished = await room('지난 프로젝트');
    await yunseo.talker.must('changeRoom', { room: finished, archived: true });
    const menu = async (name: string, entry: string) => {
      await page.getByRole('button', { name: words.rooms.menuOf(name), exact: true }).click();
      await page.getByRole('menuitem', { name: entry, exact: true }).click();
    };

    // Begun here and not sent; told nothing; locked against typing.
    await makeRoom(page, words, '시안-리뷰');
    await message.fill('여기까지 쓰다가');
    await makeRoom(page, words, '잡담');
    await menu('잡담', words.rooms.muteTerms.open);
    await talkTo(page, words, '한결');
    await page.getByRole('log', { name: '한결' }).waitFor();
    await camera.take('direct-empty');
    await page.getByRole('button', { name: words.composer.lockRoom }).click();
    await camera.take('locked');
    await page.getByRole('button', { name: words.composer.unlock }).first().click();
    await sidebarRoom(page, '공지').click();
    await page.getByRole('log', { name: '공지' }).waitFor();
    await camera.take('room-begun');
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: new RegExp(words.conversation.sidebar) }).click();
    await camera.take('list-marks');
    await sidebarRoom(page, '공지').click();

    // How one is oneself.
    await yunseo.talker.must('setStatus', { status: { text: '집중 중', until: later(2) }, quietUntil: later(2) });
    await page.getByRole('button', { name: words.rooms.mine(words.rooms.presence.here) }).click();
    await page.getByRole('menuitem', { name: words.rooms.muteTerms.two }).click();
    await page.getByRole('button', { name: words.rooms.mine(words.rooms.presence.quiet) }).waitFor();
    await camera.take('do-not-disturb');

    // Slow, muted, put away, and refused.
    await yunseo.talker.must('slow', { room: notices, seconds: 30 });
    await page
      .getByText(words.people.slowLine(words.people.seconds('30', false)))
      .first()
      .waitFor();
    await camera.take('slow');
    await yunseo.talker.must('mute', { member: me, until: later(1) });
    await page.getByText(words.people.youAreMuted).waitFor();
    await camera.take('muted');
    await yunseo.talker.must('mute', { member: me, until: null });
    await page.getByText(words.people.youAreMuted).waitFor({ state: 'detached' });
    await yunseo.talker.must('slow', { room: notices, seconds: 0 });
    held = [];
    await message.fill('점심은 12시 반에 나가요');
    await message.press('Enter');
    await page.getByText(words.conversation.waiting, { exact: true }).waitFor();
    await camera.take('waiting');
    await yunseo.talker.must('changeRoom', { room: notices, archived: true });
    await page.getByText(words.composer.archived).waitFor();
    const late = held;
    held = null;
    for (const go of late) go();
    await page.getByText(words.conversation.notSent).waitFor();
    await camera.take('refused');
    await page.locator('summary').filter({ hasText: words.rooms.archived }).click();
    await sidebarRoom(page, '지난 프로젝트').click();
    await camera.take('archived');

    // Nobody is told who is not in it; and what one may do besides.
    await hangyeol.talker.must('setIdle', { idle: true });
    await menu('시안-리뷰', words.rooms.change);
    await page.getByRole('dialog').waitFor();
    await camera.take('change-room');
    await page.keyboard.press('Escape');
    await menu('시안-리뷰', words.rooms.leave);
    await page.getByRole('dialog').waitFor();
    await camera.take('leave');
  });
}
