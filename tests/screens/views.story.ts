/** Every view and state of a conversation in a browser, with real people on a real server, in both languages and themes. */
import { randomUUID } from 'node:crypto';
import { test } from '../browser/household';
import { Camera } from './camera';
import { later, localeOf, looks, makeRoom, memberCalled, put, roomOf, talkTo, wordsOf } from './scene';

for (const look of looks) {
  const words = wordsOf(look);

  test(`the conversation, ${look.language}, ${look.theme}`, async ({ household, person }) => {
    const { page } = await person({ locale: localeOf(look), colorScheme: look.theme });
    const camera = new Camera(page, look);
    const { yunseo } = household;

    await page.goto(household.url);
    const name = page.getByRole('textbox', { name: words.start.yourName });
    await name.waitFor();
    await camera.take('door');
    await name.fill(' ');
    await name.press('Enter');
    await page.getByRole('alert').waitFor();
    await camera.take('door-error');
    await name.fill('나래');
    await name.press('Enter');
    const message = page.getByRole('textbox', { name: words.conversation.message });
    await message.waitFor();
    await camera.take('room-empty');

    const mateo = await household.someone('Mateo');
    const hangyeol = await household.someone('한결');
    await household.someone('Jiho', { plain: true });
    await household.someone('윤 서');
    await mateo.say('Morning! The new build is on the shared drive. Run `npm start` and join **디자인실 마루**.');
    await put(yunseo, yunseo.commons, 'message', {
      text: '받았어요. 회의실 와이파이에서도 바로 보이네요. @나래 시안 파일 올려 줄 수 있어요?',
      mentions: [{ member: await memberCalled(yunseo, '나래'), name: '나래' }],
    });
    await hangyeol.say(
      '> 배경은 한지 톤\n**좋아요!** 참고: https://www.w3.org/TR/WCAG22/\n\n- 제목 7:1\n- 본문 4.5:1 🎉',
    );
    await message.fill('지금 올리는 중입니다. 원본이라 조금 커요.');
    await message.press('Enter');
    await page.getByText('본문 4.5:1').waitFor();

    // Rooms of every kind, with something new in some.
    await makeRoom(page, words, '시안-리뷰');
    await makeRoom(page, words, '점심');
    await makeRoom(page, words, '견적', 'ㅎㄱ');
    await talkTo(page, words, 'ㅎㄱ');
    await page
      .getByRole('navigation')
      .getByRole('button', { name: `# ${words.conversation.commons}` })
      .click();
    const me = await memberCalled(yunseo, '나래');
    const mentions = [{ member: me, name: '나래' }];
    const body = { text: '@나래 로비 시안 봐 주세요', mentions };
    const entries = [{ id: randomUUID(), kind: 'message', body }];
    await yunseo.talker.must('append', {
      log: await roomOf(yunseo, ({ name: called }) => called === '시안-리뷰'),
      entries,
    });
    await mateo.say('Noodles?', await roomOf(mateo, ({ name: called }) => called === '점심'));
    await hangyeol.say('둘이서 이야기해요', await roomOf(hangyeol, ({ kind }) => kind === 'direct'));
    await hangyeol.talker.must('setStatus', { status: { text: '집중 중', until: later(4) }, quietUntil: later(4) });
    await yunseo.talker.must('setIdle', { idle: true });
    await message.fill('확인했어요! 점심 먹고 바로 볼게요');
    await camera.take('room');
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: new RegExp(words.conversation.sidebar) }).click();
    await camera.take('list');
    await page
      .getByRole('navigation')
      .getByRole('button', { name: `# ${words.conversation.commons}` })
      .click();

    // What stands beside the room, and what is chosen at a message.
    const first = page.getByRole('log').getByText(/^Morning!/);
    await first.hover();
    await page.getByRole('button', { name: words.messages.reactWith('👍') }).click();
    await first.hover();
    await page.getByRole('button', { name: words.messages.more }).first().click();
    await page.getByRole('menu').waitFor();
    await camera.take('message-menu', { narrow: false });
    await page.getByRole('menuitem', { name: words.messages.replyInThread }).click();
    const beside = page
      .getByRole('region')
      .filter({ has: page.getByRole('button', { name: words.panels.closePanel }) });
    await beside.getByRole('textbox').fill('여기서 이어 가요');
    await beside.getByRole('textbox').press('Enter');
    await beside.getByText('여기서 이어 가요').waitFor();
    await camera.take('thread');
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: words.conversation.people }).getByRole('button', { name: /한결/ }).click();
    await page.getByRole('menuitem', { name: words.rooms.card }).click();
    await camera.take('person');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: words.rooms.menuOf('견적') }).click();
    await page.getByRole('menuitem', { name: words.rooms.who }).click();
    await camera.take('room-people');
    await page.keyboard.press('Escape');
    await message.fill('/w @한결 둘이서만');
    await message.press('Enter');
    await page.getByText('둘이서만', { exact: true }).waitFor();
    await camera.take('whisper');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: words.composer.emoji }).click();
    await page.getByRole('dialog').waitFor();
    await camera.take('emoji', { narrow: false });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: words.composer.attach }).click();
    await page.getByRole('menuitem', { name: words.composer.newPoll }).click();
    await page.getByRole('dialog').waitFor();
    await camera.take('poll-maker');
    await page.keyboard.press('Escape');

    // What stands in front.
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: words.palette.title });
    await palette.waitFor();
    await camera.take('palette');
    const field = palette.getByRole('combobox');
    await field.fill('ㅅㅇㄹ');
    await camera.take('palette-initials');
    await field.fill('zzzz');
    await camera.take('palette-nothing');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+/');
    await camera.take('shortcuts');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: words.conversation.newRoom }).click();
    await page.getByRole('button', { name: words.rooms.make }).click();
    await page.getByRole('radio').last().check();
    await camera.take('new-room-error');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: words.rooms.newDirect }).click();
    await camera.take('new-direct');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: words.rooms.menuOf('시안-리뷰') }).click();
    await page.getByRole('menu').waitFor();
    await camera.take('room-menu', { narrow: false });
    await page.getByRole('menuitem', { name: words.rooms.archive }).click();
    await camera.take('archive');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: words.rooms.mine(words.rooms.presence.here) }).click();
    await page.getByRole('menu').waitFor();
    await camera.take('own-menu', { narrow: false });
    await page.getByRole('menuitem', { name: words.rooms.writeStatus }).click();
    await camera.take('status');
    await page.keyboard.press('Escape');

    // Without a connection: what is typed waits.
    await household.server.close();
    await message.fill('연결이 끊겨도 쓸 수 있어요');
    await message.press('Enter');
    await page.getByText(words.conversation.waiting, { exact: true }).first().waitFor();
    await camera.take('offline');
  });
}
