/** Invitations in the real app: opened before it runs and while it runs, asked about, refused, over, and out of a picture. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { deflateSync } from 'node:zlib';
import { encode } from 'uqr';
import { formatLink, formatPage, type Link } from '../../protocol';
import { faults } from '../browser/looks';
import type { DesktopApp } from '../support/desktop/app';
import { invited as comeInvited } from '../support/door';
import { introduce } from '../support/desktop/porch';
import { expect, test as base } from '../support/desktop/test';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless, type Headless } from '../support/headless';
import { person, type Person } from '../support/server';

interface Invited {
  server: Headless;
  host: string;
  hangyeol: Person;
  /** Makes an invitation; its life in ms. */
  invite(uses?: number, lifetime?: number): Promise<{ id: string; token: string; link: string; expiresAt: number }>;
}

const PASSWORD = '마루 열쇠';

const test = base.extend<{ invited: Invited }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  invited: async ({}, use) => {
    const dataDir = await temporaryFolder('porch');
    // Heard on loopback alone, like all of it.
    const server = await startHeadless({ dataDir, name: '디자인실 마루', password: PASSWORD, announce: true });
    const host = `127.0.0.1:${server.port}`;
    const hangyeol = await person(`https://${host}/`, '한결', { password: PASSWORD });
    await use({
      ...{ server, host, hangyeol },
      async invite(uses = 1, lifetime = 60 * 60_000) {
        const terms = { role: 'member', uses, lifetime };
        const { invitation, token } = await hangyeol.talker.must('invite', terms);
        const { id, expiresAt } = invitation;
        return { id, expiresAt, token, link: linkTo({ host, token, fingerprint: server.fingerprint }) };
      },
    });
    hangyeol.talker.close();
    await server.stop();
    await removeFolder(dataDir);
  },
});

const linkTo = (parts: Pick<Link, 'host' | 'token' | 'fingerprint'> & Partial<Link>) =>
  formatLink({ verb: 'join', others: [], ...parts });

/** What the system does when somebody clicks a link: it starts the app once more, with the link behind. */
async function openLink(app: DesktopApp, ...more: string[]): Promise<void> {
  const [command = '', ...args] = app.app
    .process()
    .spawnargs.filter((argument) => !argument.startsWith('--inspect') && !argument.startsWith('--remote-'))
    .filter((argument) => !argument.startsWith('maru:'));
  const second = spawn(command, [...args, ...more], { stdio: 'ignore' });
  const [code] = (await once(second, 'exit')) as [number];
  expect(code).toBe(0);
}

const asking = (app: DesktopApp) => app.page.getByRole('dialog', { name: 'You have an invitation' });
const stepIn = (app: DesktopApp) => asking(app).getByRole('button', { name: 'Step in' });

test('a link that starts the app waits for a name, says where it leads, and does nothing before a yes', async ({
  open,
  invited,
}) => {
  const { link, id } = await invited.invite();
  const narae = await open({ args: ['--inspect-nothing', link] });
  await expect(narae.yourName).toBeVisible();
  await expect(asking(narae)).toHaveCount(0);
  await introduce(narae, '나래');
  await expect(asking(narae)).toContainText(invited.host);
  await expect(asking(narae)).toContainText('나래');
  await expect(asking(narae).getByText(/^(\S+ · ){5}\S+$/u)).toBeVisible();
  await asking(narae).getByRole('button', { name: 'Not now' }).click();
  await expect(asking(narae)).toHaveCount(0);
  await expect(narae.page.getByRole('textbox', { name: 'Address or invitation' })).toBeVisible();
  const { invitations } = await invited.hangyeol.talker.must('invitations', {});
  expect(invitations.find((one) => one.id === id)).toMatchObject({ usesLeft: 1 });
});

test('a link that is opened while it runs brings it forward; a yes leads in, once, as a member', async ({
  open,
  invited,
}) => {
  const { link, id } = await invited.invite(2);
  const narae = await open();
  await introduce(narae, '나래');
  await narae.minimise();
  await openLink(narae, `${link} --profile=/tmp/elsewhere`, `--link=${link}`);
  await expect.poll(async () => narae.state()).toMatchObject({ minimised: false, visible: true });
  await openLink(narae, link);
  await stepIn(narae).click();
  await expect(narae.composer).toBeVisible();
  const members = await invited.hangyeol.talker.until(() =>
    invited.hangyeol.talker.pushes('members').find(({ members: all }) => all.some(({ name }) => name === '나래')),
  );
  expect(members.members.find(({ name }) => name === '나래')).toMatchObject({ role: 'member', private: true });
  const left = async () =>
    (await invited.hangyeol.talker.must('invitations', {})).invitations.find((one) => one.id === id)?.usesLeft;
  expect(await left()).toBe(1);

  // Who is in already steps in, and uses nothing up.
  await openLink(narae, link);
  await stepIn(narae).click();
  await expect(asking(narae)).toHaveCount(0);
  await expect(narae.composer).toBeVisible();
  expect(await left()).toBe(1);
  expect(await narae.log()).not.toContain(link.slice(-60));
});

test('a second link waits until the first is answered', { tag: '@long' }, async ({ open, invited }) => {
  const [first, second] = [await invited.invite(), await invited.invite()];
  const elsewhere = second.link.replace(invited.host, 'studio.local:7420');
  const narae = await open({ args: [first.link] });
  await introduce(narae, '나래');
  await expect(asking(narae)).toContainText(invited.host);
  await openLink(narae, elsewhere);
  await expect(asking(narae)).toContainText(invited.host);
  await asking(narae).getByRole('button', { name: 'Not now' }).click();
  await expect(asking(narae)).toContainText('studio.local:7420');
});

test('another key than the link names stops everything', { tag: '@long' }, async ({ open, invited }) => {
  const { token } = await invited.invite();
  const narae = await open({ args: [linkTo({ host: invited.host, token, fingerprint: 'A'.repeat(43) })] });
  await introduce(narae, '나래');
  await stepIn(narae).click();
  await expect(narae.page.getByRole('alert')).toContainText('This is not the porch of the invitation.');
  await expect(stepIn(narae)).toHaveCount(0);
  await asking(narae).getByRole('button', { name: 'Close' }).last().click();
  await expect(asking(narae)).toHaveCount(0);
  expect(invited.hangyeol.talker.pushes('members')).toEqual([]);
});

test(
  'nobody at its first address: the next one is tried; nobody at any: it says why, and can be tried again',
  { tag: '@long' },
  async ({ open, invited }) => {
    const { token } = await invited.invite();
    const { fingerprint } = invited.server;
    const narae = await open({ args: [linkTo({ host: '127.0.0.1:1', token, fingerprint })] });
    await introduce(narae, '나래');
    await stepIn(narae).click();
    await expect(narae.page.getByRole('alert')).toContainText('no porch is open on it');
    await expect(asking(narae).getByRole('button', { name: 'Try again' })).toBeVisible();
    await asking(narae).getByRole('button', { name: 'Not now' }).click();

    await openLink(narae, linkTo({ host: '127.0.0.1:1', others: ['127.0.0.1:2', invited.host], token, fingerprint }));
    await stepIn(narae).click();
    await expect(narae.composer).toBeVisible();
  },
);

test(
  'an invitation that is over, used up, taken back or unknown says so, and the password is still a way',
  { tag: '@long' },
  async ({ open, invited }) => {
    const short = await invited.invite(1, 1_000);
    const used = await invited.invite();
    const mateo = await comeInvited(`https://${invited.host}/`, 'Mateo', used.token);
    expect(mateo.answer).toMatchObject({ ok: true });
    mateo.talker.close();
    const revoked = await invited.invite();
    await invited.hangyeol.talker.must('revoke', { id: revoked.id });
    const unknown = linkTo({ host: invited.host, token: 'x'.repeat(22), fingerprint: invited.server.fingerprint });
    const narae = await open();
    await introduce(narae, '나래');
    await expect.poll(() => Date.now() > short.expiresAt).toBe(true);
    for (const [link, said] of [
      [short.link, 'This invitation has expired.'],
      [used.link, 'This invitation has been used up.'],
      [revoked.link, 'This invitation was taken back.'],
      [unknown, 'This porch does not know this invitation.'],
    ] as const) {
      await openLink(narae, link);
      await stepIn(narae).click();
      await expect(narae.page.getByRole('alert').filter({ hasText: said })).toBeVisible();
    }
    await narae.page.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
    await narae.page.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(narae.composer).toBeVisible();
  },
);

const field = (app: DesktopApp) => app.page.getByRole('textbox', { name: 'Address or invitation' });

test(
  'a page’s address without words: the same question, then the first meeting shows those of whoever answers',
  { tag: '@long' },
  async ({ open, invited }) => {
    const { token } = await invited.invite();
    const narae = await open();
    await introduce(narae, '나래');
    await field(narae).fill(`${invited.host}/j/${token}`);
    await field(narae).press('Enter');
    await expect(asking(narae)).toContainText('names no words');
    await stepIn(narae).click();
    await narae.firstMeeting.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(narae.composer).toBeVisible();
  },
);

test(
  'six letters find the porch that made them, and end in its words and its password',
  { tag: '@long' },
  async ({ open, invited }) => {
    const { code } = await invited.hangyeol.talker.must('makeCode', {});
    const narae = await open();
    await introduce(narae, '나래');
    await field(narae).fill(code.slice(0, 5) + (code.endsWith('Z') ? 'Y' : 'Z'));
    await expect(narae.page.getByText('디자인실 마루').first()).toBeVisible();
    await field(narae).press('Enter');
    await expect(narae.page.getByRole('alert')).toContainText('This code is not right');
    await field(narae).fill(`${code.slice(0, 3)} ${code.slice(3)}`.toLowerCase());
    await field(narae).press('Enter');
    await narae.firstMeeting.getByRole('button', { name: 'Join', exact: true }).click();
    await narae.page.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
    await narae.page.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(narae.composer).toBeVisible();
  },
);

test(
  'the question has no accessibility fault, in both languages and themes',
  { tag: '@long' },
  async ({ open, invited }, info) => {
    const { link } = await invited.invite();
    for (const language of ['en', 'ko'] as const) {
      const narae = await open({ language, args: [link] });
      await narae.page.getByRole('textbox', { name: language === 'ko' ? '이름' : 'Your name' }).fill('나래');
      await narae.page.keyboard.press('Enter');
      await narae.page.getByRole('dialog').waitFor();
      for (const theme of ['light', 'dark'] as const) {
        await narae.call('saveSettings', { theme });
        await expect
          .poll(() => narae.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
          .toBe(theme === 'dark');
        expect(await faults(narae.page)).toEqual([]);
        await narae.page.screenshot({ path: info.outputPath(`question-${language}-${theme}.png`) });
      }
      await narae.quit();
    }
  },
);

/** A PNG of a QR code, as a data URL. */
const pictureOf = (app: DesktopApp, text: string): Promise<string> =>
  app.page.evaluate(
    ({ data, size }) => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = size * 6;
      const context = canvas.getContext('2d')!;
      context.fillStyle = '#fff';
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = '#000';
      data.forEach((row, y) => row.forEach((dark, x) => dark && context.fillRect(x * 6, y * 6, 6, 6)));
      return canvas.toDataURL('image/png');
    },
    encode(text, { ecc: 'M', border: 4 }),
  );

async function paste(app: DesktopApp, picture: string): Promise<void> {
  await app.bringForward();
  await app.page.evaluate(async (url) => {
    const bytes = Uint8Array.from(atob(url.split(',')[1] ?? ''), (letter) => letter.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
  }, picture);
  await app.page.keyboard.press('Control+V');
}

/** 20,000 by 20,000 white pixels in a few kilobytes (PNG, ISO/IEC 15948). */
function hugePng(): Buffer {
  const edge = 20_000;
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(checksum(named));
    return Buffer.concat([length, named, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(edge, 0);
  head.writeUInt32BE(edge, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(edge * (1 + edge / 8)), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

/** CRC-32, bit by bit (ISO 3309). */
function checksum(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

test(
  'a QR code that is pasted asks like a link; what is none, or too much, says so',
  { tag: '@long' },
  async ({ open, invited }) => {
    const { token } = await invited.invite();
    const narae = await open();
    await introduce(narae, '나래');
    await expect(narae.page.getByRole('textbox', { name: 'Address or invitation' })).toBeVisible();
    await paste(narae, await pictureOf(narae, 'WIFI:S:studio;T:WPA;P:secret;;'));
    await expect(narae.page.getByRole('alert')).toContainText('This QR code is no invitation to a porch.');
    const blank = await narae.page.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.getContext('2d')?.fillRect(0, 0, 300, 150);
      return canvas.toDataURL('image/png');
    });
    await paste(narae, blank);
    await expect(narae.page.getByRole('alert')).toContainText('There is no QR code in this picture.');

    // A few bytes that claim to be far more pixels than any machine has, and a document that calls itself a picture.
    const chooser = narae.page.locator('input[type=file]');
    await chooser.setInputFiles({ name: 'bomb.png', mimeType: 'image/png', buffer: hugePng() });
    await expect(narae.page.getByRole('alert')).toContainText('This picture is too large.');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await chooser.setInputFiles({ name: 'page.svg', mimeType: 'image/svg+xml', buffer: svg });
    await expect(narae.page.getByRole('alert')).toContainText('This is no picture that can be read.');

    const page = formatPage({ scheme: 'http', host: invited.host, token, fingerprint: invited.server.fingerprint });
    await paste(narae, await pictureOf(narae, page));
    await expect(asking(narae)).toContainText(invited.host);
    await stepIn(narae).click();
    await expect(narae.composer).toBeVisible();
  },
);
