/** Apps in two subnets with a router between them, which carries no multicast: nothing is near, and there are ways all the same. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { NearServer } from '../../protocol';
import { buildHouse, type House, type Machine } from '../doctor/house';
import type { DesktopApp, LaunchOptions } from '../support/desktop/app';
import { inNamespace } from '../support/desktop/namespace';
import { introduce, openPorch, say } from '../support/desktop/porch';
import { expect, test as base } from '../support/desktop/test';
import { removeFolder, temporaryFolder } from '../support/folders';
import { noNamespaces } from '../support/netns';

interface Fixtures {
  house: House;
  /** Starts the application on a machine, where it listens to and uses all of that machine's networks. */
  openOn: (machine: Machine, options?: LaunchOptions) => Promise<DesktopApp>;
}

const why = noNamespaces();
base.skip(why !== null, why ?? '');

const test = base.extend<Fixtures>({
  // Asked for before `open`, so it stands until the last application in it is closed.
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  house: async ({}, use) => {
    const house = buildHouse();
    await use(house);
    house.remove();
  },
  openOn: async ({ house: _, open }, use) => {
    const folder = await temporaryFolder('subnets');
    await use(({ namespace }, { args = [], ...options } = {}) =>
      open({ ...options, args: [...args, '--host', '0.0.0.0'], ...inNamespace(namespace, folder) }),
    );
    await removeFolder(folder);
  },
});

/** Resolves with what a start screen on this machine lists, once that is not nothing (tests/near/window.ts). */
async function seenFrom({ prefix }: Machine): Promise<NearServer[]> {
  const [command = '', ...before] = prefix;
  const script = resolve(import.meta.dirname, '../near/window.ts');
  const window = spawn(command, [...before, process.execPath, '--import', 'tsx', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(window, 'exit');
  try {
    for await (const line of createInterface(window.stdout)) {
      const { ready = false, servers = [] } = JSON.parse(line) as { ready?: true; servers?: NearServer[] };
      if (ready) window.stdin.write('open\n');
      if (servers.length > 0) return servers;
    }
    throw new Error('the window ended before it saw anybody');
  } finally {
    window.kill();
    await ended;
  }
}

/** What the app's own start screen lists now. */
async function nearOf(app: DesktopApp): Promise<NearServer[]> {
  const answer = await app.call('watchNear', { on: true });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.servers;
}

const address = (app: DesktopApp) => app.page.getByRole('textbox', { name: 'Address or invitation' });
const asking = (app: DesktopApp) => app.page.getByRole('dialog', { name: 'You have an invitation' });

test('beyond a router nothing is near; an address with its words and a link lead in over TLS, and talk crosses both ways', async ({
  house,
  openOn,
}) => {
  test.setTimeout(90_000);
  const narae = await openOn(house.host);
  await introduce(narae, '나래');
  const { port } = new URL(await openPorch(narae));
  const place = `${house.host.address}:${port}`;
  const own = await narae.hostStatus();
  if (own.state !== 'running') throw new Error(own.state);

  const yunseo = await openOn(house.far);
  await introduce(yunseo, '윤서');
  await expect(address(yunseo)).toBeVisible();
  expect(await nearOf(yunseo)).toEqual([]);
  // Somebody on the host's side who begins to look later sees it: it does announce itself.
  expect(await seenFrom(house.third)).toMatchObject([{ id: own.id, fingerprint: own.fingerprint }]);
  expect(await nearOf(yunseo)).toEqual([]);

  await address(yunseo).fill(place);
  await yunseo.page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(yunseo.firstMeeting).toBeVisible();
  await yunseo.firstMeeting.getByRole('button', { name: 'Join', exact: true }).click();
  await say(yunseo, '라우터 너머에서');
  await expect(narae.room().getByText('라우터 너머에서')).toBeVisible();

  // The link as the host's window gives it.
  await narae.page.getByRole('button', { name: 'Invite', exact: true }).click();
  await narae.page.getByRole('button', { name: 'Copy the app’s link' }).click();
  await expect(narae.page.getByText('Copied')).toBeVisible();
  const link = await narae.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(link).toContain(`maru://join/${place}`);
  await narae.page.keyboard.press('Escape');

  const mateo = await openOn(house.far, { args: [link] });
  await introduce(mateo, 'Mateo');
  await expect(asking(mateo)).toContainText(place);
  await asking(mateo).getByRole('button', { name: 'Step in' }).click();
  await say(mateo, 'by the link');
  await expect(narae.room().getByText('by the link')).toBeVisible();
  await say(narae, '둘 다 반가워요');
  for (const [app, how] of [
    [yunseo, 'first'],
    [mateo, 'link'],
  ] as const) {
    await expect(app.room().getByText('둘 다 반가워요')).toBeVisible();
    await expect(app.connection).toContainText('WebSocket');
    const trusted = await app.call('trusted', { url: `https://${place}/` });
    expect(trusted).toMatchObject({ ok: true, value: { verified: { by: 'pin', how, fingerprint: own.fingerprint } } });
  }
});
