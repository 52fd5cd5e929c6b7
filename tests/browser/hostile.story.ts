/** A page of a stranger, in a real browser on the porch's own network, tries to get at the porch. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test, type Page } from '@playwright/test';
import { chromiumIn, chromiumPath } from '../support/chromium';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless } from '../support/headless';
import { layCable, noNamespaces, type Machine } from '../support/netns';

const why = chromiumPath ? noNamespaces() : 'it needs a Chromium that can be started in a namespace (Debian’s)';
const PORT = 7420;

/** Hostile pages under every name, on the porch's port and on another, and the name server that leads to them. */
async function hostileSite({ namespace, prefix }: Machine, addresses: readonly string[]) {
  // `ip netns exec` lays this over /etc/resolv.conf.
  const names = `/etc/netns/${namespace}`;
  await mkdir(names, { recursive: true });
  await writeFile(`${names}/resolv.conf`, 'nameserver 127.0.0.1\n');
  const program = resolve(import.meta.dirname, '../support/hostile-site.mjs');
  const [command = '', ...args] = [...prefix, process.execPath, program, ...addresses, String(PORT), '8000'];
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  return {
    /** Stops serving the porch's port: whoever asks again under the same name comes to the porch. */
    async step() {
      const left = once(lines, 'line');
      child.stdin.write(`${PORT}\n`);
      await left;
    },
    async close() {
      const gone = once(child, 'exit');
      child.stdin.end();
      await gone;
      await rm(names, { recursive: true });
    },
  };
}

/** What the page can read at an address, and whether a WebSocket opens there. */
const attack = (page: Page, target: string) =>
  page.evaluate(async (base) => {
    const read = async (path: string, how: RequestInit = {}) => {
      try {
        const response = await fetch(base + path, how);
        return `${response.type} ${response.status} ${await response.text()}`;
      } catch {
        return 'nothing';
      }
    };
    const socket = new WebSocket(`${base.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const opened = await new Promise<boolean>((done) => {
      socket.onopen = () => done(true);
      socket.onerror = socket.onclose = () => done(false);
    });
    return {
      opened,
      hello: await read('/hello'),
      client: await read('/'),
      polling: await read('/socket.io/?EIO=4&transport=polling'),
      post: await read('/code', { method: 'POST', body: '{"code":"AAAAAA"}' }),
      blind: await read('/hello', { mode: 'no-cors' }),
    };
  }, target);

test('a page whose name is turned to the porch after it loaded, and a page of another origin, learn nothing', async () => {
  test.skip(why !== null, why ?? '');
  const folder = await temporaryFolder('hostile');
  const cable = layCable();
  const own = '10.77.0.2';
  try {
    const server = await startHeadless({
      ...{ dataDir: folder, name: '비밀스러운 마루', host: '0.0.0.0', port: PORT },
      prefix: cable.server.prefix,
    });
    const site = await hostileSite(cable.client, [own, cable.address]);
    const browser = await chromiumIn(cable.client.prefix, folder);
    try {
      const page = await browser.newPage();
      // The porch itself is there for whoever opens it by its address.
      expect((await page.goto(`http://${cable.address}:${PORT}/hello`))?.status()).toBe(200);

      await page.goto(`http://prize.test:${PORT}/`);
      await expect(page).toHaveTitle('a prize for you');
      await site.step();
      const rebound = await attack(page, `http://prize.test:${PORT}`);
      expect(rebound.opened).toBe(false);
      for (const heard of [rebound.hello, rebound.client, rebound.polling, rebound.post, rebound.blind]) {
        expect(heard).toMatch(/^basic 403 .*host-refused/);
        expect(heard).not.toContain('비밀');
      }

      await page.goto(`http://${own}:8000/`);
      const foreign = await attack(page, `http://${cable.address}:${PORT}`);
      expect(foreign).toEqual({
        opened: false,
        ...{ hello: 'nothing', client: 'nothing', polling: 'nothing', post: 'nothing' },
        // What a page without a right may send blindly comes back with nothing to read.
        blind: 'opaque 0 ',
      });
    } finally {
      await browser.close();
      await site.close();
      await server.stop();
    }
  } finally {
    cable.remove();
    await removeFolder(folder);
  }
});
