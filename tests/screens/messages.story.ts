/** What stands on messages and around them: the states a message can have, and what one opens from it. */
import { randomUUID } from 'node:crypto';
import { sideLogOf } from '../../protocol';
import { test } from '../browser/household';
import { Camera } from './camera';
import { comeIn, doWith, later, localeOf, looks, makeRoom, memberCalled, put, sidebarRoom, wordsOf } from './scene';

const CODE = '```ts\n// 여백은 4의 배수\nexport const gap = (steps: number) => `${steps * 4}px`;\n```';

for (const look of looks) {
  const words = wordsOf(look);

  test(`messages, ${look.language}, ${look.theme}`, async ({ household, person }) => {
    const { page } = await person({ locale: localeOf(look), colorScheme: look.theme });
    const camera = new Camera(page, look);
    const { yunseo } = household;
    const { commons } = yunseo;
    const message = await comeIn(page, household.url, words, '나래');
    const me = await memberCalled(yunseo, '나래');
    const [mateo, hangyeol] = [await household.someone('Mateo'), await household.someone('한결')];
    const dialog = page.getByRole('dialog');

    // While one is elsewhere: so that there is a line where the new begins.
    await message.fill('시안 두 개 올렸어요. 골라 주세요.');
    await message.press('Enter');
    const mine = await hangyeol.talker.until(
      () => hangyeol.talker.entriesOf(commons).find(({ author, kind }) => author === me && kind === 'message')?.id,
    );
    await mateo.say('Morning! The new build is on the shared drive.');
    await page.getByText('Morning!').waitFor();
    await makeRoom(page, words, '점심');
    await put(hangyeol, commons, 'message', { text: '저는 **2번**이요. 여백이 더 시원해요.', reply: mine });
    await put(hangyeol, commons, 'message', { text: CODE });
    const named = [{ member: me, name: '나래' }];
    await put(yunseo, commons, 'message', { text: '@나래 로비 시안도 봐 주세요', mentions: named });
    const { id: edited } = await mateo.say('Noodles at 12?');
    await put(mateo, commons, 'edit', { target: edited, text: 'Noodles at half past 12?' });
    const { id: gone } = await yunseo.say('잘못 보낸 글');
    await put(yunseo, commons, 'delete', { target: gone });
    await put(yunseo, commons, 'pin', { target: mine, on: true });
    for (const who of [mateo, hangyeol, yunseo])
      await put(who, commons, 'react', { target: mine, emoji: '😀', on: true });
    await put(yunseo, commons, 'react', { target: mine, emoji: '👍', on: true });
    await put(hangyeol, commons, 'message', { text: '2번 파일이 안 열려요', thread: mine });
    await put(yunseo, commons, 'message', { text: '저는 열려요 @나래', thread: mine, mentions: named });
    const members = [me, yunseo.member.id].sort();
    const side = { room: commons, members };
    await yunseo.talker.must('append', {
      log: sideLogOf(commons, members),
      side,
      entries: [{ id: randomUUID(), kind: 'message', body: { text: '3시엔 내가 회의가 있어. 4시로 말해 줄래?' } }],
    });
    await sidebarRoom(page, words.conversation.commons).click();
    await page.getByText('4시로 말해 줄래?').waitFor();
    await hangyeol.talker.must('typing', { log: commons });
    await page.getByText(words.composer.typing('한결')).waitFor();
    await camera.take('messages');

    const line = (text: string) => page.getByRole('log').first().getByRole('article').filter({ hasText: text }).first();
    await line('시안 두 개').getByRole('button', { name: words.messages.whoRead }).click();
    await dialog.waitFor();
    await camera.take('readers', { narrow: false });
    await page.keyboard.press('Escape');
    await line('시안 두 개').getByRole('button', { name: words.messages.reactionsWho }).click();
    await dialog.waitFor();
    await camera.take('reactions', { narrow: false });
    await page.keyboard.press('Escape');

    // Beside the room.
    await page.getByRole('button', { name: words.panels.threadsUnread('2') }).click();
    await camera.take('threads');
    await page
      .getByRole('region', { name: words.panels.threads })
      .getByRole('listitem')
      .getByRole('button')
      .first()
      .click();
    await page.getByText('저는 열려요').waitFor();
    await camera.take('thread-unread');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: words.panels.pinsCount('1') }).click();
    await camera.take('pins');
    await page.keyboard.press('Escape');

    // What is asked about a message.
    await doWith(page, words, 'half past', words.messages.seeVersions);
    await dialog.getByText('Noodles at 12?').waitFor();
    await camera.take('versions');
    await page.keyboard.press('Escape');
    await doWith(page, words, 'half past', words.messages.forward);
    await dialog.waitFor();
    await camera.take('forward');
    await page.keyboard.press('Escape');
    await doWith(page, words, '시안 두 개', words.messages.remove);
    await dialog.waitFor();
    await camera.take('delete');
    await page.keyboard.press('Escape');
    await doWith(page, words, 'Morning!', words.messages.reply);
    await message.fill('고마워요, 바로 볼게요');
    await camera.take('answering');
    await page.keyboard.press('Escape');
    await doWith(page, words, '시안 두 개', words.conversation.edit);
    await camera.take('editing');
    await page.keyboard.press('Escape');

    // What one writes.
    await message.fill('');
    await message.pressSequentially('@');
    await page.getByRole('listbox').waitFor();
    await camera.take('completion-people');
    await message.fill('');
    await message.pressSequentially(look.language === 'ko' ? ':웃' : ':lau');
    await page.getByRole('listbox').waitFor();
    await camera.take('completion-emoji', { narrow: false });
    await message.fill('가나다라 '.repeat(20_000));
    await page.getByRole('alert').waitFor();
    await camera.take('too-long');
    await message.fill('');

    // Questions.
    const poll = { options: ['국수집', '도시락', '김밥'], anonymous: false, many: false, closesAt: null };
    const open = await put(hangyeol, commons, 'message', {
      text: '점심 어디로 갈까요?',
      poll: { ...poll, closesAt: later(2) },
    });
    await put(mateo, commons, 'vote', { target: open, choices: [0] });
    await put(yunseo, commons, 'vote', { target: open, choices: [0] });
    await put(hangyeol, commons, 'vote', { target: open, choices: [1] });
    const secret = await put(yunseo, commons, 'message', {
      text: '회식은 언제가 좋아요?',
      poll: { ...poll, options: ['목요일', '금요일'], anonymous: true, many: true },
    });
    await mateo.talker.must('vote', { log: commons, poll: secret, choices: [0, 1] });
    const closed = await put(mateo, commons, 'message', {
      text: 'Ship it?',
      poll: { ...poll, options: ['Yes', 'No'] },
    });
    await put(hangyeol, commons, 'vote', { target: closed, choices: [0] });
    await put(mateo, commons, 'close', { target: closed });
    await line('점심 어디로')
      .getByRole('radio', { name: /국수집/ })
      .click();
    await line('회식은').getByText(/1/).first().waitFor();
    await message.focus();
    await camera.take('polls');
    await line('점심 어디로')
      .getByRole('button', { name: words.panels.whoChose('국수집') })
      .click();
    await camera.take('poll-voters', { narrow: false });
  });
}
