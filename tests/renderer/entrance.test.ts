/** What somebody types, pastes or scans to get in, and what it is taken for. */
import { describe, expect, test } from 'vitest';
import { formatLink, formatPage, type Link } from '../../protocol';
import { readEntrance } from '../../renderer/start/entrance';
import { chance, damage } from '../support/links';

const token = 'k3Zt9_Qw-0aBcDeFgHiJkL';
const fingerprint = 'Fq3_-0123456789abcdefghijklmnopqrstuvwxyzAB';
const host = '192.168.0.12:7420';
const link: Link = { verb: 'join', host, others: ['[fd00::12]:7420'], token, fingerprint };
const text = formatLink(link);
const invited = { verb: 'join', hosts: [host, '[fd00::12]:7420'], token, fingerprint };
const byPage = (hosts: string[], known: string | null = null) => ({ verb: 'join', hosts, token, fingerprint: known });

describe('an invitation', () => {
  test.each([
    [text, invited],
    [`  ${text}\n`, invited],
    [`${text.slice(0, 40)}\n${text.slice(40)}`, invited],
    [`<${text}>`, invited],
    [`\ufeff${text}\u200b`, invited],
    [formatLink({ ...link, verb: 'pair' }), { ...invited, verb: 'pair' }],
    [formatPage({ scheme: 'http', host, token, fingerprint }), byPage([host], fingerprint)],
    [formatPage({ scheme: 'http', host, token, fingerprint: null }), byPage([host])],
    [`${host}/j/${token}`, byPage([host])],
    [`HTTP://Studio.local:7420/j/${token}`, byPage(['studio.local:7420'])],
    [`https://chat.example.com/j/${token}`, byPage(['chat.example.com:443'])],
    [`http://studio.local/j/${token}`, byPage(['studio.local:80'])],
  ])('%j', (typed, read) => {
    expect(readEntrance(typed)).toEqual({ kind: 'invited', invited: read });
  });

  test.each([
    text.slice(0, -4),
    `${text}&x=1`,
    'maru://join/192.168.0.12:7420?t=8FQ2',
    'maru:',
    `http://${host}/j/${token.slice(3)}`,
    `http://${host}/j/`,
    `http://${host}/j/${token}?t=1`,
    `http://user@${host}/j/${token}`,
    `javascript:x/j/${token}`,
  ])('%j is not whole', (typed) => {
    expect(readEntrance(typed)).toEqual({ kind: 'fault', fault: 'invitation' });
  });
});

test.each([
  ['8F2K4Q', '8F2K4Q'],
  [' 8f2 k4q ', '8F2K4Q'],
  ['8F2 O4I', '8F2041'],
  ['lLoOiI', '110011'],
  ['８Ｆ２ Ｋ４Ｑ', '8F2K4Q'],
])('%j is the code %s', (typed, code) => {
  expect(readEntrance(typed)).toEqual({ kind: 'code', code });
});

test.each([
  ['server:7420', 'http://server:7420/'],
  ['studio', 'http://studio:7420/'],
  ['8F2K4', 'http://8f2k4:7420/'],
  ['8F2K4QQ', 'http://8f2k4qq:7420/'],
  ['narae-mac', 'http://narae-mac:7420/'],
  ['192.168.0.12', 'http://192.168.0.12:7420/'],
  ['https://chat.example.com', 'https://chat.example.com/'],
])('%j is an address', (typed, url) => {
  expect(readEntrance(typed)).toEqual({ kind: 'address', url });
});

test.each([
  ['', 'empty'],
  ['here I am!', 'name'],
  ['ftp://192.168.0.12', 'scheme'],
  ['1.2.3', 'octets'],
])('%j is nothing: %s', (typed, fault) => {
  expect(readEntrance(typed)).toEqual({ kind: 'fault', fault });
});

test('300 damaged links are read or refused; one that is read leads only where it says', () => {
  const random = chance(7422);
  const originals = [text, formatPage({ scheme: 'http', host, token, fingerprint })];
  let taken = 0;
  for (let times = 0; times < 300; times += 1) {
    const typed = damage(random.pick(originals), random);
    const read = readEntrance(typed);
    if (read.kind !== 'invited') continue;
    taken += 1;
    const bare = typed.replace(/[\s\u200b\ufeff]/gu, '');
    for (const one of read.invited.hosts) expect(bare.toLowerCase()).toContain(one.replace(/:80$/u, ''));
    expect(bare).toContain(read.invited.token);
  }
  expect(taken).toBeGreaterThan(20);
  expect(taken).toBeLessThan(150);
});
