import { expect, test } from 'vitest';
import { browsersRefuse, parseAddress, portOf } from '../../renderer/start/address';

test.each([
  ['192.168.0.12', 'http://192.168.0.12:7420/'],
  ['  192.168.0.12:7421 ', 'http://192.168.0.12:7421/'],
  ['１９２．１６８．０．１２', 'http://192.168.0.12:7420/'],
  ['http://192.168.0.12:7420/', 'http://192.168.0.12:7420/'],
  ['HTTP://Studio.local/room?x=1#y', 'http://studio.local:7420/'],
  ['localhost:80', 'http://localhost/'],
  ['https://chat.example.com/', 'https://chat.example.com/'],
  ['https://192.168.0.12:7420', 'https://192.168.0.12:7420/'],
  ['narae-mac', 'http://narae-mac:7420/'],
  ['[::1]:9000', 'http://[::1]:9000/'],
  ['fe80::1', 'http://[fe80::1]:7420/'],
])('Hangyeol types %j and it leads to %s', (typed, url) => {
  expect(parseAddress(typed)).toEqual({ ok: true, url });
});

test('a name in Hangul is an address, too', () => {
  const parsed = parseAddress('나래의집.local');
  expect(parsed.ok && parsed.url).toMatch(/^http:\/\/xn--[a-z0-9]+\.local:7420\/$/);
});

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['192.168.0.300', 'octet'],
  ['1.2.3.0004', 'octet'],
  ['192.168.0', 'octets'],
  ['192.168..12', 'octets'],
  ['3232235532', 'octets'],
  ['192.168.0.12:0', 'port'],
  ['192.168.0.12:70000', 'port'],
  ['192.168.0.12:74x0', 'port'],
  ['wss://192.168.0.12:7420/', 'scheme'],
  ['maru://join/192.168.0.12:7420?t=8FQ2', 'scheme'],
  ['javascript://alert(1)', 'scheme'],
  ['user:secret@host', 'port'],
  ['me@host', 'name'],
  ['-studio.local', 'name'],
  ['studio..local', 'name'],
  [':7420', 'name'],
  ['[::1', 'name'],
  ['1:2:3', 'name'],
])('%j is told before anything is dialled: %s', (typed, fault) => {
  expect(parseAddress(typed)).toEqual({ ok: false, fault });
});

test('a port is a whole number, and some that browsers refuse are named', () => {
  expect([portOf('7420'), portOf(' 1 '), portOf('65535')]).toEqual([7420, 1, 65_535]);
  expect([portOf('0'), portOf('65536'), portOf('7.5'), portOf('-1'), portOf('')]).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  expect([browsersRefuse(6667), browsersRefuse(7420)]).toEqual([true, false]);
});
