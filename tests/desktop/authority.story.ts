/** A porch behind a name that an authority of the system vouches for: no question there, and everywhere else the usual one. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { comparisonWords } from '../../renderer/words/comparison';
import { makeAuthority, terminate, trustIn, type Authority, type Terminator } from '../support/authority';
import type { DesktopApp } from '../support/desktop/app';
import { noNames, withNames } from '../support/desktop/names';
import { introduce, say } from '../support/desktop/porch';
import { expect, test as base } from '../support/desktop/test';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startTestServer, type TestServer } from '../support/server';
import { listenAs, type Identity } from '../support/tls';

const NAMES = ['chat.example', 'elsewhere.example'] as const;
const [CHAT, ELSEWHERE] = NAMES;

const noTool = spawnSync('certutil', ['-H'], { stdio: 'ignore' }).error ? 'there is no certutil (libnss3-tools)' : null;
const why = noTool ?? noNames();
base.skip(why !== null, why ?? '');

interface Fixtures {
  /** Whom the person at the application trusts, as the system has it. */
  authority: Authority;
  /** A porch that believes a proxy on this machine. */
  porch: TestServer;
  /** A proxy in front of the porch with this key. */
  behind: (identity: Identity) => Promise<Terminator>;
  /** The application of Narae, whose home trusts the authority, and for whom the names lead to loopback. */
  narae: DesktopApp;
}

const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  authority: async ({}, use) => use(await makeAuthority('Authority of this story')),
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  porch: async ({}, use) => {
    const porch = await startTestServer({ name: '디자인실 마루', hostNames: NAMES, proxies: ['127.0.0.1'] });
    await use(porch);
    await porch.remove();
  },
  behind: async ({ porch }, use) => {
    const proxies: Terminator[] = [];
    await use(async (identity) => {
      const proxy = await terminate(identity, porch.address);
      proxies.push(proxy);
      return proxy;
    });
    for (const proxy of proxies) await proxy.close();
  },
  narae: async ({ authority, open }, use) => {
    const home = await temporaryFolder('home');
    await trustIn(home, authority);
    const narae = await open({ env: { HOME: home }, ...withNames(NAMES, home) });
    await introduce(narae, '나래');
    await use(narae);
    await narae.quit();
    await removeFolder(home);
  },
});

async function typeAddress(app: DesktopApp, address: string): Promise<void> {
  await app.page.getByRole('textbox', { name: 'Address or invitation' }).fill(address);
  await app.page.getByRole('button', { name: 'Join', exact: true }).click();
}

/** The six words of this key are shown, and the porch has heard nobody. */
async function asksForWords(app: DesktopApp, { fingerprint }: Identity, porch: TestServer): Promise<void> {
  const words = (await comparisonWords(fingerprint, 'en')).join(' · ');
  await expect(app.firstMeeting.getByLabel('Words to compare')).toHaveText(words);
  await expect(app.composer).toHaveCount(0);
  expect(porch.status()).toMatchObject({ members: 0, connections: 0 });
}

test('a name that the system’s authority vouches for needs no words, and nothing is pinned', async ({
  authority,
  porch,
  behind,
  narae,
}) => {
  const identity = await authority.vouchFor([CHAT]);
  const { port } = await behind(identity);
  await typeAddress(narae, `${CHAT}:${port}`);
  await expect(narae.composer.or(narae.firstMeeting)).toBeVisible();
  await expect(narae.firstMeeting).toHaveCount(0);
  await say(narae, '이름으로 왔어요');
  await expect(narae.room().getByText('이름으로 왔어요')).toBeVisible();
  await expect(narae.connection).toContainText('WebSocket');
  expect(porch.status()).toMatchObject({ members: 1 });
  const { fingerprint } = identity;
  expect(await narae.call('trusted', { url: `https://${CHAT}:${port}/` })).toEqual({
    ok: true,
    value: { verified: { verdict: 'verified', by: 'authority', fingerprint } },
  });
  const kept = JSON.parse(await readFile(join(narae.profile, 'pins.json'), 'utf8')) as { servers: object };
  expect(kept.servers).toEqual({ [porch.id]: { names: [CHAT] } });
  await narae.page.getByRole('button', { name: 'Private' }).click();
  await expect(narae.page.getByText(/An authority that this system trusts vouches for this name/u)).toBeVisible();
});

test(
  'the same certificate under another name asks for the words',
  { tag: '@long' },
  async ({ authority, porch, behind, narae }) => {
    const identity = await authority.vouchFor([CHAT]);
    const { port } = await behind(identity);
    await typeAddress(narae, `${ELSEWHERE}:${port}`);
    await asksForWords(narae, identity, porch);
  },
);

test(
  'an authority that nobody trusts is nobody: the words are asked',
  { tag: '@long' },
  async ({ porch, behind, narae }) => {
    const stranger = await makeAuthority('Authority of nobody');
    const identity = await stranger.vouchFor([CHAT]);
    const { port } = await behind(identity);
    await typeAddress(narae, `${CHAT}:${port}`);
    await asksForWords(narae, identity, porch);
  },
);

test(
  'a porch that is known by its own key does not become another one by an authority’s word',
  { tag: '@long' },
  async ({ authority, porch, narae }) => {
    const { port } = porch.address;
    await typeAddress(narae, `${CHAT}:${port}`);
    await narae.firstMeeting.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(narae.composer).toBeVisible();
    await porch.close();
    await say(narae, 'written while nobody was there');
    const listener = await listenAs(await authority.vouchFor([CHAT]), port);
    const changed = narae.page.getByRole('dialog', { name: 'This server’s key has changed' });
    await expect(changed).toBeVisible({ timeout: 20_000 });
    expect(listener.handshakes).toBeGreaterThanOrEqual(1);
    expect(listener.bytes).toBe(0);
    await listener.close();
  },
);
