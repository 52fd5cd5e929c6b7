/** A server in one subnet, browsers in another, and a router between them that carries no multicast. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { buildHouse, type Machine } from '../doctor/house';
import { chromiumIn, chromiumPath } from '../support/chromium';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless } from '../support/headless';
import { noNamespaces } from '../support/netns';
import { newPerson } from './people';

const why = chromiumPath ? noNamespaces() : 'it needs a Chromium that can be started in a namespace (Debian’s)';

/** An invitation that somebody makes on the server's own machine. */
async function inviteOn({ prefix }: Machine, url: string): Promise<string> {
  const [command = '', ...before] = prefix;
  const script = resolve(import.meta.dirname, '../support/inviter.ts');
  const inviter = spawn(command, [...before, process.execPath, '--import', 'tsx', script, url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(inviter, 'exit');
  const [line] = await Promise.race([once(createInterface(inviter.stdout), 'line'), ended.then(() => ['{}'])]);
  inviter.stdin.end();
  await ended;
  return (JSON.parse(String(line)) as { token: string }).token;
}

test(
  'beyond a router people join by an address and by an invitation’s page, and talk with those on the server’s side',
  { tag: '@long' },
  async () => {
    test.skip(why !== null, why ?? '');
    const folder = await temporaryFolder('subnets');
    const house = buildHouse();
    try {
      const { host, third, far } = house;
      const server = await startHeadless({
        ...{ dataDir: join(folder, 'porch'), name: '디자인실 마루', host: '0.0.0.0', port: 7420 },
        prefix: host.prefix,
      });
      const [near, beyond] = [await chromiumIn(third.prefix, folder), await chromiumIn(far.prefix, folder)];
      try {
        const url = `http://${host.address}:${server.port}/`;
        const options = { locale: 'en-US' };
        const [narae, yunseo, mateo] = [
          await newPerson(near, options),
          await newPerson(beyond, options),
          await newPerson(beyond, options),
        ];
        await narae.join(url, '나래');
        await narae.say('이쪽 망에서');
        await yunseo.join(url, '윤서');
        await yunseo.sees('이쪽 망에서');
        await yunseo.say('라우터 너머에서');
        await narae.sees('라우터 너머에서');

        const token = await inviteOn(host, `https://127.0.0.1:${server.port}/`);
        await mateo.page.goto(`${url}j/${token}#${server.fingerprint}`);
        await expect(mateo.page.getByRole('heading', { name: 'You are invited to 디자인실 마루' })).toBeVisible();
        await mateo.page.getByRole('button', { name: 'Go on in this browser' }).click();
        await mateo.page.getByRole('textbox', { name: 'Your name' }).fill('Mateo');
        await mateo.page.getByRole('button', { name: 'Join' }).click();
        await mateo.sees('라우터 너머에서');
        await mateo.say('by invitation');
        await narae.sees('by invitation');
        await narae.say('둘 다 반가워요');
        for (const someone of [yunseo, mateo]) {
          await someone.sees('둘 다 반가워요');
          await expect(someone.connection).toContainText('WebSocket');
        }
        // The invitation works once: it was that which let him in.
        const late = await newPerson(beyond, options);
        await late.page.goto(`${url}j/${token}`);
        await late.page.getByRole('button', { name: 'Go on in this browser' }).click();
        await late.page.getByRole('textbox', { name: 'Your name' }).fill('Jiho');
        await late.page.getByRole('button', { name: 'Join' }).click();
        await expect(late.page.getByRole('alert')).toContainText(/been used up/i);
      } finally {
        await near.close();
        await beyond.close();
        await server.stop();
      }
    } finally {
      house.remove();
      await removeFolder(folder);
    }
  },
);
