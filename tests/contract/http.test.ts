/** The door for plain requests: who is let in, what is served, and how it is fenced. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Hello, OLDEST_PROTOCOL, parse, PROTOCOL } from '../../protocol';
import { removeFolder, temporaryFolder } from '../support/folders';
import { person, startTestServer, type TestServer } from '../support/server';

interface Got {
  status: number;
  headers: Record<string, string>;
  text: string;
}

let client: string;
let server: TestServer;
beforeAll(async () => {
  client = await temporaryFolder();
  await mkdir(join(client, 'assets'));
  await writeFile(join(client, 'index.html'), '<!doctype html><title>Maru</title>');
  await writeFile(join(client, 'assets', 'index-3f2a.js'), 'export {};');
  await writeFile(join(client, '.secret'), 'not for anybody');
  server = await startTestServer({
    clientDir: client,
    name: '디자인실',
    password: '열쇠',
    hostNames: ['chat.example'],
  });
});
afterAll(async () => {
  await server.remove();
  await removeFolder(client);
});

/** A request whose Host, Origin and path are just what is given: `fetch` would set them right. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> =>
  new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: server.address.port, path, method, headers, agent: false },
      (response) => {
        let text = '';
        response.on('data', (data: Buffer) => (text += data.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers as Record<string, string>, text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });

test('a stranger’s hello tells what is allowed and no more', async () => {
  const { status, headers, text } = await ask('/hello');
  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  expect(parse(Hello, JSON.parse(text))).toMatchObject({ ok: true });
  expect(JSON.parse(text)).toEqual({
    product: 'maru',
    id: server.id,
    protocol: PROTOCOL,
    oldest: OLDEST_PROTOCOL,
    password: true,
    name: '디자인실',
    people: 0,
  });
  const narae = await person(server.url, '나래', { password: '열쇠' });
  expect(JSON.parse((await ask('/hello')).text)).toMatchObject({ people: 1 });
  narae.talker.close();
});

test('an invitation’s page is the client, kept nowhere and told to nobody', async () => {
  const page = await ask('/j/k3Zt9_Qw-0aBcDeFgHiJkL');
  expect(page).toMatchObject({ status: 200, text: expect.stringContaining('<title>Maru</title>') as string });
  expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  expect((await ask('/j/k3Zt9_Qw-0aBcDeFgHiJkL/more')).status).toBe(404);
});

test('the client is served with a policy that lets it dial this host and nothing else', async () => {
  const host = `127.0.0.1:${server.address.port}`;
  const page = await ask('/', { host });
  expect(page).toMatchObject({ status: 200, text: expect.stringContaining('<title>Maru</title>') as string });
  expect(page.headers).toMatchObject({
    'content-type': expect.stringMatching(/^text\/html; charset=utf-8$/i) as string,
    'cache-control': 'no-cache',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  const policy = new Map(
    (page.headers['content-security-policy'] ?? '')
      .split('; ')
      .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
  );
  expect(Object.fromEntries(policy)).toEqual({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", `ws://${host}`, `wss://${host}`],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
    'object-src': ["'none'"],
  });
  expect(page.headers).not.toHaveProperty('x-powered-by');
  const script = await ask('/assets/index-3f2a.js');
  expect(script.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': expect.stringContaining('javascript') as string,
  });
});

test('what is not there is a plain no, and nothing outside the folder is there', async () => {
  const outside = [
    '/nothing',
    '/api/users',
    '/assets/',
    '/.secret',
    '/../package.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/assets/..%5c..%5c.secret',
    '/%00',
    '/%ff',
  ];
  for (const path of outside) {
    const got = await ask(path);
    expect([path, [400, 404].includes(got.status)]).toEqual([path, true]);
    expect(JSON.parse(got.text)).toMatchObject({ ok: false, error: { message: expect.any(String) as string } });
    expect(got.text).not.toMatch(/not for anybody|root:/);
  }
  expect((await ask('/hello', {}, 'POST')).status).toBe(404);
  expect(server.log()).not.toContain('"level":"error"');
});

test('odd ranges and files that vanish end in an answer', async () => {
  for (const range of ['bytes=5-2', 'bytes=-', 'bytes=99999-', 'bytes=a-b', `bytes=${'0-1,'.repeat(500)}`]) {
    expect((await ask('/index.html', { range })).status).toBeLessThan(500);
  }
  await writeFile(join(client, 'assets', 'gone.js'), 'x'.repeat(1_000));
  expect((await ask('/assets/gone.js')).status).toBe(200);
  await rm(join(client, 'assets', 'gone.js'));
  expect((await ask('/assets/gone.js')).status).toBe(404);
});

describe('the app’s own origin', () => {
  const origin = 'app://maru';

  test('alone gets CORS headers, on the hello and on Socket.IO’s polling', async () => {
    for (const path of ['/hello', '/socket.io/?EIO=4&transport=polling']) {
      const app = await ask(path, { origin });
      expect([app.status, app.headers['access-control-allow-origin'], app.headers['vary']]).toEqual([
        200,
        origin,
        expect.stringMatching(/origin/i),
      ]);
      const page = await ask(path, {
        origin: `http://127.0.0.1:${server.address.port}`,
        host: `127.0.0.1:${server.address.port}`,
      });
      expect([page.status, page.headers['access-control-allow-origin']]).toEqual([200, undefined]);
      const preflight = await ask(
        path,
        { origin, 'access-control-request-method': 'POST', 'access-control-request-private-network': 'true' },
        'OPTIONS',
      );
      expect(preflight).toMatchObject({
        status: 204,
        headers: { 'access-control-allow-origin': origin, 'access-control-allow-private-network': 'true' },
      });
      const foreign = await ask(
        path,
        { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
        'OPTIONS',
      );
      expect([foreign.status, foreign.headers['access-control-allow-origin']]).toEqual([403, undefined]);
    }
  });
});
