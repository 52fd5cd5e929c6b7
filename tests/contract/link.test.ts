/** The grammar of links and pages: what it takes it can write, and everything near it is refused. */
import { describe, expect, test } from 'vitest';
import { formatLink, formatPage, isHost, limits, parseLink, parsePage, type Link, type Page } from '../../protocol';
import { chance, damage } from '../support/links';

const token = 'k3Zt9_Qw-0aBcDeFgHiJkL';
const fingerprint = 'Fq3_-0123456789abcdefghijklmnopqrstuvwxyzABC';
const link: Link = {
  verb: 'join',
  host: '192.168.0.12:7420',
  others: [],
  token,
  fingerprint: fingerprint.slice(0, 43),
};
const written = formatLink(link);

const hosts = [
  '192.168.0.12:7420',
  'studio.local:7420',
  'narae-pc:7421',
  '[fd00::12]:7420',
  '[2001:db8::7:1]:443',
  'chat.example.com:443',
  'xn--hu1b.local:80',
];

test.each(hosts)('%s is a host, and a link to it is read as it was written', (host) => {
  expect(isHost(host)).toBe(true);
  for (const verb of ['join', 'pair'] as const) {
    const full: Link = { ...link, verb, host, others: hosts.slice(0, limits.linkHosts) };
    expect(parseLink(formatLink(full))).toEqual(full);
  }
});

test.each([
  ['', 'nothing'],
  ['studio.local', 'no port'],
  ['studio.local:0', 'port 0'],
  ['studio.local:07420', 'a port with a zero before it'],
  ['studio.local:65536', 'a port too high'],
  ['Studio.local:7420', 'a capital: written another way than the URL parser would'],
  ['192.168.0.300:7420', 'a number too high'],
  ['192.168.012:7420', 'an address in an old form'],
  ['0x7f.1:7420', 'an address in figures of sixteen'],
  ['2130706433:7420', 'an address as one number'],
  ['studio.local.:7420', 'a last dot'],
  ['-studio:7420', 'a hyphen first'],
  ['studio-:7420', 'a hyphen last'],
  ['studio_1:7420', 'an underscore'],
  ['마루.local:7420', 'letters that DNS does not have'],
  ['user@studio:7420', 'somebody before the host'],
  ['user:word@studio:7420', 'a password before the host'],
  ['[fe80::1%eth0]:7420', 'a zone'],
  ['[fe80::1%25eth0]:7420', 'an encoded zone'],
  ['[fd00:0:0:0::12]:7420', 'IPv6 not in its shortest form'],
  ['[::ffff:10.0.0.1]:7420', 'IPv4 inside IPv6'],
  ['fd00::12:7420', 'IPv6 without brackets'],
  ['studio:7420 ', 'a space'],
  ['studio:7420\n', 'a line end'],
  [`${'a'.repeat(64)}:7420`, 'a label too long'],
  [`${'a.'.repeat(150)}a:7420`, 'a name too long'],
])('%j is no host: %s', (host) => {
  expect(isHost(host)).toBe(false);
  expect(parseLink(formatLink({ ...link, host }))).toBeNull();
  expect(parseLink(formatLink({ ...link, others: [host] }))).toBeNull();
  expect(parsePage(formatPage({ scheme: 'http', host, token, fingerprint: null }))).toBeNull();
});

test.each([
  [written.replace('maru:', 'MARU:'), 'a scheme in capitals'],
  [written.replace('maru:', 'maru2:'), 'another scheme'],
  [written.replace('join', 'leave'), 'another verb'],
  [written.replace('join', 'Join'), 'a verb in capitals'],
  [written.replace('/join', '/x@join'), 'somebody before the verb'],
  [`${written}#here`, 'a fragment'],
  [`${written}&x=1`, 'a parameter nobody knows'],
  [`${written}&t=${token}`, 'a token twice'],
  [written.replace('?', '/?'), 'a path'],
  [written.replace(/\?t=(.*)&f=(.*)/u, '?f=$2&t=$1'), 'parameters in another order'],
  [written.replace(token, token.slice(1)), 'a token too short'],
  [written.replace(token, encodeURIComponent(token.replace('_', '/'))), 'an encoded sign'],
  [written.replace(`&f=${link.fingerprint}`, ''), 'no fingerprint'],
  [`${written}${'&a=10.0.0.1:7420'.repeat(limits.linkHosts + 1)}`, 'too many hosts'],
  [`${written}&a=`, 'an empty host'],
  [` ${written}`, 'a space before'],
  [`${written}\n`, 'a line end'],
  [`"${written}"`, 'quotes'],
  [`${written}\0`, 'a NUL'],
  [`${written} --inspect`, 'a switch behind it'],
  [`${written} ${written}`, 'two links in one'],
  [`${written}&a=${'a'.repeat(limits.linkText)}:1`, 'a link too long'],
])('%j is no link: %s', (text) => {
  expect(parseLink(text)).toBeNull();
});

test('a page’s address is read as it was written, with the fingerprint in its fragment or without', () => {
  for (const host of hosts)
    for (const scheme of ['http', 'https'] as const)
      for (const known of [link.fingerprint, null]) {
        const page: Page = { scheme, host, token, fingerprint: known };
        expect(parsePage(formatPage(page))).toEqual(page);
      }
});

describe('300 links with something wrong in them', () => {
  const random = chance(7420);
  const originals = hosts.flatMap((host, index): string[] => [
    formatLink({ ...link, verb: index % 2 ? 'pair' : 'join', host, others: hosts.slice(index, index + 3) }),
    formatPage({ scheme: index % 2 ? 'http' : 'https', host, token, fingerprint: index % 3 ? link.fingerprint : null }),
  ]);
  const cases = Array.from({ length: 300 }, () => damage(random.pick(originals), random));

  test('each is exactly what is written back, or refused; none throws', () => {
    let refused = 0;
    for (const text of cases) {
      const asLink = parseLink(text);
      const asPage = parsePage(text);
      if (asLink) expect(formatLink(asLink)).toBe(text);
      if (asPage) expect(formatPage(asPage)).toBe(text);
      if (!asLink && !asPage) refused += 1;
    }
    // Some damage leaves a link that is as good as before: another letter in a token is another token.
    expect(refused).toBeGreaterThan(200);
    expect(refused).toBeLessThan(300);
  });

  test('where one is taken, every host in it is the one that will be dialled', () => {
    const dialled = cases.flatMap((text) => {
      const taken = parseLink(text);
      const page = parsePage(text);
      return taken ? [taken.host, ...taken.others] : page ? [page.host] : [];
    });
    expect(dialled.length).toBeGreaterThan(0);
    for (const host of dialled) {
      const { hostname, username, pathname, search, hash, port } = new URL(`https://${host}/`);
      expect([`${hostname}:${port || '443'}`, username, pathname, search, hash]).toEqual([host, '', '/', '', '']);
    }
  });
});
