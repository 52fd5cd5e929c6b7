/** Behind a real reverse proxy, with the very configurations of docs/operations/reverse-proxy.md. */
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeCertificate } from '../../server/certificate/make';
import { removeFolder, temporaryFolder } from '../support/folders';
import { freePort } from '../support/free-port';
import { configuration, escaped, has, keyFiles, runProxy, startNginx, type Proxy } from '../support/proxies';
import { person, rawSocket, connected, startTestServer, type TestServer } from '../support/server';
import { ask, POLLING, SOCKET, upgrade } from '../support/ways';

let folder: string;
let server: TestServer;
let proxy: Proxy | null = null;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await proxy?.end();
  proxy = null;
  await server.remove();
  await removeFolder(folder);
});

const nginx = async (word: string): Promise<number> => (proxy = await startNginx(server, folder, word)).port;

async function caddy(): Promise<number> {
  const [port, plain] = [await freePort(), await freePort()];
  const { cert, key } = await keyFiles(folder);
  const text = await configuration('caddy', 'reverse_proxy', [
    [
      /^chat\.example \{/m,
      `https://chat.example:${port}, https://127.0.0.1:${port} {\n  tls ${escaped(cert)} ${escaped(key)}`,
    ],
    [/127\.0\.0\.1:7420/, `127.0.0.1:${server.address.port}`],
  ]);
  await mkdir(join(folder, 'caddy'));
  const config = join(folder, 'Caddyfile');
  await writeFile(
    config,
    `{\n  admin off\n  auto_https disable_redirects\n  http_port ${plain}\n  https_port ${port}\n}\n${text}`,
  );
  const home = { XDG_DATA_HOME: join(folder, 'caddy'), XDG_CONFIG_HOME: join(folder, 'caddy'), HOME: folder };
  proxy = await runProxy('caddy', ['run', '--adapter', 'caddyfile', '--config', config], port, {
    env: home,
    ends: 'SIGKILL',
  });
  return port;
}

/** What holds behind every proxy. */
async function stories(port: number): Promise<void> {
  const host = `chat.example:${port}`;
  const way = { port, secure: true };
  // The proxy's key is what is seen from outside, not the server's own.
  const hello = await ask(way, '/hello', { host });
  expect(JSON.parse(hello.text)).toMatchObject({ product: 'maru', id: server.id });
  // The page under its own name is let in, another page is not, nor another name.
  expect((await ask(way, POLLING, { host, origin: `https://${host}` })).status).toBe(200);
  expect((await ask(way, POLLING, { host, origin: `http://${host}` })).status).toBe(403);
  expect((await ask(way, POLLING, { host, origin: 'https://evil.example' })).status).toBe(403);
  expect((await upgrade(way, SOCKET, { host, origin: `https://${host}` })).status).toBe(101);
  expect((await upgrade(way, SOCKET, { host, origin: 'https://evil.example' })).status).toBe(403);
  // Two people, by WebSocket and by polling, both members: nobody could read along, though the last step was plain.
  const url = `https://127.0.0.1:${port}/`;
  const [narae, mateo] = [
    await person(url, '나래', { headers: { host, origin: `https://${host}` } }),
    await person(url, 'Mateo', { headers: { host }, transports: ['polling'] }),
  ];
  expect([narae.member, mateo.member]).toMatchObject([
    { role: 'member', private: true },
    { role: 'member', private: true },
  ]);
  const { id } = await narae.say('대문을 지나서');
  await mateo.talker.until(() => mateo.talker.entriesOf(mateo.commons).find((entry) => entry.id === id));
  // From polling to WebSocket, as browsers that begin with polling do.
  const upgrading = rawSocket(url, { headers: { host }, transports: ['polling', 'websocket'] });
  const upgraded = new Promise((resolve) => upgrading.io.engine.once('upgrade', resolve));
  await connected(upgrading);
  await upgraded;
  upgrading.disconnect();
  for (const { talker } of [narae, mateo]) talker.close();
}

const behind = (proxies: string[]) =>
  startTestServer({ proxies, hostNames: ['chat.example'], guests: false, dataDir: folder });

const noNginx = has('nginx') ? '' : ' (not run: there is no nginx)';
describe(`nginx${noNginx}`, () => {
  test.skipIf(noNginx)('on the same machine', async () => {
    server = await behind(['127.0.0.1']);
    await stories(await nginx('return 301'));
  });

  test.skipIf(noNginx)('on another machine, with TLS to the server, whose key it knows', async () => {
    server = await behind(['127.0.0.1']);
    await stories(await nginx('proxy_ssl_verify'));
  });

  test.skipIf(noNginx)('does not hand anything to a server with another key', async () => {
    server = await behind(['127.0.0.1']);
    const file = join(folder, 'certificate.pem');
    const own = await readFile(file);
    await writeFile(file, await makeCertificate());
    const port = await nginx('proxy_ssl_verify');
    expect((await ask({ port, secure: true }, '/hello', { host: 'chat.example' })).status).toBe(502);
    await writeFile(file, own);
  });

  test.skipIf(noNginx)('that nobody named is believed in nothing', async () => {
    server = await behind([]);
    const port = await nginx('return 301');
    const { status, text } = await ask({ port, secure: true }, '/hello', { host: 'chat.example' });
    expect([status, text]).toEqual([403, expect.stringContaining('guests-refused')]);
  });
});

const noCaddy = has('caddy') ? '' : ' (not run: there is no caddy)';
describe(`Caddy${noCaddy}`, () => {
  test.skipIf(noCaddy)('on the same machine', async () => {
    server = await behind(['127.0.0.1']);
    await stories(await caddy());
  });
});

const noOpenssl = has('openssl') ? '' : ' (not run: there is no openssl)';
test.skipIf(noOpenssl)(`the guide’s way to a server’s key gives its certificate${noOpenssl}`, async () => {
  server = await startTestServer({ dataDir: folder });
  const { stdout } = spawnSync('openssl', ['x509', '-in', join(folder, 'certificate.pem')], {
    encoding: 'utf8',
  });
  expect(new X509Certificate(stdout).subject).toBe('CN=Maru');
});
