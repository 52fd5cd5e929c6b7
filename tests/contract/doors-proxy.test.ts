/** Every door behind a real nginx, with the very configuration of docs/operations/reverse-proxy.md, and with one that drops `Upgrade`. */
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits, PROTOCOL } from '../../protocol';
import { Reading } from '../support/doors/door';
import { requestDoors } from '../support/doors/requests';
import { socketDoors } from '../support/doors/sockets';
import { said } from '../support/drafts';
import { removeFolder, temporaryFolder } from '../support/folders';
import { guide, has, startNginx, type Proxy } from '../support/proxies';
import { connected, person, rawSocket, startTestServer, type TestServer } from '../support/server';
import { ask } from '../support/ways';

const noNginx = has('nginx') ? '' : ' (not run: there is no nginx)';

let folder: string;
let server: TestServer;
let proxy: Proxy;
const { NODE_TLS_REJECT_UNAUTHORIZED: usual } = process.env;
beforeEach(async () => {
  folder = await temporaryFolder();
  server = await startTestServer({ proxies: ['127.0.0.1'], guests: false, dataDir: folder });
  // Whose key the proxy has, other tests look at; a client of the platform's own takes no option for it.
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
});
afterEach(async () => {
  if (usual === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = usual;
  await proxy.end();
  await server.remove();
  await removeFolder(folder);
});
const json = { 'content-type': 'application/json' };
const url = () => `https://127.0.0.1:${proxy.port}/`;

describe(`behind nginx${noNginx}`, () => {
  test.skipIf(noNginx)('every door brings what is said as it is said, also past a cut wire', async () => {
    proxy = await startNginx(server, folder, 'return 301');
    const narae = await person(url(), '나래');
    const place = { log: narae.commons, epoch: narae.resumed.logs[0]?.epoch ?? '', after: 0 };
    const people = await Promise.all(
      [...requestDoors, ...socketDoors].map(async (door) => {
        const visitor = await door.join(url(), door.name);
        const reading = new Reading(place);
        return { visitor, reading, going: reading.go(visitor) };
      }),
    );
    const ids: string[] = [];
    for (const { visitor } of people) {
      const draft = said(`${visitor.member}의 말`);
      expect(await visitor.append(place.log, draft)).toMatchObject({ ok: true });
      ids.push(draft.id);
      // Everybody hears each before the next is said: nothing is gathered on the way.
      await Promise.all(people.map(({ reading }) => reading.has(ids)));
    }
    for (const person of people) {
      person.reading.cut();
      expect(await person.going).toBeNull();
    }
    ids.push((await narae.say('끊긴 동안')).id);
    const again = people.map(({ visitor, reading }) => reading.go(visitor));
    await Promise.all(people.map(({ reading }) => reading.has(ids)));
    for (const { reading, visitor } of people) {
      reading.cut();
      expect(reading.entries.map(({ seq }) => seq)).toEqual(reading.entries.map((_, at) => at + 1));
      visitor.leave();
    }
    await Promise.all(again);
    narae.talker.close();
  });

  test.skipIf(noNginx)('who comes from where is known: one address at its limit keeps no other waiting', async () => {
    proxy = await startNginx(server, folder, 'return 301');
    const join = (from: string, name: string) =>
      ask({ port: proxy.port, secure: true, from }, '/api/join', json, 'POST', JSON.stringify({ name }));
    const flood: Awaited<ReturnType<typeof join>>[] = [];
    // As many at a time as a small nginx takes.
    while (flood.length < 10 * limits.callRate.burst && !flood.some(({ status }) => status === 429))
      flood.push(...(await Promise.all(Array.from({ length: 40 }, (_, at) => join('127.0.0.21', `물결 ${at}`)))));
    expect(new Set(flood.map(({ status }) => status))).toEqual(new Set([201, 429]));
    const [first] = flood;
    expect(JSON.parse(first!.text)).toMatchObject({ member: { role: 'member', private: true } });
    expect(await join('127.0.0.22', '윤서')).toMatchObject({ status: 201 });
    // What somebody says of themselves is not what the proxy says of them.
    const narae = await person(url(), '나래', { headers: { 'x-forwarded-for': '192.0.2.1' } });
    expect(narae.member).toMatchObject({ role: 'member', private: true });
    narae.talker.close();
  });

  test.skipIf(noNginx)(
    'one that drops Upgrade leaves Socket.IO its polling, and the plain WebSocket is told why',
    async () => {
      proxy = await startNginx(server, folder, 'return 301', (text) => {
        const stripped = text.replace(/^\s*proxy_set_header (Upgrade|Connection) .*\n/gm, '');
        expect(stripped).not.toBe(text);
        return stripped;
      });
      const token = (await person(url(), '나래', { transports: ['polling'] })).token;
      // The app's and the page's order, and the other one.
      for (const transports of [['websocket', 'polling'] as const, ['polling', 'websocket'] as const]) {
        const socket = rawSocket(url(), { auth: { protocol: PROTOCOL, token }, transports: [...transports] });
        await connected(socket);
        expect(socket.io.engine.transport.name).toBe('polling');
        socket.disconnect();
      }
      const { status, headers, text } = await ask({ port: proxy.port, secure: true }, '/api/socket', {
        ...{ connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
        ...{ 'sec-websocket-key': 'MTIzNDU2Nzg5MDEyMzQ1Ng==', 'sec-websocket-protocol': 'maru.v1' },
      });
      expect([status, headers.upgrade]).toEqual([426, 'websocket']);
      expect(JSON.parse(text)).toMatchObject({ ok: false, error: { code: 'invalid', field: 'upgrade' } });
    },
  );
});

test('the guide’s proxies wait longer than the longest poll, and than two signs of life', async () => {
  proxy = { port: 0, end: async () => undefined };
  const timeouts = [...(await readFile(guide, 'utf8')).matchAll(/proxy_read_timeout (\d+)s;/g)].map(([, s]) =>
    Number(s),
  );
  expect(timeouts.length).toBeGreaterThan(0);
  for (const seconds of timeouts) {
    expect(seconds).toBeGreaterThan(limits.waitSeconds + 5);
    expect(seconds * 1_000).toBeGreaterThan(2 * limits.heartbeatInterval);
  }
});
