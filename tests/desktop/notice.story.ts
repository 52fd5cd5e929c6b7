/** System notifications, read back from the daemon that shows them, and clicked there. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { firstNotices } from '../../protocol';
import { en } from '../../renderer/words/en';
import type { DesktopApp } from '../support/desktop/app';
import { clickOldest, onScreen, pause, shown } from '../support/desktop/notifications';
import { introduce } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';

const words = en.noticesSettings;
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
  const summaries = async () => (await shown()).map(({ summary }) => summary);
  await expect.poll(summaries).toEqual(expect.arrayContaining(['two', 'elsewhere']));
  await expect.poll(onScreen).toBe(2);
  await narae.call('closeNotices', { server: here.server, room: here.room });
  await expect.poll(onScreen).toBe(1);
  await narae.quit();
  await expect.poll(onScreen).toBe(0);
});

/** A session bus of its own, on which nobody shows notifications and nothing starts anybody. */
async function emptyBus(folder: string): Promise<{ address: string; close(): void }> {
  const file = path.join(folder, 'bus.conf');
  const rules = '<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>';
  await writeFile(
    file,
    `<busconfig><type>session</type><listen>unix:tmpdir=${folder}</listen><auth>EXTERNAL</auth><policy context="default">${rules}</policy></busconfig>`,
  );
  const bus = spawn('dbus-daemon', [`--config-file=${file}`, '--nofork', '--nopidfile', '--print-address=1']);
  const [line] = (await once(bus.stdout, 'data')) as [Buffer];
  return { address: line.toString().trim(), close: () => void bus.kill() };
}

async function tryNotices({ page }: DesktopApp): Promise<string[]> {
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: en.settings.title });
  await dialog.getByRole('tab', { name: en.settings.sections.notices }).click();
  const test = dialog.getByRole('region', { name: words.test });
  await test.getByRole('button', { name: words.test }).click();
  await expect(test.getByRole('listitem')).toHaveCount(5);
  const texts = await test.getByRole('listitem').allInnerTexts();
  return texts.map((text) => text.replaceAll(/\s+/gu, ' ').trim());
}
const step = (name: keyof typeof words.steps, problem: string | null = null): string =>
  [words.steps[name], problem === null ? words.fine : words.failed, problem ?? []].flat().join(' ');

test(
  'the test of notifications walks through all that is needed, and names what is missing and what helps',
  { tag: '@long' },
  async ({ open, profile }) => {
    const narae = await open();
    await introduce(narae, '나래');
    expect(await tryNotices(narae)).toEqual([
      step('setting'),
      step('level'),
      step('permission'),
      step('daemon'),
      step('sound'),
    ]);
    await expect.poll(async () => (await shown()).at(-1)?.summary).toBe(words.testTitle);
    await pause(true);
    await expect
      .poll(async () => (await narae.call('noticeSituation', {})).ok && (await tryNotice(narae)))
      .toBe('quiet');
    await pause(false);
    await narae.quit();

    const folder = await profile();
    const bus = await emptyBus(folder);
    const alone = await open({ profile: folder, env: { DBUS_SESSION_BUS_ADDRESS: bus.address } });
    await introduce(alone, '나래');
    await alone.call('saveSettings', { notices: { ...firstNotices, level: 'none', sound: 'none' } });
    expect(await tryNotices(alone)).toEqual([
      step('setting'),
      step('level', words.problems.nothing),
      step('permission'),
      step('daemon', words.problems.daemon),
      step('sound', words.problems.mute),
    ]);
    await alone.quit();
    bus.close();
  },
);

async function tryNotice(app: DesktopApp): Promise<string | null> {
  const answer = await app.call('tryNotice', { title: 'one', body: '' });
  return answer.ok ? answer.value.fault : answer.error.code;
}
