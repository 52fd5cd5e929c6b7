/** Somebody between who shows main the right key and the window another: it hears no byte, and nobody goes in to it. */
import type { Page } from '@playwright/test';
import { comparisonWords } from '../../renderer/words/comparison';
import type { DesktopApp } from '../support/desktop/app';
import { introduce, join, say } from '../support/desktop/porch';
import { expect, test as base } from '../support/desktop/test';
import { startTestServer, type TestServer } from '../support/server';
import { openSwitch, type Choose, type Switch } from '../support/switch';
import { identity, listenAs, type Identity, type Listener } from '../support/tls';

interface Middle extends Switch {
  porch: TestServer;
  impostor: Listener & Pick<Identity, 'fingerprint'>;
}

const test = base.extend<{ middle: Middle }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  middle: async ({}, use) => {
    const porch = await startTestServer({ name: '디자인실 마루' });
    const own = await identity();
    const listener = await listenAs(own);
    const port = await openSwitch(porch.address.port, listener.port);
    const impostor = Object.assign(listener, { fingerprint: own.fingerprint });
    await use(Object.assign(port, { porch, impostor }));
    await port.close();
    await listener.close();
    await porch.remove();
  },
});

/** The right one to so many connections, the other to all that follow. */
const first =
  (count: number): Choose =>
  (_hello, nth) =>
    nth <= count;
/** The right one to main, which says nothing of what it would speak; the other to Chromium, which does (RFC 7301). */
const main: Choose = (hello) => !hello.includes('http/1.1');

const wordsOf = async (fingerprint: string) => (await comparisonWords(fingerprint, 'en')).join(' · ');
const changed = (app: DesktopApp) => app.page.getByRole('dialog', { name: 'This server’s key has changed' });
const tryAgain = (page: Page) => page.getByRole('button', { name: 'Try again' });
const tryNow = (page: Page) => page.getByRole('button', { name: 'Try now' });

test('who goes back to a porch and is shown another key behind main’s look tells it nothing, and reads why', async ({
  open,
  middle,
}) => {
  test.setTimeout(60_000);
  const { impostor } = middle;
  const narae = await open();
  await introduce(narae, '나래');
  await join(narae, middle.place);
  await expect(narae.connection).toContainText('WebSocket');
  // Another key at the window’s hello, and at the line with the token.
  for (const [at, count] of [1, 3].entries()) {
    middle.tell(first(count));
    await say(narae, `not for an impostor ${at}`);
    await expect(changed(narae)).toBeVisible({ timeout: 20_000 });
    expect(middle.led.right).toBe(count);
    await expect(changed(narae).getByLabel('Words to compare')).toHaveText(await wordsOf(impostor.fingerprint));
    await changed(narae).getByRole('button', { name: 'Don’t connect' }).click();
    await expect(narae.page.getByText('This porch’s key has changed. Nothing was sent.')).toBeVisible();
    await expect(narae.connection).toContainText('Offline');
    // The same once more, by her own hand.
    middle.tell(first(count));
    await tryNow(narae.page).click();
    await expect(changed(narae)).toBeVisible({ timeout: 20_000 });
    await changed(narae).getByRole('button', { name: 'Don’t connect' }).click();

    middle.tell(() => true);
    await tryNow(narae.page).click();
    await expect(narae.connection).toContainText('WebSocket');
    await expect(narae.room().getByText(`not for an impostor ${at}`)).toBeVisible();
    await expect(narae.room().getByText(/waiting/iu)).toHaveCount(0);
  }
  expect(impostor.handshakes).toBeGreaterThanOrEqual(4);
  expect(impostor).toMatchObject({ finished: 0, bytes: 0 });
});

test('one who knows main’s look from the window’s dial learns no name, and no token: nobody comes in', async ({
  open,
  middle,
}) => {
  const { porch, impostor } = middle;
  middle.tell(main);
  const narae = await open();
  await introduce(narae, '나래');
  await narae.page.getByRole('textbox', { name: 'Address or invitation' }).fill(middle.place);
  await narae.page.getByRole('button', { name: 'Join', exact: true }).click();
  // She compares, and the words are right.
  await expect(narae.firstMeeting.getByLabel('Words to compare')).toHaveText(await wordsOf(porch.fingerprint));
  await narae.firstMeeting.getByRole('button', { name: 'Join', exact: true }).click();
  await tryAgain(narae.page).click();
  await expect(changed(narae).getByLabel('Words to compare')).toHaveText(await wordsOf(impostor.fingerprint));
  // She says that these were right: what main sees there is the porch all the same, and it is asked about again.
  await changed(narae).getByRole('button', { name: 'The words are the same' }).click();
  await expect(narae.firstMeeting.getByLabel('Words to compare')).toHaveText(await wordsOf(porch.fingerprint));
  await expect(narae.composer).toHaveCount(0);
  expect(porch.status()).toMatchObject({ members: 0, connections: 0 });
  expect(impostor.handshakes).toBeGreaterThanOrEqual(1);
  expect(impostor).toMatchObject({ finished: 0, bytes: 0 });

  middle.tell(() => true);
  await narae.firstMeeting.getByRole('button', { name: 'Join', exact: true }).click();
  await say(narae, 'here at last');
  await expect(narae.room().getByText('here at last')).toBeVisible();
  const before = impostor.handshakes;
  middle.tell(main);
  await expect(narae.connection).toContainText('Reconnecting');
  await expect.poll(() => impostor.handshakes, { timeout: 20_000 }).toBeGreaterThan(before);
  expect(impostor).toMatchObject({ finished: 0, bytes: 0 });
  middle.tell(() => true);
  await expect(narae.connection).toContainText('WebSocket', { timeout: 20_000 });
});
