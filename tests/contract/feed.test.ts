/** What is pushed of a log, and when: in order and once, to those who may hear it, to a crowd together. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { limits, type Entry, type Id } from '../../protocol';
import { Feed } from '../../server/feed';
import { StoreError, type ReadRequest } from '../../server/store/store';
import { ManualClock, settled } from '../support/ports';
import { keptLog } from '../support/server';

const [log, epoch, mateo] = [randomUUID(), randomUUID(), randomUUID()];
const head = (seq: number) => ({ log, epoch, head: seq });
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);
const placed = (seq: number) => ({ seq, id: randomUUID(), author: null, at: seq });
const message = (seq: number, text = `${seq}`): Entry => ({ ...placed(seq), kind: 'message', body: { text } });
const entered = (seq: number): Entry => ({
  ...placed(seq),
  kind: 'entered',
  body: { members: [mateo], names: ['Mateo'] },
});
const left = (seq: number): Entry => ({ ...placed(seq), kind: 'left', body: { member: mateo, name: 'Mateo' } });
const removed = (seq: number): Entry => ({ ...placed(seq), kind: 'removed', body: { member: mateo, name: 'Mateo' } });

/** A feed of the log, above a store that has these. What it pushes is told by its seqs, what follows of it by its name. */
function open(stored: readonly Entry[] = [], listeners = 3) {
  const clock = new ManualClock();
  const pushed: Entry[][] = [];
  const told: string[] = [];
  const reads: ReadRequest[] = [];
  let broken = false;
  const store = {
    read: (request: ReadRequest) => {
      reads.push(request);
      if (broken) return Promise.reject(new StoreError('internal', 'gone'));
      const { after = 0, limit } = request;
      return Promise.resolve({ head: head(stored.length), entries: stored.slice(after, after + Math.min(limit, 50)) });
    },
  };
  const outlet = {
    push: (_to: unknown, _name: string, payload: unknown) => {
      const { entries } = payload as { entries: Entry[] };
      pushed.push(entries);
      told.push(entries.map(({ seq }) => seq).join());
      return listeners;
    },
    openLog: () => {},
    closeLog: () => {},
  };
  const feed = new Feed({ store, outlet, clock, log: keptLog() }, [head(0)], {
    removed: () => void told.push('end'),
    crossed: (_log: Id, { kind }: Entry) => void told.push(kind),
  });
  return {
    feed,
    clock,
    pushed,
    told,
    reads,
    sent: () => pushed.flat().map(({ seq }) => seq),
    notice: (...added: Entry[]) => feed.notice({ head: head(added.at(-1)?.seq ?? 0), added }),
    breakStore: (now: boolean) => void (broken = now),
  };
}

describe('in order, and once', () => {
  test('pushes what comes in order without asking the store', () => {
    const { feed, notice, reads, sent } = open();
    notice(message(1), message(2));
    notice(message(3));
    notice(message(3));
    expect([sent(), reads.length]).toEqual([upTo(3), 0]);
    expect(feed.heads).toEqual([head(3)]);
  });

  test('for a gap it reads, in order and once, also while more comes', async () => {
    const stored = upTo(180).map((seq) => message(seq));
    const { notice, sent } = open(stored);
    notice(...stored.slice(110, 120));
    notice(...stored.slice(120, 180));
    await settled();
    expect(sent()).toEqual(upTo(180));
  });

  test('a store that fails is read again at the next notice', async () => {
    const stored = upTo(5).map((seq) => message(seq));
    const { notice, sent, breakStore } = open(stored);
    breakStore(true);
    notice(stored[3]!);
    await settled();
    expect(sent()).toEqual([]);
    breakStore(false);
    notice(stored[4]!);
    await settled();
    expect(sent()).toEqual(upTo(5));
  });

  test('a push is no longer than a page', () => {
    const { notice, pushed, sent } = open();
    notice(...upTo(30).map((seq) => message(seq, '가'.repeat(limits.messageText))));
    expect(sent()).toEqual(upTo(30));
    for (const page of pushed) expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(limits.pageBytes);
  });
});

describe('who hears it', () => {
  test('catching up, it waits at a line that is on the disk and was not told of yet: who comes in by it is let in first', async () => {
    const entries = [message(1, '앞'), message(2, '또 앞'), entered(3), message(4, '뒤')];
    const { notice, told } = open(entries);
    // The first of two commits was lost sight of: the feed reads, and meanwhile a third one is on the disk.
    notice(entries[1]!);
    await settled();
    expect(told).toEqual(['1,2']);
    notice(...entries.slice(2));
    expect(told).toEqual(['1,2', 'entered', '3,4']);
  });

  test('somebody is let in between two lines, however many it catches up on at once', () => {
    const { feed, notice, told, reads } = open();
    notice(message(1, '앞'), entered(2), message(3, '사이'), left(4), message(5, '뒤'));
    expect(told).toEqual(['1', 'entered', '2,3', 'left', '4,5']);
    expect([feed.sent(log), reads.length]).toEqual([5, 0]);
  });

  test.each(['the notice', 'the store'])('a removal ends the connections first: from %s', async (from) => {
    const entries = [message(1, '앞'), removed(2), message(3, '뒤')];
    const { feed, told } = open(entries);
    feed.notice({ head: head(3), added: from === 'the notice' ? entries : [] });
    await settled();
    expect(told).toEqual(['end', '1,2,3']);
  });
});

describe('a crowd', () => {
  const { least, rest, longest } = limits.crowd;

  test('one fewer than a crowd are told each line at once', () => {
    const { notice, told, clock } = open([], least - 1);
    for (const seq of upTo(3)) notice(message(seq));
    expect([told, clock.waiting]).toEqual([['1', '2', '3'], []]);
  });

  test.each([
    [least, least * rest],
    [1_000, longest],
    [5_000, longest],
  ])('%i are told the first line at once, and what is said in the %i ms after it together', async (listeners, ms) => {
    const { notice, told, clock, reads } = open([], listeners);
    for (const seq of upTo(4)) notice(message(seq));
    expect([told, clock.waiting]).toEqual([['1'], [ms]]);
    await clock.pass(ms);
    expect(told).toEqual(['1', '2,3,4']);
    notice(message(5));
    await clock.pass(ms);
    expect(told).toEqual(['1', '2,3,4', '5']);
    // After a rest in which nothing was said the next line waits for nothing.
    await clock.pass(ms);
    expect(clock.waiting).toEqual([]);
    notice(message(6));
    expect(told.at(-1)).toBe('6');
    expect(reads).toEqual([]);
  });

  test('a line that lets somebody in, or takes somebody out, waits for nothing, and nothing overtakes it', async () => {
    const { notice, told, clock } = open([], 1_000);
    notice(message(1));
    notice(message(2));
    notice(entered(3), message(4));
    expect(told).toEqual(['1', '2', 'entered', '3,4']);
    notice(message(5));
    notice(removed(6));
    expect(told.slice(4)).toEqual(['5', 'end', '6']);
    notice(message(7));
    notice(left(8));
    expect(told.slice(7)).toEqual(['7', 'left', '8']);
    await clock.pass(longest);
    expect(told).toHaveLength(10);
  });

  test('what is missing among the lines that wait is read, in order', async () => {
    const stored = upTo(7).map((seq) => message(seq));
    const { notice, sent, clock } = open(stored, 1_000);
    notice(stored[0]!);
    notice(stored[1]!);
    notice(stored[4]!);
    notice(stored[6]!);
    expect(sent()).toEqual([1]);
    await clock.pass(longest);
    expect(sent()).toEqual(upTo(7));
  });

  test('nobody is told of a head whose lines are on their way: a thousand would ask for them at once', async () => {
    const { feed, notice, clock } = open([], 1_000);
    for (const seq of upTo(4)) notice(message(seq));
    expect([feed.heads, feed.told(log), feed.head(log)]).toEqual([[head(1)], head(1), head(4)]);
    await clock.pass(longest);
    await clock.pass(longest);
    expect([feed.heads, feed.told(log)]).toEqual([[head(4)], head(4)]);
  });

  test('no more than a page waits', () => {
    const { notice, sent } = open([], 1_000);
    for (const seq of upTo(limits.pageEntries + 2)) notice(message(seq));
    expect(sent()).toEqual(upTo(limits.pageEntries + 2));
  });

  test('a server that stops tells what waits first', async () => {
    const { feed, notice, told, clock } = open([], 1_000);
    for (const seq of upTo(3)) notice(message(seq));
    feed.close();
    expect([told, clock.waiting]).toEqual([['1', '2,3'], []]);
    await clock.pass(longest);
    expect(told).toHaveLength(2);
  });
});
