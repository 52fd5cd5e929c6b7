import { expect, test } from 'vitest';
import { readArguments } from '../../main/arguments';

const none = { profile: null, host: null, hidden: false };

test.each([
  [[], none],
  [['.'], none],
  [['--profile', 'narae'], { ...none, profile: 'narae' }],
  [
    ['--no-sandbox', '.', '--profile=/home/narae/둘째', '--host=127.0.0.1'],
    { ...none, profile: '/home/narae/둘째', host: '127.0.0.1' },
  ],
  [
    ['--host', '127.0.0.1', '--allow-file-access-from-files', '--profile', 'a b'],
    { ...none, profile: 'a b', host: '127.0.0.1' },
  ],
  [['--profile', 'first', '--profile', 'last'], { ...none, profile: 'last' }],
  [['--profile'], none],
  [['--profile', '--host', '::1'], { ...none, host: '::1' }],
  [['--allow-file-access-from-files', '--hidden', '.'], { ...none, hidden: true }],
  [['--hidden=no', '--hide'], none],
  [['--profile=', '--profiles=x', '-profile', 'x'], none],
])('%j', (argv, options) => {
  expect(readArguments(argv)).toEqual(options);
});
