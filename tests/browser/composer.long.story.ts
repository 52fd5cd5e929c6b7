/** What is written and not sent: it outlives everything but its own deletion; and what cannot be said stays in the field. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Browser, type Locator, type Page } from '@playwright/test';
import { limits } from '../../protocol';
import { en } from '../../renderer/words/en';
import { chromiumArgs, chromiumPath } from '../support/chromium';
import { react, remove } from '../support/drafts';
import { removeFolder, temporaryFolder } from '../support/folders';
import { holdable } from './holdable';
import { expect, test } from './household';
import { shot } from './looks';
import { Person } from './people';
import { room } from './room-list';

/** A text is promised to be on the disk by then. */
const KEPT_WITHIN_MS = 1_000;

/** A Chromium of its own, so that it can be killed as a whole. @param folder its profile */
async function chromiumOn(folder: string): Promise<{ browser: Browser; page: Page; kill(): Promise<void> }> {
  const started: ChildProcess = spawn(
    chromiumPath ?? chromium.executablePath(),
    [
      ...['--headless=new', '--no-sandbox', '--remote-debugging-port=0', '--lang=en-US', `--user-data-dir=${folder}`],
      ...[...chromiumArgs, 'about:blank'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  const exited = once(started, 'exit');
  const kill = async () => {
    // All of its processes at once: nobody is left who could still write.
    if (started.pid && started.exitCode === null) process.kill(-started.pid, 'SIGKILL');
    await exited;
  };
  for await (const line of createInterface({ input: started.stderr! })) {
    const address = /^DevTools listening on (\S+)$/u.exec(line)?.[1];
    if (!address) continue;
    started.stderr?.resume();
    const browser = await chromium.connectOverCDP(address);
    const [context] = browser.contexts();
    return { browser, page: context?.pages()[0] ?? (await browser.newPage()), kill };
  }
  throw new Error('Chromium did not start');
}

test('a text, an answer and an edit are there again after a switch, a reload and a killed browser, each in its room', async ({
  household,
}) => {
  const { yunseo } = household;
  for (const name of ['시안-리뷰', '점심']) await yunseo.talker.must('createRoom', { id: crypto.randomUUID(), name });
  await yunseo.say('첫 배포는 금요일이에요');
  const folder = await temporaryFolder('profile');
  let run = await chromiumOn(folder);
  try {
    let narae = new Person(run.page);
    await narae.join(household.url, '나래');
    const go = async (name: string) => {
      await room(narae.page, name).click();
      await expect(narae.log(name)).toBeVisible();
    };
    const answering = () => narae.page.getByText(en.composer.answering('윤서'));
    const editing = () => narae.page.getByText(en.conversation.editing);
    await narae.say('오타가 있는 마를');
    await narae.sees('오타가 있는 마를');

    // An answer in one room, an edit in another, nothing in the third.
    await expect(narae.composer).toBeFocused();
    await narae.page.keyboard.press('Shift+ArrowUp');
    await expect(answering()).toBeVisible();
    await narae.page.keyboard.type('네, 그때까지 ');
    await go('시안-리뷰');
    await expect(narae.composer).toHaveValue('');
    await expect(answering()).toHaveCount(0);
    await narae.say('둘째 시안이 나아요');
    await narae.sees('둘째 시안이 나아요', '시안-리뷰');
    await narae.page.keyboard.press('ArrowUp');
    await expect(editing()).toBeVisible();
    await narae.page.keyboard.type('. 색은');
    await go('점심');
    await expect(narae.composer).toHaveValue('');
    await expect(editing()).toHaveCount(0);

    const all = async (tail: string) => {
      await go('점심');
      await expect(narae.composer).toHaveValue('');
      await expect(editing()).toHaveCount(0);
      await go('시안-리뷰');
      await expect(narae.composer).toHaveValue('둘째 시안이 나아요. 색은');
      await expect(editing()).toBeVisible();
      await go('Commons');
      await expect(narae.composer).toHaveValue(`네, 그때까지 ${tail}`);
      await expect(answering()).toBeVisible();
    };
    await all('');
    await narae.page.keyboard.type('끝');
    await delay(KEPT_WITHIN_MS);
    await narae.page.reload();
    await expect(narae.composer).toHaveValue('네, 그때까지 끝');
    await all('끝');

    // The last key, the time that is promised, and the end of every process.
    await narae.page.keyboard.type('낼게요');
    await delay(KEPT_WITHIN_MS);
    await run.kill();
    run = await chromiumOn(folder);
    narae = new Person(run.page);
    await narae.page.goto(household.url);
    await expect(narae.composer).toHaveValue('네, 그때까지 끝낼게요');
    await all('끝낼게요');
    await narae.composer.press('Enter');
    await narae.sees('네, 그때까지 끝낼게요');
    await expect(
      yunseo.talker.until(() =>
        yunseo.talker.entriesOf(yunseo.commons).find(({ kind, body }) => kind === 'message' && 'reply' in body),
      ),
    ).resolves.toBeDefined();
  } finally {
    await run.kill();
    await removeFolder(folder);
  }
});

const line = (person: Person, place: string, text: string | RegExp): Locator =>
  person.log(place).getByRole('article').filter({ hasText: text });

test('what cannot be said is told in words, and the text stays: nobody of that name, somebody who left, a message that is gone', async ({
  household,
  person,
}) => {
  const { yunseo } = household;
  const narae = await person();
  const { page } = narae;
  const wire = await holdable(page, 'heard');
  const study = crypto.randomUUID();
  await yunseo.talker.must('createRoom', { id: study, name: '서재' });
  await household.comes(narae, '나래');
  await room(page, '서재').click();
  await expect(narae.log('서재')).toBeVisible();
  const alert = page.locator('.composer').getByRole('alert');

  // Nobody is called that: said, and stops nobody.
  await narae.composer.focus();
  await page.keyboard.type('@유령 거기 있어요?');
  await expect(page.getByText(en.composer.nobody('유령'))).toBeVisible();
  await shot(page, 'composer-nobody');
  await page.keyboard.press('Enter');
  await narae.sees('@유령 거기 있어요?', '서재');

  // Somebody leaves before a whisper goes out, and somebody while it does.
  const [hangyeol, subin] = [await household.someone('한결'), await household.someone('수빈')];
  await page.keyboard.type('/w @한결 /w @수빈 저녁 어때요');
  await expect(narae.composer).toHaveValue('저녁 어때요');
  await hangyeol.talker.must('leaveRoom', { room: study });
  await expect(alert).toHaveText(en.composer.whisperGone(['한결']));
  await shot(page, 'composer-whisper-gone');
  await page.keyboard.press('Enter');
  await expect(narae.composer).toHaveValue('저녁 어때요');
  await page.getByRole('button', { name: en.composer.takeOff('한결') }).click();
  await expect(alert).toHaveCount(0);
  wire.hold();
  await subin.talker.must('leaveRoom', { room: study });
  await page.keyboard.press('Enter');
  await expect(narae.composer).toHaveValue('');
  await page.keyboard.press('Escape');
  wire.release();
  const refused = line(narae, '서재', '저녁 어때요');
  await expect(refused).toContainText(en.problems.refusals['not-in-room'].title);
  await refused.getByRole('button', { name: en.conversation.edit }).click();
  // What was for one person is not for all because it comes back.
  await expect(narae.composer).toHaveValue('저녁 어때요');
  await expect(alert).toHaveText(en.composer.whisperNobody(['수빈']));
  await expect(refused).toHaveCount(0);
  await page.getByRole('button', { name: en.composer.takeOff('수빈') }).click();
  await narae.composer.fill('');

  // A message is deleted while it is said anew, and another while its edit is on its way.
  const erase = async (text: string) => {
    const entry = await yunseo.talker.until(() =>
      yunseo.talker
        .entriesOf(study)
        .find(({ kind, body }) => kind === 'message' && 'text' in body && body.text === text),
    );
    await yunseo.talker.must('append', { log: study, entries: [remove(entry.id)] });
  };
  await narae.say('지워질 말');
  await narae.sees('지워질 말', '서재');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type(' 하나');
  await erase('지워질 말');
  await expect(alert).toHaveText(en.composer.editGone);
  await shot(page, 'composer-edit-gone');
  await page.keyboard.press('Enter');
  await expect(narae.composer).toHaveValue('지워질 말 하나');
  await page.keyboard.press('Escape');
  await expect(alert).toHaveCount(0);
  await expect(narae.composer).toHaveValue('지워질 말 하나');
  await page.keyboard.press('Enter');
  await narae.sees('지워질 말 하나', '서재');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type(' 더');
  wire.hold();
  await erase('지워질 말 하나');
  await page.keyboard.press('Enter');
  wire.release();
  const gone = line(narae, '서재', en.conversation.editNotSent);
  await expect(gone).toContainText(en.problems.refusals['no-such-entry'].title);
  await shot(page, 'edit-refused');
  await gone.getByRole('button', { name: en.conversation.edit }).click();
  await expect(narae.composer).toHaveValue('지워질 말 하나 더');
  await expect(page.getByText(en.conversation.editNotSent)).toHaveCount(0);
});

test('letters piled high stay on their own line, and reactions end at a limit that is told', async ({
  household,
  person,
}) => {
  const { yunseo } = household;
  const narae = await household.comes(await person(), '나래');
  const { page } = narae;
  const kinds = Array.from({ length: limits.reactionKinds }, (_, at) => String.fromCodePoint(0x1f400 + at));
  const crowd = await Promise.all(Array.from({ length: 42 }, (_, at) => household.someone(`손님 ${at + 1}`)));
  const tower = `Z${'\u0301\u0316'.repeat(100)} 가${'\u0301'.repeat(200)} `.repeat(4);
  await yunseo.say('위에 있는 말');
  const { id } = await yunseo.say(`탑 ${tower}`);
  await yunseo.say('아래에 있는 말');
  await narae.sees('아래에 있는 말');
  const piled = narae.log().locator(`[data-id="${id}"]`);
  const neighbours = ['위에 있는 말', '아래에 있는 말'].map((text) => line(narae, 'Commons', text));
  const look = () => Promise.all(neighbours.map(async (one) => (await one.screenshot()).toString('base64')));
  await page.mouse.move(0, 0);
  // That she has read them comes back from the server.
  for (const one of neighbours) await expect(one.getByText(String(crowd.length), { exact: true })).toBeVisible();
  await shot(page, 'zalgo');
  const beside = await look();
  await piled.evaluate((row) => (row.style.visibility = 'hidden'));
  expect(await look()).toEqual(beside);
  await piled.evaluate((row) => (row.style.visibility = ''));
  const [height, plain] = await Promise.all(
    [piled, neighbours[1]!].map(async (one) => (await one.boundingBox())?.height),
  );
  expect(height).toBeLessThan((plain ?? 0) * 2);

  // Forty-two people, twelve each, of forty kinds.
  for (const [at, { talker }] of crowd.entries()) {
    const mine = Array.from(
      { length: limits.reactionsOfOne },
      (_, step) => kinds[(at * 12 + step) % kinds.length] ?? '',
    );
    await talker.must('append', { log: yunseo.commons, entries: mine.map((emoji) => react(id, emoji)) });
  }
  const chips = piled.getByRole('button', { name: /손님/, pressed: false });
  await expect(chips).toHaveCount(kinds.length);
  for (const width of [1200, 360]) {
    await page.setViewportSize({ width, height: 740 });
    await shot(page, `reactions-${width}`);
    const box = await piled.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual(width);
  }
  await page.setViewportSize({ width: 1200, height: 800 });
  await piled.hover();
  await piled.getByRole('button', { name: en.messages.reactWith('👍') }).click();
  await expect(piled).toContainText(en.problems.refusals['too-many'].title);
  await shot(page, 'reactions-refused');
  await piled.getByRole('button', { name: en.conversation.discard }).click();
  // One that stands there can still be joined.
  await chips.first().click();
  await expect(piled.getByRole('button', { pressed: true })).toHaveCount(1);
});
