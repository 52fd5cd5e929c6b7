/** Damaged links out of one seed, so that a case that fails comes again. */

export interface Chance {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  pick<T>(all: readonly T[]): T;
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state are plenty for a few hundred cases. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return { below, pick: (all) => all[below(all.length)]! };
}

/** What is put somewhere into a link, before it or behind it. */
const odd = [
  ...[
    '"',
    "'",
    '`',
    ' ',
    '\t',
    '\n',
    '\0',
    '%00',
    '%20',
    '%2e%2e',
    '\\',
    '/',
    '//',
    '../',
    '?',
    '#',
    '&',
    '=',
    ';',
    '|',
  ],
  ...[
    '@',
    'user@',
    'user:word@',
    ':',
    '::',
    '[',
    ']',
    '%25eth0',
    '%eth0',
    '.',
    '..',
    '-',
    '_',
    '$(id)',
    '`id`',
    '<',
    '>',
  ],
  ...['마루', '\u202e', '\u200b', '\ufeff', 'Ａ', '０', '．', '：', '／', 'ſ', 'K', '😀', '\ud800'],
  ...['&t=', '&f=', '&a=', '?t=', '#f', '&x=1', '&a=10.0.0.1:7420', '&a=[::1]:1', '&a=localhost:22'],
  ...[
    ' --inspect',
    ' --profile=/tmp/x',
    '" --no-sandbox "',
    ' maru://join/',
    'maru:',
    'http://',
    'javascript:',
    'file://',
  ],
  ...['0', '00', '9', 'a', 'A', '99999', 'a'.repeat(64), 'a'.repeat(2_000), '.a'.repeat(130)],
];

const shapes: readonly ((text: string, random: Chance) => string)[] = [
  (text, { below, pick }) => {
    const at = below(text.length + 1);
    return text.slice(0, at) + pick(odd) + text.slice(at);
  },
  (text, { below, pick }) => {
    const at = below(text.length);
    return text.slice(0, at) + pick(odd) + text.slice(at + 1);
  },
  (text, { below }) => {
    const at = below(text.length);
    return text.slice(0, at) + text.slice(at + 1 + below(6));
  },
  (text, { below }) => {
    const at = below(text.length);
    return text.slice(0, at) + text.slice(at, at + 1).toUpperCase() + text.slice(at + 1);
  },
  (text, { below }) => text.slice(0, below(text.length)),
  (text, { pick }) => pick(odd) + text,
  (text, { pick }) => text + pick(odd),
  (text, { pick }) =>
    pick([text + text, `${text} ${text}`, text.toUpperCase(), encodeURI(text), encodeURIComponent(text)]),
  (text, { pick }) =>
    text.replace(/[?&]([taf])=([^&#]*)/u, pick(['', '&$1=$2', '?$1', '?$1=', '&$1=$2&$1=$2', '?b=$2'])),
  (text, { pick }) =>
    text.replace(/(\/\/)(join|pair|[^/]+)/u, pick(['$1', '$1$2$2', '$1x@$2', '$1$2:80', '/$2', '$1%6a$2'])),
  (text, { pick }) =>
    text.replace(/:(\d+)/u, pick(['', ':', ':0', ':0$1', ':$10', ':-1', ':+$1', ':$1.0', ':65536', ':1e3'])),
];

/** One, two or three things wrong with it. */
export function damage(text: string, random: Chance): string {
  let damaged = text;
  for (let times = random.below(3); times >= 0; times -= 1) damaged = random.pick(shapes)(damaged || text, random);
  return damaged;
}
