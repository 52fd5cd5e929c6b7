/** What other programs put on the command line of an app that runs, and of one that starts: 50 links at once, and harm. */
import { formatLink } from '../../protocol';
import { startAgain } from '../support/desktop/again';
import type { DesktopApp } from '../support/desktop/app';
import { introduce } from '../support/desktop/porch';
import { expect, test } from '../support/desktop/test';

const token = 'k3Zt9_Qw-0aBcDeFgHiJkL';
const fingerprint = 'Fq3_-0123456789abcdefghijklmnopqrstuvwxyzAB';
const linkTo = (port: number) =>
  formatLink({ verb: 'join', host: `127.0.0.1:${port}`, others: [], token, fingerprint });

/** Of all its processes together, in MB. */
const memory = (app: DesktopApp) =>
  app.app.evaluate(({ app: application }) =>
    application.getAppMetrics().reduce((sum, { memory: used }) => sum + used.workingSetSize / 1_024, 0),
  );

const asking = (app: DesktopApp) => app.page.getByRole('dialog');

async function works(app: DesktopApp): Promise<void> {
  const field = app.page.getByRole('textbox', { name: 'Address or invitation' });
  await field.fill('still here');
  await expect(field).toHaveValue('still here');
  expect(await app.call('settings', {})).toMatchObject({ ok: true });
}

test('50 links at once: one question, then the last of them, a window that works, and memory as before', async ({
  open,
}) => {
  const narae = await open();
  await introduce(narae, '나래');
  await works(narae);
  const before = await memory(narae);
  await Promise.all(Array.from({ length: 50 }, (_, at) => startAgain(narae, linkTo(10_000 + at))));
  await expect(asking(narae)).toHaveCount(1);
  let asked = 0;
  while ((await asking(narae).count()) > 0 && asked < 50) {
    asked += 1;
    const text = await asking(narae).textContent();
    await asking(narae).getByRole('button', { name: 'Not now' }).click();
    await expect.poll(async () => (await asking(narae).allTextContents()).join()).not.toBe(text);
  }
  expect(asked).toBeLessThanOrEqual(2);
  await works(narae);
  const after = await memory(narae);
  console.log(`50 links: ${asked} questions, ${before.toFixed(0)} MB before and ${after.toFixed(0)} MB after`);
  expect(after - before).toBeLessThan(64);
  expect(narae.app.windows()).toHaveLength(1);
});

test('command lines that mean harm change nothing in the app that runs', async ({ open }) => {
  const narae = await open();
  await introduce(narae, '나래');
  const link = linkTo(7_420);
  const settings = await narae.call('settings', {});
  const lines = [
    ['--inspect=127.0.0.1:0', `${link} --inspect`],
    ['--remote-debugging-port=0', 'file:///etc/passwd'],
    ['--js-flags=--expose-gc', `--link=${link}`],
    ['--disable-web-security', '--no-sandbox', `"${link}"`],
    ['-r', '/tmp/there-is-none.js', `${link}\n--profile=/tmp/elsewhere`],
    ['--require=/tmp/there-is-none.js', link.toUpperCase()],
    ['--host-rules=MAP * evil', '--proxy-server=evil:1', `${link}${'A'.repeat(90_000)}`],
    ['--gpu-launcher=/bin/false', 'javascript:alert(1)', '마루', '\u202e', '$(id)', '`id`'],
    [link, linkTo(7_421)],
    ['--load-extension=/tmp', 'maru://join', 'app://maru/index.html', ' ', ''],
  ];
  for (const line of lines) await startAgain(narae, ...line);
  await expect(asking(narae)).toHaveCount(0);
  expect(await narae.call('settings', {})).toEqual(settings);
  expect(narae.app.windows()).toHaveLength(1);
  await works(narae);
  expect(await narae.log()).not.toContain(token);
});

test('an app that is started with them opens the same window, and asks nothing', async ({ open }) => {
  const link = linkTo(7_420);
  const narae = await open({
    args: [
      ...['-r', '/tmp/there-is-none.js', '--allow-file-access-from-files', '--enable-features=x', 'file:///etc/passwd'],
      ...[`${link}\n--profile=/tmp/elsewhere`, `${link} --inspect`, link, linkTo(7_421), '마루', 'a'.repeat(90_000)],
    ],
  });
  await introduce(narae, '나래');
  await works(narae);
  await expect(asking(narae)).toHaveCount(0);
});
