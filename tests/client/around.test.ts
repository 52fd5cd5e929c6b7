/** What a device knows around messages: it is the same whichever way it came, and in whichever order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Around } from '../../client/around';
import { blank, limits, type About, type Change, type Entry, type Id } from '../../protocol';
import { testId } from '../support/ports';

const [NARAE, YUNSEO, MATEO] = [4, 5, 6].map((number) => testId(number)) as [Id, Id, Id];
const idOf = (seq: number) => testId(seq, 9);
const placed = (seq: number, author = NARAE) => ({ seq, id: idOf(seq), author, at: seq * 10 });
const message = (seq: number, thread?: number, author = NARAE): Entry => ({
  ...placed(seq, author),
  kind: 'message',
  body: { text: `말 ${seq}`, ...(thread === undefined ? {} : { thread: idOf(thread) }) },
});
const react = (seq: number, target: number, emoji = '👍', on = true): Change => ({
  ...placed(seq),
  kind: 'react',
  body: { target: idOf(target), emoji, on },
});
const remove = (seq: number, target: number): Change => ({
  ...placed(seq),
  kind: 'delete',
  body: { target: idOf(target) },
});
const NOTHING: About = { changes: [], threads: [], tallies: [] };
const seqs = (around: Around, target: number) => around.changes.get(idOf(target))?.map(({ seq }) => seq);

/** A log that is held whole, and what is known around it. */
function log(entries: Entry[] = []) {
  const held: Entry[] = [];
  const around = new Around(() => held);
  const come = (...more: Entry[]) => {
    around.add(more);
    held.push(...more);
  };
  come(...entries);
  return { around, come, held };
}

describe('what became of messages', () => {
  it('is in order and once, whichever way it came', () => {
    const all = [react(5, 1), react(6, 1, '🎉'), react(7, 1, '👍', false), react(8, 2), react(9, 1, '👍')];
    const ways = fc.array(fc.tuple(fc.shuffledSubarray(all, { minLength: 1 }), fc.boolean()), { maxLength: 6 });
    fc.assert(
      fc.property(ways, (parts) => {
        const { around } = log([message(1), message(2)]);
        for (const [some, asked] of [...parts, [all, true] as const]) {
          const before = around.changes;
          const listed = new Map([...before].map(([id, list]) => [id, [...list]]));
          if (asked) around.answered({ head: 9, entries: [], about: { ...NOTHING, changes: [...some] } });
          else around.add(some);
          // What was given out is never changed.
          expect(new Map([...before].map(([id, list]) => [id, [...list]]))).toEqual(listed);
        }
        expect([seqs(around, 1), seqs(around, 2)]).toEqual([[5, 6, 7, 9], [8]]);
        expect(around.changes).toBe(around.changes);
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it('ends with a deletion, however late the rest comes', () => {
    const { around, come } = log([message(1), react(2, 1)]);
    come(remove(3, 1));
    around.answered({ head: 9, entries: [], about: { ...NOTHING, changes: [react(4, 1)] } });
    expect(seqs(around, 1)).toEqual([3]);
    const late = log();
    late.come(blank(message(1)), react(2, 1));
    expect(seqs(late.around, 1)).toBeUndefined();
  });

  it('of what was looked up: it is blanked with its message, and forgotten where something was left out', () => {
    const { around } = log();
    around.lookedUp([message(1), message(2)]);
    expect(around.found(idOf(1))).toMatchObject({ body: { text: '말 1' } });
    around.add([remove(3, 1)]);
    expect(around.found(idOf(1))).toMatchObject({ body: { text: '', deleted: true } });
    around.lookedUp(Array.from({ length: limits.heldEntries }, (_, at) => message(at + 10)));
    expect(around.found(idOf(2))).toBeNull();
    around.forgetFound();
    expect(around.found(idOf(10))).toBeNull();
  });

  it('goes with messages that are dropped, and stays with those that are held or were looked up', () => {
    const { around, held } = log([message(1), message(2), message(3), react(4, 1), react(5, 2), react(6, 3)]);
    around.lookedUp([message(3)]);
    held.splice(0, held.length, message(2));
    around.prune();
    expect([...around.changes.keys()]).toEqual([idOf(2), idOf(3)]);
  });
});

describe('a thread', () => {
  const summary = (count: number, last: number, ...people: Id[]) => ({
    root: idOf(1),
    ...{ count, last, lastAt: last * 10, people },
  });
  const asOf = (head: number, threads: About['threads'], entries: Entry[] = []) => ({
    ...{ head, entries },
    about: { ...NOTHING, threads },
  });
  const thread = ({ around }: ReturnType<typeof log>) => around.threads.get(idOf(1));

  it('is summed up from what comes, on top of what the server said', () => {
    const here = log([message(1)]);
    expect(thread(here)).toBeUndefined();
    here.come(message(2, 1, YUNSEO));
    expect(thread(here)).toEqual(summary(1, 2, YUNSEO));
    here.around.answered(asOf(90, [summary(7, 80, MATEO, NARAE)]));
    here.come(message(91, 1, YUNSEO), message(92, undefined, MATEO), message(93, 1, NARAE));
    expect(thread(here)).toEqual(summary(9, 93, NARAE, YUNSEO, MATEO));
    // An answer that was under way meanwhile knew nothing of the last ones.
    here.around.answered(asOf(92, [summary(8, 91, YUNSEO, MATEO, NARAE)]));
    expect(thread(here)).toEqual(summary(9, 93, NARAE, YUNSEO, MATEO));
    // Entries that come again are counted once.
    here.around.add([message(91, 1, YUNSEO), message(93, 1, NARAE)]);
    expect(thread(here)?.count).toBe(9);
  });

  it('loses what is deleted, and is none where nothing is left', () => {
    const here = log([message(1), message(2, 1, YUNSEO), message(3, 1, MATEO)]);
    here.come(remove(4, 3));
    expect(thread(here)).toMatchObject({ count: 1, last: 2, lastAt: 20 });
    here.come(message(5, 1, MATEO), remove(6, 5));
    expect(thread(here)).toMatchObject({ count: 1, last: 2 });
    here.around.add([remove(4, 3)]);
    here.come(remove(7, 2));
    expect(thread(here)).toBeUndefined();
    const told = log([message(1), message(2, 1)]);
    told.around.answered(asOf(9, [], [message(1)]));
    expect(thread(told)).toBeUndefined();
  });
});

it('keeps one’s own vote when everybody is told how a poll stands', () => {
  const { around } = log([message(1)]);
  const poll = idOf(1);
  around.voted({ poll, votes: [0, 1], voters: 1, mine: [1] });
  around.tallied([{ poll, votes: [1, 1], voters: 2 }]);
  expect(around.tallies.get(poll)).toEqual({ poll, votes: [1, 1], voters: 2, mine: [1] });
  // Taken back on another device: an answer says it by saying nothing.
  around.answered({ head: 1, entries: [], about: { ...NOTHING, tallies: [{ poll, votes: [1, 0], voters: 1 }] } });
  expect(around.tallies.get(poll)?.mine).toBeUndefined();
  around.voted({ poll, votes: [1, 0], voters: 1 });
  expect(around.tallies.get(poll)?.mine).toBeUndefined();
  around.add([remove(2, 1)]);
  expect(around.tallies.size).toBe(0);
});
