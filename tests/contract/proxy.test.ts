/** Behind a real reverse proxy, with the very configurations of docs/operations/reverse-proxy.md. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeCertificate } from '../../server/certificate/make';
import { removeFolder, temporaryFolder } from '../support/folders';
import { person, rawSocket, connected, startTestServer, type TestServer } from '../support/server';
import { ask, POLLING, SOCKET, upgrade } from '../support/ways';

const guide = join(import.meta.dirname, '../../docs/operations/reverse-proxy.md');
const has = (program: string) => spawnSync(program, ['-v'], { stdio: 'ignore' }).error === undefined;

let folder: string;
let server: TestServer;
let proxy: ChildProcess | null = null;
/** nginx takes its workers along; Caddy would wait for everybody to leave. */
let ends: NodeJS.Signals = 'SIGTERM';
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  if (proxy) {
    const ended = once(proxy, 'exit');
    if (proxy.exitCode === null) proxy.kill(ends);
    if (proxy.exitCode === null) await ended;
    proxy = null;
  }
  await server.remove();
  await removeFolder(folder);
});

async function freePort(): Promise<number> {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  await new Promise((resolve) => taken.close(resolve));
  return port;
}

/** The first block of the guide in that language whose text has the word, with this test's places for those it names. */
async function configuration(language: string, word: string, places: [RegExp, string][]): Promise<string> {
  const blocks = (await readFile(guide, 'utf8')).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  const block = [...blocks].find(([, of, text]) => of === language && text?.includes(word))?.[2];
  if (block === undefined) throw new Error(`the guide has no ${language} with ${word}`);
  return places.reduce((text, [what, by]) => {
    expect(text).toMatch(what);
    return text.replaceAll(new RegExp(what, 'g'), by);
  }, block);
}

/** A throw-away certificate for the proxy, in two files. */
async function keyFiles(): Promise<{ cert: string; key: string }> {
  const pem = await makeCertificate();
  const at = pem.indexOf('-----BEGIN CERTIFICATE');
  const files = { cert: join(folder, 'proxy.crt'), key: join(folder, 'proxy.key') };
  await writeFile(files.cert, pem.slice(at));
  await writeFile(files.key, pem.slice(0, at));
  return files;
}

/** Starts it, and waits until its port speaks TLS. */
async function run(command: string, args: string[], port: number, env = {}): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  proxy = child;
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
  await expect
    .poll(
      () =>
        new Promise((resolve, reject) => {
          if (child.exitCode !== null) return reject(new Error(said));
          const socket = connectTls({ host: '127.0.0.1', port, servername: 'chat.example', rejectUnauthorized: false });
          socket.once('secureConnect', () => resolve(true)).once('error', () => resolve(false));
          socket.once('secureConnect', () => socket.destroy());
        }),
      { timeout: 10_000 },
    )
    .toBe(true);
}

const escaped = (text: string) => text.replaceAll('$', '$$$$');

async function nginx(word: string): Promise<number> {
  const [port, plain] = [await freePort(), await freePort()];
  const files = await keyFiles();
  const upstream = join(folder, 'maru.crt');
  await writeFile(
    upstream,
    (await readFile(join(server.folder, 'certificate.pem'), 'utf8')).replace(/[\s\S]*(?=-----BEGIN CERT)/, ''),
  );
  const text = await configuration('nginx', word, [
    [/listen 443 ssl;/, `listen 127.0.0.1:${port} ssl;`],
    ...(word === 'return 301' ? ([[/listen 80;/, `listen 127.0.0.1:${plain};`]] as [RegExp, string][]) : []),
    [/\/etc\/ssl\/chat\.example\.crt/, escaped(files.cert)],
    [/\/etc\/ssl\/private\/chat\.example\.key/, escaped(files.key)],
    ...(word === 'proxy_ssl_verify'
      ? ([
          [/10\.0\.0\.5:7420/, `127.0.0.1:${server.address.port}`],
          [/\/etc\/nginx\/maru\.crt/, escaped(upstream)],
        ] as [RegExp, string][])
      : ([[/127\.0\.0\.1:7420/, `127.0.0.1:${server.address.port}`]] as [RegExp, string][])),
  ]);
  ends = 'SIGTERM';
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  const config = join(folder, 'nginx.conf');
  await writeFile(
    config,
    `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_processes 1; ${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
access_log off; ${temporary.join(' ')}
${text}
}
`,
  );
  await run('nginx', ['-c', config, '-p', folder, '-e', join(folder, 'error.log')], port);
  return port;
}

async function caddy(): Promise<number> {
  const [port, plain] = [await freePort(), await freePort()];
  const { cert, key } = await keyFiles();
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
  ends = 'SIGKILL';
  const home = { XDG_DATA_HOME: join(folder, 'caddy'), XDG_CONFIG_HOME: join(folder, 'caddy'), HOME: folder };
  await run('caddy', ['run', '--adapter', 'caddyfile', '--config', config], port, home);
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
