/** Knowing that a porch is the right one: the first meeting, a key that changed, and nothing said to an impostor. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rm } from 'node:fs/promises';
import * as path from 'node:path';
import { comparisonWords } from '../../renderer/words/comparison';
import { faults } from '../browser/looks';
import type { DesktopApp } from '../support/desktop/app';
import { introduce, say } from '../support/desktop/porch';
import { expect, test as base } from '../support/desktop/test';
import { startTestServer, type TestServer } from '../support/server';
import { identity, listenAs } from '../support/tls';

/** A porch in this process, with a key of its own. */
const test = base.extend<{ porch: TestServer }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  porch: async ({}, use) => {
    const server = await startTestServer({ name: '디자인실 마루' });
    await use(server);
    await server.remove();
  },
});

const wordsOf = async (fingerprint: string, language: 'en' | 'ko' = 'en') =>
  (await comparisonWords(fingerprint, language)).join(' · ');
const placeOf = ({ address }: TestServer) => `127.0.0.1:${address.port}`;

async function typeAddress(app: DesktopApp, address: string): Promise<void> {
  await app.page.getByRole('textbox', { name: 'Address or invitation' }).fill(address);
  await app.page.getByRole('button', { name: 'Join', exact: true }).click();
}
const changed = (app: DesktopApp) => app.page.getByRole('dialog', { name: 'This server’s key has changed' });

/** Narae is on the porch, having taken its key at the first meeting. */
async function inside(app: DesktopApp, porch: TestServer): Promise<void> {
  await introduce(app, '나래');
  await typeAddress(app, placeOf(porch));
  await app.firstMeeting.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(app.composer).toBeVisible();
}

test('the first meeting shows six words and sends nothing; she goes in, and a restart asks nothing', async ({
  open,
  profile,
  porch,
}) => {
  const folder = await profile();
  const narae = await open({ profile: folder });
  await introduce(narae, '나래');
  await typeAddress(narae, placeOf(porch));
  const words = narae.firstMeeting.getByLabel('Words to compare');
  await expect(words).toHaveText(await wordsOf(porch.fingerprint));
  for (const theme of ['light', 'dark'] as const) {
    await narae.call('saveSettings', { theme });
    expect(await faults(narae.page)).toEqual([]);
  }
  await narae.firstMeeting.getByRole('button', { name: 'Show in 한국어' }).click();
  await expect(words).toHaveText(await wordsOf(porch.fingerprint, 'ko'));
  expect(porch.status()).toMatchObject({ members: 0, connections: 0 });

  await narae.firstMeeting.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(narae.composer).toBeVisible();
  await say(narae, '처음 왔어요');
  await narae.page.getByRole('button', { name: 'Private' }).click();
  await expect(narae.page.getByText(/Nobody has compared the words yet/u)).toBeVisible();
  expect(await faults(narae.page)).toEqual([]);
  await narae.page.getByRole('button', { name: 'I compared the words' }).click();
  await expect(narae.page.getByText(/whose words were compared/u)).toBeVisible();
  await narae.quit();

  const again = await open({ profile: folder });
  await expect(again.connection).toContainText('WebSocket');
  await expect(again.room().getByText('처음 왔어요')).toBeVisible();
  expect(porch.status()).toMatchObject({ members: 1 });
});

test('an impostor in the porch’s place hears no byte; Narae reads why, does not connect, and reads on', async ({
  open,
  porch,
}) => {
  const narae = await open();
  await inside(narae, porch);
  await say(narae, '비밀은 아니지만 우리끼리 하는 말');
  const { port } = porch.address;
  await porch.close();
  await say(narae, 'written while nobody was there');
  const impostor = await identity();
  const listener = await listenAs(impostor, port);

  await expect(changed(narae)).toBeVisible({ timeout: 20_000 });
  await expect(changed(narae).getByLabel('Words to compare')).toHaveText(await wordsOf(impostor.fingerprint));
  await expect(changed(narae)).toContainText('디자인실 마루');
  for (const theme of ['light', 'dark'] as const) {
    await narae.call('saveSettings', { theme });
    expect(await faults(narae.page)).toEqual([]);
  }
  await expect(changed(narae).getByRole('button', { name: 'Don’t connect' })).toBeFocused();
  await narae.page.keyboard.press('Enter');
  await expect(changed(narae)).toHaveCount(0);
  await expect(narae.room().getByText('비밀은 아니지만 우리끼리 하는 말')).toBeVisible();
  await expect(narae.page.getByRole('alert').getByText('This porch’s key has changed.')).toBeVisible();

  // Asked again it is the same answer; a page that is loaded anew comes to the same door.
  await narae.page.getByRole('button', { name: 'Try now' }).click();
  await expect(changed(narae)).toBeVisible();
  await narae.page.reload();
  await expect(changed(narae)).toBeVisible();
  expect(listener.handshakes).toBeGreaterThanOrEqual(3);
  expect(listener.bytes).toBe(0);
  await listener.close();
});

test('the host has a new key and says the same words: Narae goes on as who she was', async ({ open, porch }) => {
  const narae = await open();
  await inside(narae, porch);
  await porch.close();
  await rm(path.join(porch.folder, 'certificate.pem'));
  const renewed = await porch.restart();
  expect(renewed.fingerprint).not.toBe(porch.fingerprint);
  await expect(changed(narae).getByLabel('Words to compare')).toHaveText(await wordsOf(renewed.fingerprint), {
    timeout: 20_000,
  });
  expect(renewed.status()).toMatchObject({ connections: 0 });
  await changed(narae).getByRole('button', { name: 'The words are the same' }).click();
  await expect(narae.connection).toContainText('WebSocket');
  await expect(changed(narae)).toHaveCount(0);
  expect(renewed.status()).toMatchObject({ members: 1, here: 1 });
  await renewed.close();
});

test('what answers without TLS is refused with words, and is sent nothing', async ({ open }) => {
  let requests = 0;
  const web = createServer((_request, response) => void response.end(`hello ${(requests += 1)}`));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const narae = await open();
  await introduce(narae, '나래');
  await typeAddress(narae, `http://127.0.0.1:${(web.address() as AddressInfo).port}/`);
  await expect(narae.page.getByRole('alert')).toContainText('does not speak in private');
  expect(requests).toBe(0);
  await new Promise((resolve) => web.close(resolve));
});
