import { expect, test } from 'vitest';
import { readArguments } from '../../main/arguments';

const none = { profile: null, host: null };

test.each([
  [[], none],
  [['.'], none],
  [['--profile', 'narae'], { profile: 'narae', host: null }],
  [
    ['--no-sandbox', '.', '--profile=/home/narae/둘째', '--host=127.0.0.1'],
    { profile: '/home/narae/둘째', host: '127.0.0.1' },
  ],
  [
    ['--host', '127.0.0.1', '--allow-file-access-from-files', '--profile', 'a b'],
    { profile: 'a b', host: '127.0.0.1' },
  ],
  [['--profile', 'first', '--profile', 'last'], { profile: 'last', host: null }],
  [['--profile'], none],
  [['--profile', '--host', '::1'], { profile: null, host: '::1' }],
  [['--profile=', '--profiles=x', '-profile', 'x'], none],
])('%j', (argv, options) => {
  expect(readArguments(argv)).toEqual(options);
});
