/** The wire may not change without a new number: its schemas, printed and hashed, are held against what was recorded. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { calls, Handshake, Hello, PROTOCOL, pushes } from '../../protocol';

/** By version. A released line is never changed: a new wire gets a new number in protocol/version.ts and a new line here. */
const recorded: Readonly<Record<number, string>> = {
  1: '9ab7619452f184655023e0d53571840f0e90eebbfc01a4fd07d2df900a4d7c0a',
  2: 'e41f06ee41b8da0384108d12a749e8c7ced4143f9d38f88dcdc1b2d7b9ea42d0',
  3: '37e28d3d7f95e8e0079453a0a611dfd4a64f29e1c3e88226a451a1385d2dd968',
  4: '9a34783a02ee4cba5bc6d5bb4b48360a8b598c938966784dc87f64deec390a0a',
  5: '96f98033762f0819193dddb6fc6d54d1da3f83e313a3e3d4d1b2fb64aec5f615',
};

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null;

/** What a schema says about values, and nothing of how the library says it: kinds, types, bounds, and what is inside. */
function print(part: unknown): unknown {
  if (!isPlain(part)) return part;
  const { type, requirement, literal, options, entries, item, wrapped, pipe, key } = part;
  const listed = Array.isArray(options) ? options.map(print) : [];
  return {
    type,
    ...(typeof requirement === 'number' || requirement instanceof RegExp ? { requirement: String(requirement) } : {}),
    ...(literal === undefined ? {} : { literal }),
    ...(typeof key === 'string' ? { key } : {}),
    ...(options === undefined
      ? {}
      : { options: listed.every((option) => typeof option === 'string') ? [...listed].sort() : listed }),
    ...(isPlain(entries)
      ? {
          entries: Object.fromEntries(
            Object.entries(entries)
              .sort()
              .map(([name, entry]) => [name, print(entry)]),
          ),
        }
      : {}),
    ...(item === undefined ? {} : { item: print(item) }),
    ...(wrapped === undefined ? {} : { wrapped: print(wrapped) }),
    // The first of a pipe is the schema itself, said already.
    ...(Array.isArray(pipe) ? { then: pipe.slice(1).map(print) } : {}),
  };
}

const wire = {
  handshake: print(Handshake),
  hello: print(Hello),
  calls: Object.fromEntries(
    Object.entries(calls)
      .sort()
      .map(([name, { input, output }]) => [name, { input: print(input), output: print(output) }]),
  ),
  pushes: Object.fromEntries(
    Object.entries(pushes)
      .sort()
      .map(([name, { payload }]) => [name, print(payload)]),
  ),
};

test('a change of what crosses the network comes with a new protocol number', () => {
  const hash = createHash('sha256').update(JSON.stringify(wire)).digest('hex');
  expect(
    hash,
    `the wire of version ${PROTOCOL} is not what was recorded: give it the next number, with a line of history`,
  ).toBe(recorded[PROTOCOL]);
});

test('the print sees fields, bounds, patterns and alternatives', () => {
  const text = JSON.stringify(wire);
  for (const part of ['"requirement":"50"', '[0-9a-f]{8}', '"literal":"message"', '"key":"kind"', '"id-conflict"']) {
    expect(text).toContain(part);
  }
  expect(Object.keys(wire.calls)).toEqual(Object.keys(calls).sort());
  expect(text.length).toBeGreaterThan(5_000);
});
