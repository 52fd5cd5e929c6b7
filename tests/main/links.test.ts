/** What a command line may say: two options and one link. Everything else in it has no effect, in whatever order it comes. */
import { describe, expect, test } from 'vitest';
import { readArguments, type Options } from '../../main/arguments';
import { linkIn } from '../../main/links/argv';
import { formatLink, parseLink } from '../../protocol';
import { chance, damage, type Chance } from '../support/links';

const token = 'k3Zt9_Qw-0aBcDeFgHiJkL';
const fingerprint = 'Fq3_-0123456789abcdefghijklmnopqrstuvwxyzAB';
const toHost = (host: string) => formatLink({ verb: 'join', host, others: [], token, fingerprint });
const link = toHost('192.168.0.12:7420');
const other = toHost('[fd00::12]:7420');

test.each([
  [[], null],
  [['.'], null],
  [[link], link],
  [['--no-sandbox', '.', link], link],
  [['--allow-file-access-from-files', '--profile', 'narae', link, '--enable-features=x'], link],
  [[link, link], link],
  [[link, other], null],
  [[`${link} --inspect`], null],
  [[link.toUpperCase()], null],
  [[`--link=${link}`], null],
  [['maru://join'], null],
  [['http://192.168.0.12:7420/j/k3Zt9_Qw-0aBcDeFgHiJkL'], null],
])('%j has the link %j', (argv, found) => {
  expect(linkIn(argv)).toBe(found);
});

/** Arguments that mean nothing to this app, each in one piece. */
const noise = [
  ...['.', '..', '/', '--', '-', '""', "''", ' ', '', '%00', '\0', '마루', '\u202e', 'a'.repeat(5_000)],
  ...['--inspect', '--inspect=0.0.0.0:9229', '--inspect-brk', '--remote-debugging-port=1', '--js-flags=--expose-gc'],
  ...[
    '--profiles=x',
    '-profile',
    '"--profile" x',
    '--Profile=x',
    '--profile\u200b=x',
    ' --host=0.0.0.0',
    '--hosts',
    '—host',
  ],
  ...[
    '--gpu-launcher=sh',
    '--renderer-cmd-prefix=sh',
    '--utility-cmd-prefix=sh',
    '--no-sandbox',
    '--disable-web-security',
  ],
  ...[
    'file:///etc/passwd',
    'javascript:alert(1)',
    'app://maru/',
    'maru',
    'maru:',
    'maru://',
    'maru2://join/x',
    '$(id)',
    '`id`',
  ],
];

/** Whole pieces in any order: an option stays with its value. Behind each is something that is no value of it. */
function vector(random: Chance): { argv: string[]; options: Options; links: Set<string> } {
  const pieces: string[][] = Array.from({ length: random.below(6) }, () => [random.pick(noise)]);
  const damaged = Array.from({ length: random.below(4) }, () => damage(random.pick([link, other]), random));
  pieces.push(...damaged.map((text) => [text]));
  if (random.below(2)) pieces.push([random.pick([link, other])]);
  const profile = random.below(2) ? random.pick(['narae', 'a b', '/home/narae/둘째', link]) : null;
  const host = random.below(3) === 0 ? random.pick(['127.0.0.1', '::1']) : null;
  if (profile !== null) pieces.push(random.pick([['--profile', profile], [`--profile=${profile}`]]));
  if (host !== null) pieces.push(random.pick([['--host', host], [`--host=${host}`]]));
  for (let at = pieces.length - 1; at > 0; at -= 1) {
    const to = random.below(at + 1);
    [pieces[at], pieces[to]] = [pieces[to]!, pieces[at]!];
  }
  const argv = pieces.flat();
  // Chromium puts the switches first.
  const reordered = random.below(2) && !argv.includes('--profile') && !argv.includes('--host');
  if (reordered) argv.sort((a, b) => Number(b.startsWith('--')) - Number(a.startsWith('--')));
  return {
    argv,
    options: { profile, host, hidden: false },
    links: new Set(argv.filter((one) => one === link || one === other)),
  };
}

describe('300 command lines', () => {
  const random = chance(7421);
  const vectors = Array.from({ length: 300 }, () => vector(random));

  test('each says its two options and nothing else', () => {
    for (const { argv, options } of vectors) expect([argv, readArguments(argv)]).toEqual([argv, options]);
  });

  test('each has at most one link, and that one stands in it as it is', () => {
    let found = 0;
    for (const { argv, links } of vectors) {
      // Damage can leave a link as good as before, but another one.
      const all = new Set([...links, ...argv.filter((argument) => parseLink(argument) !== null)]);
      const taken = linkIn(argv);
      expect([argv, taken]).toEqual([argv, all.size === 1 ? [...all][0] : null]);
      if (taken !== null) found += 1;
    }
    expect(found).toBeGreaterThan(50);
    expect(found).toBeLessThan(250);
  });
});
