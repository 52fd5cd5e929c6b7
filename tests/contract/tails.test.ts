/** What polls are answered with past the store: all there is after a place, in order, or nothing at all. */
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { limits, type Entry } from '../../protocol';
import { Tails } from '../../server/doors/tails';

const [log, epoch, member] = [randomUUID(), randomUUID(), randomUUID()];
const at = (seq: number, text = String(seq)): Entry => ({
  ...{ seq, id: randomUUID(), author: randomUUID(), at: seq },
  ...{ kind: 'message', body: { text } },
});
let tails: Tails;
let head = 0;
const told = (...seqs: number[]) => {
  tails.take({ log, epoch, entries: seqs.map((seq) => at(seq)) });
  head = seqs.at(-1) ?? head;
};
const after = (seq: number, { limit = 200, of = epoch, upTo = head } = {}): number[] | null => {
  const text = tails.after({ member, log, epoch: of, after: seq }, upTo, limit);
  return text === null ? null : (JSON.parse(text()) as Entry[]).map((entry) => entry.seq);
};

beforeEach(() => {
  [tails, head] = [new Tails(), 0];
  // What nobody has asked for is not kept.
  told(1);
  expect(after(0)).toBeNull();
});

test('what was told is at hand from where it begins, as much as is asked for', () => {
  told(5, 6);
  told(7);
  expect([after(4), after(5), after(4, { limit: 2 })]).toEqual([
    [5, 6, 7],
    [6, 7],
    [5, 6],
  ]);
  expect(after(3)).toBeNull();
  expect(after(4, { of: randomUUID() })).toBeNull();
});

test('past a hole, or in another lineage, it begins anew', () => {
  told(5, 6);
  told(9);
  expect([after(4), after(8)]).toEqual([null, [9]]);
  const other = randomUUID();
  tails.take({ log, epoch: other, entries: [at(10)] });
  expect([after(9, { upTo: 10 }), after(9, { of: other, upTo: 10 })]).toEqual([null, [10]]);
});

test('what was committed and not told yet is read from the store: it may be a deletion, after which all is read anew', () => {
  told(5, 6);
  expect(after(4, { upTo: 7 })).toBeNull();
  tails.take({ log, epoch, entries: [{ ...at(7), kind: 'delete', body: { target: randomUUID() } }] });
  expect([after(4, { upTo: 7 }), after(6, { upTo: 7 })]).toEqual([null, null]);
  told(8);
  expect([after(6), after(7)]).toEqual([null, [8]]);
});

test('it holds a page of each log, and of a few logs', () => {
  const last = 1 + 2 * limits.pageEntries;
  for (let seq = 2; seq <= last; seq += 1) told(seq);
  expect(after(last - limits.pageEntries)).toHaveLength(limits.pageEntries);
  expect(after(last - limits.pageEntries - 1)).toBeNull();

  const text = '가'.repeat(limits.messageText);
  const many = 2 * Math.ceil(limits.pageBytes / (3 * limits.messageText));
  for (let seq = last + 1; seq <= last + many; seq += 1) tails.take({ log, epoch, entries: [at(seq, text)] });
  let held = 0;
  while (after(last + many - held - 1, { upTo: last + many }) !== null) held += 1;
  const size = Buffer.byteLength(JSON.stringify(at(last, text)));
  expect(held).toBe(Math.floor(limits.pageBytes / size));

  for (let more = 0; more < limits.tails; more += 1)
    tails.after({ member, log: randomUUID(), epoch, after: 0 }, 1, 200);
  expect(after(last + many - 1, { upTo: last + many })).toBeNull();
});
