/** What was right, made wrong: in its bytes, or in its values. */
import type { Dice } from './dice';

/** Pieces that parsers are known to stumble over. */
const pieces = [
  ...['\r\n', '\r\n\r\n', '\n', '\0', ' ', ':', ';', ',', '"', '\\', '%00', '%2F', '%', '..', '//', '?', '#', '&', '='],
  ...[
    '\u001e',
    '\uFEFF',
    '\uD800',
    '가',
    '😀',
    '{',
    '}',
    '[',
    ']',
    '[[[[',
    '{"',
    'null',
    'true',
    '-1',
    '0',
    '1e309',
    '1e-9',
  ],
  ...['9007199254740993', '99999999999999999999', '__proto__', 'constructor', 'toString', 'undefined', 'NaN'],
  ...['Content-Length: 5\r\n', 'Content-Length: -1\r\n', 'Transfer-Encoding: chunked\r\n', 'Transfer-Encoding: x\r\n'],
  ...['Expect: 100-continue\r\n', 'Upgrade: websocket\r\n', 'Connection: close\r\n', 'Connection: upgrade\r\n'],
  ...[
    'Host: evil.example\r\n',
    'Origin: null\r\n',
    'Cookie: a=b\r\n',
    'HTTP/1.0',
    'HTTP/2.0',
    '0\r\n\r\n',
    'ffffffff\r\n',
  ],
  ...['&wait=60', '&wait=1e1', '&after=-1', '&limit=0', '&before=0', '&ticket=x', '&relays=1'],
];

/** One to four changes of bytes. @returns none of the given bytes themselves */
export function mutateBytes(dice: Dice, bytes: Buffer, other: Buffer): Buffer {
  let text = Buffer.from(bytes);
  for (let changes = 1 + dice.below(4); changes > 0; changes -= 1) {
    const at = dice.below(text.length + 1);
    const to = Math.min(text.length, at + 1 + dice.below(dice.chance(0.8) ? 8 : 200));
    const [front, middle, back] = [text.subarray(0, at), text.subarray(at, to), text.subarray(to)];
    const change = dice.below(7);
    if (change === 0 && text.length > 0) text[Math.min(at, text.length - 1)]! ^= 1 << dice.below(8);
    else if (change === 1) text = Buffer.concat([front, back]);
    else if (change === 2) text = Buffer.concat([front, middle, middle, back]);
    else if (change === 3) text = Buffer.concat([front, Buffer.from(dice.one(pieces)), middle, back]);
    else if (change === 4) text = Buffer.concat([front, Buffer.from(dice.one(pieces)), back]);
    else if (change === 5) text = Buffer.concat([front, other.subarray(dice.below(other.length + 1))]);
    else if (change === 6) text = Buffer.concat([front, Buffer.alloc(dice.below(64), dice.below(256)), middle, back]);
  }
  // Nothing is tried that would only be cut off for its size.
  return text.subarray(0, 60_000);
}

const values: readonly unknown[] = [
  ...[null, true, false, 0, -1, 0.5, 1e300, 2 ** 53, '', ' ', '가', '\0', '\uD800', '__proto__', 'x'.repeat(300)],
  ...[
    [],
    {},
    [[]],
    [null],
    { length: 1e9 },
    { toString: 1 },
    { then: 1 },
    { id: {} },
    'A'.repeat(9_000),
    { _placeholder: true, num: 0 },
  ],
];

/** The same value with something in it another one. */
export function mutateValue(dice: Dice, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || dice.chance(0.15)) return dice.one(values);
  if (Array.isArray(value)) {
    if (value.length === 0) return [dice.one(values)];
    const at = dice.below(value.length);
    if (dice.chance(0.2)) return value.concat(Array.from({ length: dice.below(60) }, () => value[at] as unknown));
    return value.map((each: unknown, index) => (index === at ? mutateValue(dice, each) : each));
  }
  const names = Object.keys(value);
  if (names.length === 0 || dice.chance(0.1))
    return { ...value, [dice.one(['id', 'log', 'kind', 'x'])]: dice.one(values) };
  const name = dice.one(names);
  const { [name]: old, ...rest } = value as Record<string, unknown>;
  return dice.chance(0.15) ? rest : { ...rest, [name]: mutateValue(dice, old) };
}

/** As JSON; as deep as nothing means to be, now and then. */
export function written(dice: Dice, value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  if (!dice.chance(0.005)) return text;
  const deep = 1 + dice.below(25_000);
  return text.replace(/null|"[^"]*"|\d+/, `${'['.repeat(deep)}${']'.repeat(deep)}`);
}
