/** Logs that are handed to somebody: of every kind of secret one is planted, and none comes through. */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { cleaned } from '../../protocol';

const token = randomBytes(32).toString('base64url');
const invitation = randomBytes(16).toString('base64url');
const fingerprint = randomBytes(32).toString('base64url');
const hex = randomBytes(32).toString('hex');
const pairs = (hex.match(/../g) ?? []).join(':').toUpperCase();
const names = ['나래', '디자인실 마루', 'Mateo García', '별', 'Jo', 'narae-laptop'];
const id = randomUUID();

const kinds: Readonly<Record<string, { line: string; planted: string }>> = {
  'a token in JSON': { line: `{"token":"${token}"}`, planted: token },
  'a token by itself': { line: `device ${token} came`, planted: token },
  'a token at the end of a sentence': { line: `it was ${token}.`, planted: token },
  'a header': { line: `authorization: Bearer ${token}`, planted: token },
  'a short one in a header': { line: 'Authorization: Bearer abc.def', planted: 'abc.def' },
  'a cookie': { line: 'cookie: session=aB3', planted: 'aB3' },
  'a password in JSON': { line: '{"password":"마루 열쇠!"}', planted: '마루' },
  'a password that was typed': { line: 'password = hunter2', planted: 'hunter2' },
  'the host’s key': { line: `hostKey: '${token}'`, planted: token },
  'an invitation of the app': {
    line: `opened maru://join/192.168.0.12:7420?t=${invitation}&f=${fingerprint} by argv`,
    planted: invitation,
  },
  'an invitation of a browser': { line: `GET https://192.168.0.12:7420/j/${invitation}`, planted: invitation },
  'a query': { line: 'GET http://192.168.0.12:7420/api?key=short1', planted: 'short1' },
  'an invitation by itself': { line: `invitation ${invitation} was used`, planted: invitation },
  'a fingerprint': { line: `found ${fingerprint}=`, planted: fingerprint },
  'a fingerprint in hex': { line: `found ${hex}`, planted: hex },
  'a fingerprint in pairs': { line: `found ${pairs}`, planted: pairs },
  ...Object.fromEntries(names.map((name) => [`the name ${name}`, { line: `${name}: came in`, planted: name }])),
  'a name with a particle': { line: '나래가 들어왔어요', planted: '나래' },
  'a name in other letters': { line: 'MATEO GARCÍA came in', planted: 'GARCÍA' },
  'an IPv4 address': { line: 'from 192.168.0.12:50311', planted: '192.168.0.12' },
  'an IPv6 address': { line: 'from [2001:db8::8a2e:370:7334]:7420', planted: '370:7334' },
  'a link-local one': { line: 'at fe80::1ff:fe23:4567:890a%eth0', planted: '4567' },
  'a whole one': { line: 'at 2001:db8:0:0:8a2e:370:7334:1 too', planted: '8a2e' },
  'a hardware address': { line: 'near 52:54:00:ab:cd:ef said', planted: 'ab:cd' },
  'a name of the network': { line: 'asked yunseos-pc.local', planted: 'yunseos' },
};

test.each(Object.entries(kinds))('%s does not come through', (_kind, { line, planted }) => {
  expect(line).toContain(planted);
  expect(cleaned(`2026-11-21T19:38:25.123Z info ${line}\n`, { names, addresses: false })).not.toContain(planted);
});

test('a whole log holds none of them, and still says what happened', () => {
  const log = Object.values(kinds)
    .map(({ line }) => line)
    .join('\n');
  const clean = cleaned(log, { names, addresses: false });
  for (const { planted } of Object.values(kinds)) expect(clean).not.toContain(planted);
  expect(clean).toContain('was used');
});

test('what helps stays: times, ids, codes, versions, files, this machine', () => {
  const line = `2026-11-21T19:38:25.123Z error ${id} ENOENT settings.json.damaged-1763753905123 Chromium 108.0.5359 at 127.0.0.1:7420 store-worker.cjs:10:32`;
  expect(cleaned(line, { names: [], addresses: false })).toBe(line);
});

test('addresses stay where they are wanted, and are told apart where they are not', () => {
  const line = 'from 192.168.0.12 to 192.168.0.13 and back to 192.168.0.12';
  expect(cleaned(line, { names: [], addresses: true })).toBe(line);
  expect(cleaned(line, { names: [], addresses: false })).toBe(
    'from [address 1] to [address 2] and back to [address 1]',
  );
});

test('a name of one letter does not tear words apart', () => {
  expect(cleaned('별 came; 별자리 stays. Jo came; John stays.', { names: ['별', 'Jo'], addresses: false })).toBe(
    '[name] came; 별자리 stays. [name] came; John stays.',
  );
});
