/**
 * Drives the truth table of client/notifying-table.ts in the real window, against a real notification daemon: what is shown is
 * read back from it, what sounds at the oscillator, what counts and what flashes where main hands it to the system.
 */
import { randomUUID } from 'node:crypto';
import type { NoticeFacts } from '../../../client';
import { USUAL, type Row } from '../../../client/notifying-table';
import {
  directOf,
  firstNotices,
  limits,
  sideLogOf,
  type Answer,
  type NoticeSettings,
  type NoticeSituation,
} from '../../../protocol';
import { room } from '../../browser/room-list';
import type { DesktopApp } from './app';
import { lockScreen } from './lock';
import { held, pause, shown } from './notifications';
import { introduce, join, type Open } from './porch';
import { expect } from './test';
import { person, startTestServer, Talker, type Person } from '../server';
import { openSwitch } from '../switch';

const PASSPHRASE = '마루 열쇠';

/** Rows whose facts no story can bring about by now, and where they are shown instead. */
export const elsewhere = ({ facts: { mutedUntil, quietUntil, why } }: Row): string | null =>
  mutedUntil === USUAL.now || quietUntil === USUAL.now
    ? 'a moment is too short for a window'
    : why === 'knock'
      ? 'tests/renderer/app.test.ts knocks'
      : null;

/** What main and the page hand over to the system, from now on. */
async function listen(narae: DesktopApp): Promise<void> {
  const { app, page } = narae;
  await app.evaluate(
    ({ app: electron }, window) => {
      const told = { badge: 0, flashes: 0 };
      Reflect.set(globalThis, 'told', told);
      electron.setBadgeCount = (count?: number) => {
        told.badge = count ?? 0;
        return true;
      };
      window.flashFrame = (on: boolean) => void (told.flashes += on ? 1 : 0);
    },
    await narae.window(),
  );
  await page.evaluate(() => {
    Reflect.set(window, 'sounds', 0);
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      Reflect.set(window, 'sounds', (Reflect.get(window, 'sounds') as number) + 1);
      start.call(this, when);
    };
  });
}

async function heardOf({ app, page }: DesktopApp): Promise<{ badge: number; flashes: number; sounds: number }> {
  const told = await app.evaluate(() => ({
    ...(Reflect.get(globalThis, 'told') as { badge: number; flashes: number }),
  }));
  return { ...told, sounds: await page.evaluate(() => Reflect.get(window, 'sounds') as number) };
}

/** Everything the page was told before has been decided on, and has left main. */
const settle = ({ page }: DesktopApp) =>
  page.evaluate(async () => {
    for (let turn = 0; turn < 2; turn += 1) await window.maru.call('noticeSituation', {});
    await window.maru.call('about', {});
  });

const situationOf = (answer: Answer<NoticeSituation>) => (answer.ok ? answer.value : null);

async function stand(narae: DesktopApp, how: NoticeFacts['window']): Promise<void> {
  const state = async () => situationOf(await narae.call('noticeSituation', {}))?.window;
  if ((await state()) === how) return;
  if (how === 'focused') await narae.bringForward();
  else if (how === 'minimised') await narae.minimise();
  else {
    await narae.bringForward();
    const browser = await narae.app.browserWindow(narae.page);
    // A window manager that brings a window forward just then gives it the focus again.
    const become = async () => {
      await browser.evaluate((window, wanted) => (wanted === 'hidden' ? window.hide() : window.blur()), how);
      return state();
    };
    await expect.poll(become).toBe(how);
  }
  await expect.poll(state).toBe(how);
  // What the page believes of it, too.
  await expect.poll(() => narae.page.evaluate(() => document.hasFocus())).toBe(how === 'focused');
}

/** @returns the rows that were told otherwise than the table says */
export async function driveRows(open: Open, driven: readonly Row[]): Promise<object[]> {
  const server = await startTestServer({ name: '디자인실 마루' });
  const line = await openSwitch(server.address.port, 1);
  const mateo = await person(server.url, 'Mateo');
  const newRoom = (name: string) =>
    mateo.talker.must('createRoom', { id: randomUUID(), kind: 'open', name }).then((made) => made.room.id);
  const [fence] = [await newRoom('fence 0'), await newRoom('Elsewhere')];
  const narae = await open();
  await introduce(narae, '나래');
  await join(narae, `http://${line.place}/`);
  const { server: porch } = mateo.resumed;
  const secret = await narae.call('secret', { server: porch.id });
  if (!secret.ok || secret.value.token === null) throw new Error('no token');
  const self = await Talker.dial(server.url, { token: secret.value.token });
  const { me } = await self.must('resume', { logs: [] });
  const direct = directOf(porch.id, [mateo.member.id, me]);
  await mateo.talker.must('createRoom', { id: direct, kind: 'direct', topic: '', members: [me] });

  let fences = 0;
  const fenced = async () => {
    fences += 1;
    await mateo.talker.must('changeRoom', { room: fence, name: `fence ${fences}` });
    await narae.page.getByText(`# fence ${fences}`, { exact: true }).first().waitFor({ state: 'attached' });
    await settle(narae);
  };
  const set = (change: Partial<NoticeSettings>) =>
    narae.call('saveSettings', { notices: { ...firstNotices, keywords: ['국밥'], ...change } });
  const openRoom = async (name: string) => {
    await stand(narae, 'focused');
    await room(narae.page, name).click();
    await expect(narae.room(name)).toBeVisible();
  };
  await narae.room().waitFor();
  // Enough to read further up.
  for (let said = 0; said < 40; said += 1) await mateo.say(`지난 이야기 ${said}`);
  await narae.bringForward();
  await narae.composer.fill('점심은요?');
  await narae.composer.press('Enter');
  await expect(narae.room().getByText('점심은요?')).toBeVisible();
  const asked = await mateo.talker.until(
    () => mateo.talker.entriesOf(mateo.commons).find((entry) => entry.kind === 'message' && entry.author === me)?.id,
  );
  // The first whisper of all is fetched, the later ones are pushed: only these come in turn with a fence.
  const first = { ...USUAL, why: 'whisper' } as const;
  const whispered = await say(first, { mateo, self, me, log: mateo.commons, asked, porch: porch.id });
  await expect(narae.room().getByText(whispered)).toBeVisible();
  if (driven.some(({ facts }) => facts.locked))
    await narae.call('setPassphrase', { old: null, passphrase: PASSPHRASE });
  await listen(narae);

  const places = ({ facts: { inView, atEnd = true } }: Row) => (inView ? (atEnd ? 1 : 2) : 0);
  const inOrder = [...driven].sort(
    (a, b) =>
      Number(a.facts.locked ?? false) - Number(b.facts.locked ?? false) ||
      places(a) - places(b) ||
      Number(a.facts.missed ?? false) - Number(b.facts.missed ?? false),
  );
  let place = -1;
  const wrong: object[] = [];
  for (const row of inOrder) {
    const facts = { ...USUAL, ...row.facts };
    const log = facts.why === 'direct' ? direct : mateo.commons;
    if (places(row) !== place) {
      place = places(row);
      await openRoom(place === 0 ? 'Elsewhere' : 'Commons');
      if (place === 1) {
        // What one says oneself is seen: the room is at its end.
        await narae.composer.fill('여기 있어요');
        await narae.composer.press('Enter');
        await expect(narae.page.getByText(/to the newest|new below/iu)).toHaveCount(0);
      }
      if (place === 2) {
        await narae.room().evaluate((log) => {
          log.dispatchEvent(new WheelEvent('wheel', { deltaY: -600 }));
          log.scrollTop -= 600;
        });
        await expect(narae.page.getByText(/to the newest|new below/iu)).toBeVisible();
      }
    }
    const muted = facts.mutedUntil !== null;
    await self.must('prefer', { room: log, level: facts.level, mutedUntil: muted ? limits.lastMoment : null });
    await self.must('setStatus', { quietUntil: facts.quietUntil === null ? null : limits.lastMoment });
    await set({
      showText: facts.showText,
      sound: facts.soundOn ? 'drop' : 'none',
      hours: facts.offHours ? { days: [], from: 0, to: 0 } : null,
      presenting: facts.presenting,
    });
    await pause(facts.systemQuiet);
    await expect.poll(async () => situationOf(await narae.call('noticeSituation', {}))?.quiet).toBe(facts.systemQuiet);
    await stand(narae, facts.window);
    if (facts.missed) {
      line.tell(() => false);
      await narae.page
        .getByText(/again|reconnect|no connection/iu)
        .first()
        .waitFor({ state: 'attached' });
    } else await fenced();
    if (facts.locked) {
      await narae.call('lockNow', {});
      await lockScreen(narae.page).waitFor();
    }
    const before = await heardOf(narae);
    const text = await say(facts, { mateo, self, me, log, asked, porch: porch.id });
    if (facts.missed) {
      await say(facts, { mateo, self, me, log, asked, porch: porch.id });
      line.tell(() => true);
      await narae.page.evaluate(() => window.dispatchEvent(new Event('online')));
    }
    // Behind the lock no fence can be read: its rows are those with a toast.
    if (facts.locked) {
      await expect.poll(held).toBeGreaterThan(0);
      await settle(narae);
    } else await fenced();
    const after = await heardOf(narae);
    const toasts = await held();
    const last =
      toasts === 0 ? null : await readBack(facts.missed, text, facts.showText && !facts.locked && !facts.presenting);
    const told = {
      toast: toasts === 0 ? 'none' : last,
      sound: after.sounds > before.sounds,
      badge: after.badge > before.badge,
      flash: after.flashes > before.flashes,
    };
    if (JSON.stringify(told) !== JSON.stringify(row.told)) wrong.push({ row: row.name, told, expected: row.told });
    await narae.call('closeNotices', { server: porch.id, room: log });
    if (facts.locked) {
      await narae.call('unlock', { passphrase: PASSPHRASE });
      await narae.composer.waitFor();
    }
    if (facts.systemQuiet) await pause(false);
    await expect.poll(held).toBe(0);
    await self.must('prefer', { room: log, level: null, mutedUntil: null });
  }
  self.close();
  mateo.talker.close();
  await narae.quit();
  await line.close();
  await server.remove();
  return wrong;
}

/** What kind of toast the daemon was handed last: one that has this text, one without any, one that sums up. */
async function readBack(missed: boolean, text: string, withText: boolean): Promise<string> {
  let kind = '';
  await expect
    .poll(async () => {
      const { summary, body } = (await shown()).at(-1) ?? { summary: '', body: '' };
      kind = summary.startsWith('While you were away')
        ? 'digest'
        : summary.startsWith('Something new for you') && body === ''
          ? 'textless'
          : body.includes(text)
            ? 'full'
            : `${summary}: ${body}`;
      return kind;
    })
    .toBe(missed ? 'digest' : withText ? 'full' : 'textless');
  return kind;
}

interface Scene {
  mateo: Person;
  self: Talker;
  me: string;
  log: string;
  asked: string;
  porch: string;
}

let count = 0;

/** Says something for the reason the row names. @returns its text */
async function say({ why, own }: NoticeFacts, { mateo, self, me, log, asked }: Scene): Promise<string> {
  count += 1;
  const text = `${count}: ${why === 'mention' ? '@나래 ' : ''}${why === 'keyword' ? '국밥은 ' : ''}어때요`;
  const naming = why === 'mention' ? { mentions: [{ member: me, name: '나래' }] } : {};
  const poll = why === 'poll' ? { poll: { options: ['가', '나'], anonymous: false, many: false, closesAt: null } } : {};
  const body = { text, ...naming, ...poll, ...(why === 'reply' ? { reply: asked } : {}) };
  const people = [mateo.member.id, me].sort();
  const where = why === 'whisper' ? { log: sideLogOf(log, people), side: { room: log, members: people } } : { log };
  await (own ? self : mateo.talker).must('append', {
    ...where,
    entries: [{ id: randomUUID(), kind: 'message', body }],
  });
  return text;
}
