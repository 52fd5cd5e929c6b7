/** What main lets in and out, as pure decisions; tests/desktop shows that Electron obeys them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { words } from '../../main/words';

vi.mock('electron', () => ({ app: {}, nativeTheme: {}, protocol: {}, session: {}, shell: {} }));
const { isOurs } = await import('../../main/page');
const { contentSecurityPolicy, fileFor } = await import('../../main/scheme');
const { mayOpen } = await import('../../main/security');
const { grounds } = await import('../../main/theme');
const { destination, Ways } = await import('../../main/trust/ways');
const { fingerprintOfChromium } = await import('../../main/traffic');

test.each(['app://maru/', 'app://maru/index.html', 'APP://maru/x?y#z'])('ours: %s', (url) =>
  expect(isOurs(url)).toBe(true),
);
test.each([
  'app://maru.example/',
  'app://other/',
  'http://maru/',
  'app://user@maru/',
  'app://maru:80/',
  'about:blank',
  '',
  'maru',
])('not ours: %j', (url) => expect(isOurs(url)).toBe(false));

describe('app://maru serves one folder', () => {
  const root = '/opt/Maru/dist/renderer';
  test.each([
    ['app://maru/', 'index.html'],
    ['app://maru/index.html?x=1#y', 'index.html'],
    ['app://maru/assets/index-a1.js', 'assets/index-a1.js'],
    ['app://maru/%EB%A7%88%EB%A3%A8.png', '마루.png'],
  ])('%s', (url, name) => expect(fileFor(root, url)).toBe(`${root}/${name}`));
  test.each([
    'app://maru/../main/main.cjs',
    'app://maru/%2e%2e/preload/preload.css',
    'app://maru/..%2f..%2fpackage.json',
    'app://maru/a%2f..%2f..%2f..%2fx.json',
    'app://maru/..%5cmain.js',
    'app://maru/index.html%00.js',
    'app://maru/%E0%A4%A.js',
    'app://maru/main.cjs',
    'app://maru/.env',
    'app://maru/assets',
    'app://other/index.html',
  ])('nothing outside, nothing of another kind: %s', (url) => {
    const file = fileFor(root, url);
    if (file !== null) expect(file.startsWith(`${root}/`)).toBe(true);
    if (!url.includes('..') && !url.includes('%2e')) expect(file).toBeNull();
  });
  test('its policy has every directive once, with quoted keywords', () => {
    const directives = contentSecurityPolicy.split('; ').map((directive) => directive.split(' '));
    expect(new Set(directives.map(([name]) => name)).size).toBe(directives.length);
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|(?<!')\b(?:none|self)\b(?!')/u);
  });
});

describe('a link goes to the system’s program', () => {
  test.each(['https://maru.example/a?b#c', 'http://192.168.0.7:7420/', 'mailto:narae@example.org'])('%s', (url) =>
    expect(mayOpen(url)).toBe(true),
  );
  test.each([
    'file:///etc/passwd',
    'smb://host/share',
    'ms-msdt:/id',
    'javascript:alert(1)',
    'data:text/html,x',
    'app://maru/',
    'https://maru.example@evil.example/',
    `https://x.example/${'a'.repeat(2_048)}`,
    'not a url',
    '',
  ])('never %s', (url) => expect(mayOpen(url)).toBe(false));
});

describe('the window reaches what main has verified', () => {
  const ways = new Ways();
  const verified = { verdict: 'verified', by: 'pin', fingerprint: 'f'.repeat(43) } as const;
  for (const place of ['192.168.0.7:7420', '[fe80::1]:443', 'maru.example:443'])
    ways.open(place, { verified, server: null });
  test.each([
    'https://192.168.0.7:7420/hello',
    'wss://192.168.0.7:7420/socket.io/?EIO=4',
    'https://[fe80::1]/',
    'wss://maru.example/socket.io/',
    'app://maru/index.html',
    'data:image/png;base64,AA',
  ])('%s', (url) => expect(ways.mayPass(url)).toBe(true));
  test.each([
    'http://192.168.0.7:7420/hello',
    'ws://192.168.0.7:7420/',
    'https://192.168.0.7:7421/',
    'https://192.168.0.7/',
    'http://maru.example:443/',
    'https://maru.example@evil.example/',
    'file:///etc/passwd',
    'chrome://gpu/',
    'blob:https://192.168.0.7:7420/1',
    'devtools://devtools/x',
    'ftp://192.168.0.7:7420/',
  ])('not %s', (url) => expect(ways.mayPass(url)).toBe(false));
  test('Chromium writes IPv6 without brackets, and fingerprints in its own way', () => {
    expect(ways.judge('fe80::1', 'f'.repeat(43))).toBe(0);
    expect(ways.judge('fe80::2', 'f'.repeat(43))).toBe(-2);
    expect(fingerprintOfChromium('sha256/sRq+ERhoHJTVldDLPiMeolncAdLwD4o0MKUc4hk5DCw=')).toBe(
      'sRq-ERhoHJTVldDLPiMeolncAdLwD4o0MKUc4hk5DCw',
    );
  });
  test('only web addresses name a destination', () => {
    expect(destination('http://Host.Example')).toBe('host.example:80');
    expect(['ftp://x/', 'x', 'http://', 'http://a:b@c/', 'app://maru/'].map(destination)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

test('both languages say every native sentence', () => {
  const leaves = (value: object): string[] =>
    Object.values(value).flatMap((leaf) => (typeof leaf === 'string' ? [leaf] : leaves(leaf as object)));
  for (const language of [words.ko, words.en]) expect(leaves(language).every((text) => text.trim() !== '')).toBe(true);
  expect(leaves(words.ko).every((text) => /[가-힣]/u.test(text))).toBe(true);
});

test('the window’s first ground is the page’s own paper', () => {
  const papers = [...readFileSync('renderer/styles/tokens.css', 'utf8').matchAll(/--paper:\s*(#[0-9a-f]{6})/giu)].map(
    ([, colour]) => colour,
  );
  expect(new Set(papers)).toEqual(new Set(Object.values(grounds).flatMap((pair) => Object.values(pair))));
});
