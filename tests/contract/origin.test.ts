/**
 * Host and Origin, judged on every request, every upgrade and every poll: no page of a stranger's reaches a server, by
 * whatever name it came here (DNS rebinding) or was served from (cross-site requests and WebSockets).
 */
import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, POLLING, SOCKET, upgrade } from '../support/ways';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ hostNames: ['chat.example'] });
});
afterAll(() => server.remove());

type Outcome = 'program' | 'browser' | 'app' | 'host-refused' | 'origin-refused';
/** Host, Origin, and what becomes of it. In a Host, `PORT` is the server's own. */
type Row = [host: string, origin: string | null, outcome: Outcome];

const machine = hostname();

/** Who may come under which name: the same, plain or over TLS. */
const names: Row[] = [
  ['127.0.0.1', null, 'program'],
  ['127.0.0.1:PORT', null, 'program'],
  ['127.0.0.2:80', null, 'program'],
  ['192.168.0.7:7420', null, 'program'],
  ['0.0.0.0:PORT', null, 'program'],
  ['[::1]:PORT', null, 'program'],
  ['[::ffff:127.0.0.1]:PORT', null, 'program'],
  ['[::FFFF:7F00:1]', null, 'program'],
  ['[fe80::1]', null, 'program'],
  ['localhost', null, 'program'],
  ['LOCALHOST:PORT', null, 'program'],
  ['localhost.', null, 'program'],
  ['localhost.:PORT', null, 'program'],
  [machine, null, 'program'],
  [`${machine.toUpperCase()}.LOCAL:PORT`, null, 'program'],
  ['chat.example', null, 'program'],
  ['Chat.Example.:443', null, 'program'],
  // Names of others, however much they look like ours.
  ['evil.example', null, 'host-refused'],
  ['127.0.0.1.evil', null, 'host-refused'],
  ['127.0.0.1.evil.example:PORT', null, 'host-refused'],
  ['evil.127.0.0.1', null, 'host-refused'],
  ['localhost.evil.example', null, 'host-refused'],
  ['evil.localhost', null, 'host-refused'],
  ['evil-localhost', null, 'host-refused'],
  ['chat.example.evil.example', null, 'host-refused'],
  ['evil.chat.example', null, 'host-refused'],
  [`${machine}.evil.example`, null, 'host-refused'],
  ['localhost..', null, 'host-refused'],
  ['.localhost', null, 'host-refused'],
  ['.', null, 'host-refused'],
  // Addresses that are written as no browser writes them.
  ['127.0.0.1.', null, 'host-refused'],
  ['127.1', null, 'host-refused'],
  ['127.0.1', null, 'host-refused'],
  ['2130706433', null, 'host-refused'],
  ['0x7f000001', null, 'host-refused'],
  ['0x7f.0.0.1', null, 'host-refused'],
  ['0177.0.0.1', null, 'host-refused'],
  ['127.0.0.01', null, 'host-refused'],
  ['127.0.0.256', null, 'host-refused'],
  ['::1', null, 'host-refused'],
  ['[::1', null, 'host-refused'],
  ['[::1%25lo]', null, 'host-refused'],
  ['[127.0.0.1]', null, 'host-refused'],
  // Things around a name.
  ['evil@127.0.0.1', null, 'host-refused'],
  ['127.0.0.1@evil.example', null, 'host-refused'],
  ['127.0.0.1:PORT:PORT', null, 'host-refused'],
  ['127.0.0.1:', null, 'host-refused'],
  ['127.0.0.1:99999', null, 'host-refused'],
  ['127.0.0.1:+80', null, 'host-refused'],
  ['127.0.0.1/evil', null, 'host-refused'],
  ['127.0.0.1?evil', null, 'host-refused'],
  ['127.0.0.1#evil', null, 'host-refused'],
  ['127.0.0.1, evil.example', null, 'host-refused'],
  ['evil.example, 127.0.0.1', null, 'host-refused'],
  ['http://127.0.0.1', null, 'host-refused'],
  ['127.0.0.1 evil', null, 'host-refused'],
  ['%31%32%37.0.0.1', null, 'host-refused'],
  ['\u00b927.0.0.1', null, 'host-refused'],
  ['xn--lcalhost-54a', null, 'host-refused'],
  ['', null, 'host-refused'],
  [`${'a'.repeat(300)}.example`, null, 'host-refused'],
  // The desktop renderer, and what would like to be it.
  ['127.0.0.1:PORT', 'app://maru', 'app'],
  ['chat.example', 'app://maru', 'app'],
  ['evil.example', 'app://maru', 'host-refused'],
  ['127.0.0.1', 'app://maru.evil', 'origin-refused'],
  ['127.0.0.1', 'app://maru/', 'origin-refused'],
  ['127.0.0.1', 'app://maru:80', 'origin-refused'],
  ['127.0.0.1', 'app://evil', 'origin-refused'],
  ['127.0.0.1', 'APP://MARU', 'origin-refused'],
  ['127.0.0.1', 'app://maru, app://maru', 'origin-refused'],
  // Pages of nobody.
  ['127.0.0.1', 'null', 'origin-refused'],
  ['127.0.0.1', '', 'origin-refused'],
  ['127.0.0.1', 'file://', 'origin-refused'],
  ['127.0.0.1', 'about:blank', 'origin-refused'],
  ['127.0.0.1', 'chrome-extension://abcdefghijklmnop', 'origin-refused'],
  ['127.0.0.1', 'ftp://127.0.0.1', 'origin-refused'],
  ['127.0.0.1', 'ws://127.0.0.1', 'origin-refused'],
  ['127.0.0.1', '127.0.0.1', 'origin-refused'],
  ['127.0.0.1', '//127.0.0.1', 'origin-refused'],
];

/** Pages: HTTP is the scheme of the connection, OTHER the other one; USUAL is its port, which is left out in an origin. */
const pages: Row[] = [
  ['127.0.0.1:PORT', 'HTTP://127.0.0.1:PORT', 'browser'],
  ['127.0.0.1', 'HTTP://127.0.0.1', 'browser'],
  ['127.0.0.1:USUAL', 'HTTP://127.0.0.1', 'browser'],
  ['127.0.0.1', 'HTTP://127.0.0.1:USUAL', 'browser'],
  ['[::1]:PORT', 'HTTP://[::1]:PORT', 'browser'],
  ['Chat.Example', 'HTTP://chat.example', 'browser'],
  ['localhost:PORT', 'HTTP://LOCALHOST:PORT', 'browser'],
  // Another page of the same machine, or of the same server by another name, is another page.
  ['127.0.0.1:PORT', 'HTTP://127.0.0.1', 'origin-refused'],
  ['127.0.0.1:PORT', 'HTTP://127.0.0.1:8080', 'origin-refused'],
  ['127.0.0.1:PORT', 'HTTP://localhost:PORT', 'origin-refused'],
  ['127.0.0.1:PORT', 'HTTP://127.0.0.2:PORT', 'origin-refused'],
  ['127.0.0.1', 'HTTP://[::ffff:127.0.0.1]', 'origin-refused'],
  ['[::1]', 'HTTP://[::]', 'origin-refused'],
  ['chat.example', 'HTTP://chat.example.', 'origin-refused'],
  ['chat.example', 'HTTP://evil.chat.example', 'origin-refused'],
  // The other scheme: a page that anybody on the way may have written.
  ['127.0.0.1:PORT', 'OTHER://127.0.0.1:PORT', 'origin-refused'],
  ['127.0.0.1', 'OTHER://127.0.0.1', 'origin-refused'],
  ['chat.example', 'OTHER://chat.example', 'origin-refused'],
  // Strangers.
  ['127.0.0.1', 'HTTP://evil.example', 'origin-refused'],
  ['127.0.0.1:PORT', 'HTTP://evil.example:PORT', 'origin-refused'],
  ['127.0.0.1', 'HTTP://127.0.0.1.evil', 'origin-refused'],
  ['127.0.0.1', 'HTTP://127.0.0.1@evil.example', 'origin-refused'],
  ['127.0.0.1', 'HTTP://evil.example@127.0.0.1', 'origin-refused'],
  ['127.0.0.1', 'HTTP://127.0.0.1/', 'origin-refused'],
  ['127.0.0.1', 'HTTP://127.0.0.1?', 'origin-refused'],
  ['127.0.0.1', 'HTTP://127.0.0.1 HTTP://evil.example', 'origin-refused'],
  ['127.0.0.1', 'HTTP://evil.example, HTTP://127.0.0.1', 'origin-refused'],
  ['127.0.0.1', 'HTTP://2130706433', 'origin-refused'],
  ['127.0.0.1', 'HTTP://0x7f.1', 'origin-refused'],
  ['127.0.0.1', 'HTTP://', 'origin-refused'],
  ['evil.example', 'HTTP://evil.example', 'host-refused'],
  ['evil.example:PORT', 'HTTP://evil.example:PORT', 'host-refused'],
];

const rows = (secure: boolean): Row[] => {
  const [http, other, usual] = secure ? ['https', 'http', '443'] : ['http', 'https', '80'];
  const put = (text: string) =>
    text
      .replaceAll('PORT', String(server.address.port))
      .replaceAll('HTTP:', `${http}:`)
      .replaceAll('OTHER:', `${other}:`)
      .replaceAll('USUAL', usual);
  return [...names, ...pages].map(([host, origin, outcome]) => [
    put(host),
    origin === null ? null : put(origin),
    outcome,
  ]);
};

describe.each([
  ['plain', false],
  ['TLS', true],
])('over %s', (_name, secure) => {
  const asked = ([host, origin]: Row) => ({ host, ...(origin === null ? {} : { origin }) });
  const way = () => ({ port: server.address.port, secure });
  /** What became of it, by what came back. */
  const outcome = ({ status, text, headers }: Awaited<ReturnType<typeof ask>>, good: number): string => {
    if (status !== good) return /"code":"([a-z-]+)"/.exec(text)?.[1] ?? `status ${status}`;
    return headers['access-control-allow-origin'] === undefined ? 'let in' : 'let in with CORS';
  };
  const expected = (kind: Outcome, cors: boolean): string =>
    kind === 'app' && cors ? 'let in with CORS' : kind.endsWith('-refused') ? kind : 'let in';

  test.each([
    ['the hello', '/hello'],
    ['a file', '/nothing'],
    ['polling', POLLING],
  ])('%s is for whom the table says, and for nobody else', async (_what, path) => {
    const good = path === '/nothing' ? 404 : 200;
    for (const row of rows(secure)) {
      const heard = await ask(way(), path, asked(row));
      const seen = good === 404 && heard.status === 404 ? 'let in' : outcome(heard, good);
      expect([...row, seen]).toEqual([...row, expected(row[2], good !== 404)]);
    }
  });

  test('an upgrade, too', async () => {
    for (const row of rows(secure)) {
      const heard = await upgrade(way(), SOCKET, asked(row));
      expect([...row, outcome(heard, 101)]).toEqual([...row, expected(row[2], false)]);
    }
  });

  test('also a poll, a post and an upgrade of a session that stands', async () => {
    const { sid } = JSON.parse((await ask(way(), POLLING)).text.slice(1)) as { sid: string };
    for (const row of rows(secure)) {
      if (!row[2].endsWith('-refused')) continue;
      const heard = [
        await ask(way(), `${POLLING}&sid=${sid}`, asked(row)),
        await ask(way(), `${POLLING}&sid=${sid}`, asked(row), 'POST'),
        await upgrade(way(), `${SOCKET}&sid=${sid}`, asked(row)),
      ];
      expect([...row, ...heard.map((one) => outcome(one, 200))]).toEqual([...row, row[2], row[2], row[2]]);
    }
  });
});

test('there are enough of them, and each once', () => {
  const all = rows(false).map((row) => row.join(' | '));
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBeGreaterThanOrEqual(60);
});

test('what is refused is named, cut short and without anything a screen would obey', async () => {
  const { text } = await ask({ port: server.address.port }, '/hello', { host: `${'e'.repeat(400)}.example` });
  expect(JSON.parse(text)).toMatchObject({ error: { code: 'host-refused', named: 'e'.repeat(200) } });
});
