/** One port for TLS and plain HTTP, whom it takes for whom, and what a stranger gets. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { limits } from '../../protocol';
import { callerOf, isProxy, Proxies } from '../../server/door/caller';
import { ask, greet, knock, POLLING, SOCKET, upgrade } from '../support/ways';
import { person, secureUrl, startTestServer, Talker, type TestServerOptions } from '../support/server';

const opened: { remove(): Promise<void> }[] = [];
const open = async (options: TestServerOptions = {}) => {
  const server = await startTestServer(options);
  opened.push(server);
  return server;
};
afterEach(() => Promise.all(opened.splice(0).map((server) => server.remove())));

/** What a proxy nobody named sends: to the server, its visitors come from the network. */
const fromNetwork = { 'x-forwarded-for': '203.0.113.9' };

describe('one port', () => {
  test('the same hello, over both; the same conversation, by every transport', async () => {
    const server = await open();
    const { port } = server.address;
    const [plain, secure] = [await ask({ port }, '/hello'), await ask({ port, secure: true }, '/hello')];
    expect([plain.status, secure.status]).toEqual([200, 200]);
    expect(secure.text).toBe(plain.text);
    const people = [
      await person(server.url, '나래', { transports: ['polling'] }),
      await person(secureUrl(server), '윤서', { transports: ['websocket'] }),
      await person(secureUrl(server), 'Mateo', { transports: ['polling'] }),
      await person(secureUrl(server), 'Ana', { transports: ['polling', 'websocket'] }),
    ];
    for (const [at, { say, commons }] of people.entries()) {
      const { id } = await say(`${at}`);
      await Promise.all(
        people.map(({ talker }) => talker.until(() => talker.entriesOf(commons).find((entry) => entry.id === id))),
      );
    }
    for (const { talker } of people) talker.close();
  });

  test('slow ones are heard to the end: a byte at a time, plain and in a TLS handshake', async () => {
    const server = await open();
    const request = `GET /hello HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`;
    const plain = await knock(server.address);
    plain.setNoDelay(true);
    let text = '';
    plain.on('data', (data: Buffer) => (text += data.toString()));
    for (const letter of request) await new Promise((resolve) => plain.write(letter, resolve));
    await once(plain, 'close');
    expect(text).toContain('"product":"maru"');

    const slow = await knock(server.address);
    slow.setNoDelay(true);
    // What TLS would send goes byte by byte.
    const write = slow.write.bind(slow);
    slow.write = ((data: Buffer, ...rest: unknown[]) => {
      for (const byte of data.subarray(0, -1)) write(Buffer.from([byte]));
      return (write as (...all: unknown[]) => boolean)(data.subarray(-1), ...rest);
    }) as typeof slow.write;
    const { Duplex } = await import('node:stream');
    const through = new Duplex({
      read: () => undefined,
      write: (data: Buffer, _encoding, done) => void slow.write(data, () => done()),
    });
    slow.on('data', (data) => through.push(data));
    const secure = connectTls({ socket: through, rejectUnauthorized: false });
    await once(secure, 'secureConnect');
    secure.write(request);
    const [answer] = (await once(secure, 'data')) as [Buffer];
    expect(answer.toString()).toContain('200 OK');
    slow.destroy();
  });

  test.each([
    ['nothing at all', ''],
    ['a null byte', '\0'],
    ['a line end', '\r\n\r\n\r\n'],
    ['the beginning of a handshake', '\x16\x03\x01\x02\x00\x01'],
    ['a handshake of noise', `\x16\x03\x01\x00\x40${'\xa5'.repeat(64)}`],
    ['a handshake that would never end', `\x16\x03\x01\xff\xff${'\0'.repeat(70_000)}`],
    ['an SSL 2 hello', '\x80\x2e\x01\x00\x02'],
    ['a TLS alert', '\x15\x03\x01\x00\x02\x01\x00'],
    ['another protocol', 'SSH-2.0-OpenSSH_9\r\n'],
  ])('%s, and then an end, harms nobody', async (_what, bytes) => {
    const server = await open();
    const socket = await knock(server.address);
    socket.end(Buffer.from(bytes, 'latin1'));
    socket.resume();
    await once(socket, 'close');
    expect((await ask({ port: server.address.port, secure: true }, '/hello')).status).toBe(200);
    expect(server.log()).not.toContain('"level":"error"');
  });

  test('inside TLS, what is no HTTP gets a plain no; TLS 1.1 gets nothing', async () => {
    const server = await open();
    const secure = await greet(await knock(server.address));
    secure.write('hello?\r\n\r\n');
    const [answer] = (await once(secure, 'data')) as [Buffer];
    expect(answer.toString()).toContain('400 Bad Request');
    const old = connectTls({
      ...server.address,
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
    });
    const [refused] = (await once(old, 'error')) as [Error];
    expect(refused).toBeInstanceOf(Error);
    secure.destroy();
  });

  test('a session that began where nobody can read along does not go on where somebody can', async () => {
    const { address } = await open();
    const begin = async (secure: boolean, headers: Record<string, string> = {}) =>
      (JSON.parse((await ask({ ...address, secure }, POLLING, headers)).text.slice(1)) as { sid: string }).sid;
    const tapped = { port: address.port };
    const sid = await begin(true);
    expect((await ask(tapped, `${POLLING}&sid=${sid}`, fromNetwork)).status).toBe(403);
    expect((await upgrade(tapped, `${SOCKET}&sid=${sid}`, { host: '127.0.0.1', ...fromNetwork })).status).toBe(403);
    // One that began in the open may go on wherever it likes.
    const other = await begin(false, fromNetwork);
    expect((await upgrade({ ...tapped, secure: true }, `${SOCKET}&sid=${other}`, { host: '127.0.0.1' })).status).toBe(
      101,
    );
  });
});

describe('who is private', () => {
  test.each([
    ['this machine, plain', (of: { url: string }) => of.url, {}, 'member'],
    ['this machine, over TLS', secureUrl, {}, 'member'],
    ['a proxy nobody named, plain', (of: { url: string }) => of.url, fromNetwork, 'guest'],
    [
      'a proxy nobody named, saying it is safe',
      (of: { url: string }) => of.url,
      { 'x-forwarded-proto': 'https' },
      'guest',
    ],
  ])('%s', async (_who, urlOf, headers, role) => {
    const server = await open();
    for (const transports of [['websocket'], ['polling']] as ('websocket' | 'polling')[][]) {
      const { talker, member } = await person(urlOf(server), '나래', { headers, transports });
      expect(member.role).toBe(role);
      talker.close();
    }
  });

  test('a named proxy is believed: whose visitors came over TLS, and which page they see', async () => {
    const server = await open({ proxies: ['127.0.0.1'], hostNames: ['chat.example'] });
    const via = (proto: string) => ({
      host: 'chat.example',
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': proto,
    });
    const role = async (headers: Record<string, string>) => {
      const { talker, member } = await person(server.url, '나래', { headers });
      talker.close();
      return member.role;
    };
    expect(await role(via('https'))).toBe('member');
    expect(await role(via('http'))).toBe('guest');
    // The right-most is the named proxy's own word.
    expect(await role(via('https, http'))).toBe('guest');
    expect(await role({ host: 'chat.example' })).toBe('guest');
    const status = async (headers: Record<string, string>) => (await ask(server.address, '/hello', headers)).status;
    expect(await status({ ...via('https'), origin: 'https://chat.example' })).toBe(200);
    expect(await status({ ...via('https'), origin: 'http://chat.example' })).toBe(403);
    expect(await status({ ...via('http'), origin: 'http://chat.example' })).toBe(200);
    expect(await status({ ...via('http'), origin: 'https://chat.example' })).toBe(403);
  });

  type Row = [
    what: string,
    peer: string,
    encrypted: boolean,
    headers: Record<string, string>,
    address: string,
    unread: boolean,
  ];
  const https = { 'x-forwarded-proto': 'https' };
  const of = (list: string, more = {}) => ({ 'x-forwarded-for': list, ...more });
  test.each<Row>([
    ['a neighbour', '192.168.0.9', false, {}, '192.168.0.9', false],
    ['a neighbour over TLS', '192.168.0.9', true, {}, '192.168.0.9', true],
    ['this machine', '127.0.0.1', false, {}, '127.0.0.1', true],
    ['this machine, IPv6', '::1', false, {}, '::1', true],
    ['this machine, in IPv6’s dress', '::ffff:127.0.0.1', false, {}, '127.0.0.1', true],
    ['a neighbour with a zone', 'fe80::1%eth0', false, {}, 'fe80:0:0:0::/64', false],
    ['a neighbour who claims to be forwarded', '192.168.0.9', false, of('127.0.0.1', https), '192.168.0.9', false],
    ['the proxy', '10.0.0.1', false, of('203.0.113.9', https), '203.0.113.9', false],
    ['the proxy over TLS', '10.0.0.1', true, of('203.0.113.9', https), '203.0.113.9', true],
    ['the proxy in IPv6’s dress', '::ffff:10.0.0.1', true, of('203.0.113.9', https), '203.0.113.9', true],
    ['the proxy over TLS, its visitor plain', '10.0.0.1', true, of('203.0.113.9'), '203.0.113.9', false],
    ['the local proxy', '127.0.0.9', false, of('203.0.113.9', https), '203.0.113.9', true],
    [
      'a visitor who wrote the header first',
      '10.0.0.1',
      true,
      of('127.0.0.1, 203.0.113.9', https),
      '203.0.113.9',
      true,
    ],
    ['two proxies', '10.0.0.1', true, of('203.0.113.9, 10.1.2.3', https), '203.0.113.9', true],
    ['nothing but proxies', '10.0.0.1', true, of('10.1.2.3', https), '10.0.0.1', true],
    ['a header of nonsense', '10.0.0.1', true, of('127.0.0.1, unknown', https), '10.0.0.1', true],
    ['an empty header', '10.0.0.1', true, of('', https), '10.0.0.1', true],
    ['an address with its port', '10.0.0.1', true, of('203.0.113.9:4711', https), '203.0.113.9', true],
    ['an IPv6 address with its port', '10.0.0.1', true, of('[2001:db8::9]:4711', https), '2001:db8:0:0::/64', true],
    [
      'an upper-case scheme',
      '10.0.0.1',
      true,
      of('203.0.113.9', { 'x-forwarded-proto': 'HTTPS' }),
      '203.0.113.9',
      true,
    ],
    ['two schemes', '10.0.0.1', true, of('203.0.113.9', { 'x-forwarded-proto': 'https,http' }), '203.0.113.9', false],
    ['the proxy without a word', '10.0.0.1', true, {}, '10.0.0.1', false],
  ])('%s', (_what, remoteAddress, encrypted, headers, address, unread) => {
    const proxies = new Proxies(['10.0.0.1', '10.1.0.0/16', '127.0.0.9']);
    const request = { socket: { remoteAddress, encrypted }, headers } as unknown as IncomingMessage;
    expect(callerOf(request, proxies)).toMatchObject({ address, private: unread });
  });

  test('a proxy is an address or a network, and never everybody', () => {
    for (const good of ['10.0.0.1', '::1', '10.0.0.0/8', '2001:db8::/32'])
      expect([good, isProxy(good)]).toEqual([good, true]);
    for (const bad of [
      '',
      '10.0.0.0/0',
      '::/0',
      '10.0.0.0/33',
      '::1/129',
      '10.0.0.1/',
      'proxy.example',
      '10.0.0',
      '1/1/1',
    ])
      expect([bad, isProxy(bad)]).toEqual([bad, false]);
  });
});

describe('where no guests are taken', () => {
  test('a browser over plain HTTP is told so in words, a program by a code, on every path', async () => {
    const { address, url } = await open({ guests: false });
    for (const path of ['/', '/hello', '/assets/index.js', '/j/AAAAAAAAAAAAAAAAAAAAAA']) {
      const page = await ask(address, path, { ...fromNetwork, accept: 'text/html,application/xhtml+xml' });
      expect([page.status, page.headers['content-type']]).toEqual([403, 'text/html; charset=utf-8']);
      expect(page.text).toContain('마루 앱으로 들어와 주세요');
      expect(page.text).toContain('Please come in with the Maru app');
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    }
    for (const path of ['/hello', POLLING]) {
      const told = await ask(address, path, fromNetwork);
      expect([told.status, JSON.parse(told.text)]).toMatchObject([403, { error: { code: 'guests-refused' } }]);
    }
    const told = await upgrade(address, SOCKET, { host: '127.0.0.1', ...fromNetwork });
    expect([told.status, told.text]).toEqual([403, expect.stringContaining('guests-refused')]);
    // A session of one's own machine is no way in for others.
    const { sid } = JSON.parse((await ask(address, POLLING)).text.slice(1)) as { sid: string };
    expect((await ask(address, `${POLLING}&sid=${sid}`, fromNetwork)).status).toBe(403);
    await expect(Talker.dial(url, { headers: fromNetwork })).rejects.toThrow();
  });

  test('the app over TLS, this machine, and a named proxy’s TLS are no guests', async () => {
    const server = await open({ guests: false, proxies: ['127.0.0.2'] });
    const { port } = server.address;
    const status = async (way: object, headers = {}) => (await ask({ port, ...way }, '/hello', headers)).status;
    expect(await status({ secure: true })).toBe(200);
    expect(await status({})).toBe(200);
    const via = (proto: string) => ({ 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': proto });
    expect(await status({ from: '127.0.0.2' }, via('https'))).toBe(200);
    expect(await status({ from: '127.0.0.2' }, via('http'))).toBe(403);
  });
});

describe('a stranger', () => {
  test('learns neither the name nor how many are here where the host says nothing of it', async () => {
    const server = await open({ name: '비밀 마루', announceName: false });
    const narae = await person(server.url, '나래');
    const hello = await ask({ port: server.address.port, secure: true }, '/hello');
    expect(Object.keys(JSON.parse(hello.text) as object).sort()).toEqual([
      'id',
      'oldest',
      'password',
      'product',
      'protocol',
    ]);
    expect(hello.text).not.toContain('비밀');
    expect(narae.server.name).toBe('비밀 마루');
    narae.talker.close();
  });

  test('hears nothing on a connection before joining, whatever the others say', async () => {
    const server = await open();
    const stranger = await Talker.dial(server.url);
    const narae = await person(server.url, '나래');
    await narae.say('우리끼리');
    await stranger.must('echo', {});
    expect(stranger.heard).toEqual([]);
    stranger.close();
    narae.talker.close();
  });

  test('holds a few connections only: those that came first make room, and a newcomer joins at once', async () => {
    const { strangersPerAddress: most } = limits;
    const server = await open();
    const narae = await person(server.url, '나래');
    const strangers: Talker[] = [];
    const ended: number[] = [];
    for (let at = 0; at < most + 10; at += 1) {
      const stranger = await Talker.dial(server.url);
      stranger.socket.on('disconnect', () => ended.push(at));
      strangers.push(stranger);
    }
    const newcomer = await person(server.url, '윤서');
    await expect.poll(() => ended.length).toBeGreaterThanOrEqual(10);
    // The newcomer was a stranger too, for a moment.
    expect(ended).toEqual(Array.from({ length: 11 }, (_, at) => at));
    expect(server.status().connections).toBe(most - 1 + 2);
    // Members are none, however many connections they have.
    expect((await narae.say('아직 있다')).result).toMatchObject({ ok: true });
    const devices = await Promise.all(
      Array.from({ length: most + 5 }, () => Talker.dial(server.url, { token: narae.token })),
    );
    expect(server.status().connections).toBe(most - 1 + 2 + most + 5);
    for (const { socket } of [...strangers, ...devices, narae.talker, newcomer.talker]) socket.disconnect();
  });
});
