/** The host's invitation card, on a machine with a network: what it hands out, read back and used. */
import { faults } from '../browser/looks';
import type { DesktopApp } from '../support/desktop/app';
import { parseLink, parsePage } from '../../protocol';
import { buildHouse, type House } from '../doctor/house';
import { inNamespace } from '../support/desktop/namespace';
import { introduce, openPorch } from '../support/desktop/porch';
import { expect, test as base } from '../support/desktop/test';
import { removeFolder, temporaryFolder } from '../support/folders';
import { noNamespaces } from '../support/netns';

const why = noNamespaces();
base.skip(why !== null, why ?? '');

const test = base.extend<{ house: House; host: (language: 'en' | 'ko') => Promise<DesktopApp> }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  house: async ({}, use) => {
    const house = buildHouse();
    await use(house);
    house.remove();
  },
  host: async ({ house, open }, use) => {
    const folder = await temporaryFolder('invite');
    const { namespace } = house.host;
    await use((language) => open({ language, args: ['--host', '0.0.0.0'], ...inNamespace(namespace, folder) }));
    await removeFolder(folder);
  },
});

test('an invitation names the network’s address and the key; other terms, a code, and what is taken back', async ({
  house,
  host,
}) => {
  const narae = await host('en');
  await introduce(narae, '나래');
  await openPorch(narae);
  const status = await narae.hostStatus();
  if (status.state !== 'running') throw new Error(status.state);
  const place = `${house.host.address}:${status.port}`;

  await narae.page.getByRole('button', { name: 'Invite', exact: true }).click();
  const card = narae.page.getByRole('dialog', { name: /^Invite to / });
  await expect(card.getByRole('img', { name: /QR code/ })).toBeVisible();
  await expect(card).toContainText('ends in 7 days · for up to 5 people · as a member');
  const page = parsePage((await card.getByText(/\/j\//).textContent()) ?? '');
  expect(page).toMatchObject({ scheme: 'http', host: place, fingerprint: null });
  await card.getByRole('button', { name: 'Copy the app’s link' }).click();
  await expect(card.getByText('Copied', { exact: true })).toBeVisible();
  const link = parseLink(await narae.app.evaluate(({ clipboard }) => clipboard.readText()));
  const others = status.addresses.map(({ url }) => new URL(url).host).filter((other) => other !== place);
  expect(others).toHaveLength(1);
  expect(link).toEqual({ verb: 'join', host: place, others, token: page?.token, fingerprint: status.fingerprint });

  await card.getByRole('button', { name: 'Make a code' }).click();
  await expect(card.getByText(/^[0-9A-Z]{3} [0-9A-Z]{3}$/)).toBeVisible();
  await card.getByRole('button', { name: 'Change' }).click();
  await card.getByRole('combobox', { name: 'For how many people' }).selectOption('1');
  await expect(card).toContainText('for 1 person');
  await expect(card.getByText(/\/j\//)).not.toHaveText(new RegExp(page?.token ?? '-'));
  await card.getByText(/^Invitations that work now/).click();
  await expect(card.getByRole('listitem')).toHaveCount(1);
  expect(await faults(narae.page)).toEqual([]);
  await card.getByRole('button', { name: 'Take back' }).click();
  await expect(card.getByText('Taken back.')).toBeVisible();
  await expect(card.getByRole('img', { name: /QR code/ })).toHaveCount(0);
  await card.getByRole('button', { name: 'Make another invitation' }).click();
  await expect(card.getByRole('img', { name: /QR code/ })).toBeVisible();
  await narae.page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await expect(narae.page.getByRole('button', { name: 'Invite', exact: true })).toBeFocused();

  // From the start screen the same card, over the conversation it invites to.
  await narae.page.getByRole('button', { name: 'To the start screen' }).click();
  const own = narae.page.getByRole('region', { name: /is open$/ });
  await expect(own).toContainText(place);
  await expect(own).toContainText('Cable');
  if (process.env['MARU_SHOTS']) await shots(narae, process.env['MARU_SHOTS']);
  await own.getByRole('button', { name: 'Invite' }).click();
  await expect(card.getByRole('img', { name: /QR code/ })).toBeVisible();
});

/** Pictures for whoever looks, in both themes. */
async function shots(app: DesktopApp, folder: string): Promise<void> {
  const invite = async (name: RegExp) => app.page.getByRole('button', { name }).first().click();
  for (const language of ['en', 'ko'] as const)
    for (const theme of ['light', 'dark'] as const) {
      await app.call('saveSettings', { language, theme });
      await app.page.reload();
      const open = app.page.getByRole('button', { name: /^(Invite|초대하기)$/ });
      await open.first().waitFor();
      await app.page.screenshot({ path: `${folder}/host-${language}-${theme}.png` });
      await invite(/^(Invite|초대하기)$/);
      await app.page.getByRole('img', { name: /QR/ }).last().waitFor();
      await app.page.getByRole('button', { name: /^(Make a code|코드 만들기)$/ }).click();
      await app.page.getByText(/^[0-9A-Z]{3} [0-9A-Z]{3}$/).waitFor();
      await app.page.screenshot({ path: `${folder}/invite-${language}-${theme}.png` });
    }
  await app.call('saveSettings', { language: 'en', theme: 'light' });
  await app.page.reload();
  await app.page.getByRole('region', { name: /is open$/ }).waitFor();
}
