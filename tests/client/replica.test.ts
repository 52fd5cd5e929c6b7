import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Replica } from '../../client/replica';
import { limits, refuse, type About, type CallFunction, type Entry, type NetworkCalls } from '../../protocol';
import { settled, testId } from '../support/ports';

const ROOM = testId(1);
const EPOCH = testId(2);
const OTHER_EPOCH = testId(3);

const entry = (seq: number): Entry => ({
  seq,
  id: testId(seq, 9),
  author: testId(4),
  at: seq,
  kind: 'message',
  body: { text: `말 ${seq}` },
});

type Asked = { epoch: string; after?: number; before?: number; limit: number; ids?: string[] };

/** A log as a server keeps it, with the calls a replica makes. */
class ServedLog {
  entries: Entry[] = [];
  epoch = EPOCH;
  reads = 0;

  say(count = 1): Entry[] {
    const said = Array.from({ length: count }, (_, index) => entry(this.entries.length + index + 1));
    this.entries.push(...said);
    return said;
  }

  /** What became of messages, as the server would say. */
  about: (entries: readonly Entry[]) => Partial<About> = () => ({});

  #answered(entries: Entry[]) {
    const about = { changes: [], threads: [], tallies: [], ...this.about(entries) };
    return { ok: true, value: { log: ROOM, epoch: this.epoch, head: this.entries.length, entries, about } };
  }

  readonly call = (async (name: string, input: Asked) => {
    if (name === 'find') return this.#answered(this.entries.filter(({ id }) => input.ids?.includes(id)));
    expect(name).toBe('read');
    this.reads += 1;
    if (input.epoch !== this.epoch) return { ok: false, error: refuse('epoch-changed') };
    const { after, before, limit } = input;
    const between = this.entries.filter(({ seq }) => seq > (after ?? 0) && seq < (before ?? Infinity));
    const page = after === undefined && before !== undefined ? between.slice(-limit) : between.slice(0, limit);
    return this.#answered(page);
  }) as unknown as CallFunction<NetworkCalls>;
}

function hold(served: ServedLog) {
  const news: number[] = [];
  let foreign = 0;
  const replica = new Replica(ROOM, EPOCH, {
    call: served.call,
    changed: (entries) => news.push(...entries.map(({ seq }) => seq)),
    foreign: () => (foreign += 1),
  });
  return { replica, news, foreign: () => foreign, seqs: () => replica.entries.map(({ seq }) => seq) };
}

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('what a device holds of a log', () => {
  it('opens with the newest page, and takes older ones until the beginning', async () => {
    const served = new ServedLog();
    served.say(limits.pageEntries + 30);
    const { replica, seqs } = hold(served);
    replica.noteHead({ log: ROOM, epoch: EPOCH, head: served.entries.length });
    await replica.catchUp();
    expect(seqs()).toEqual(upTo(limits.pageEntries + 30, 31));
    expect(replica.complete).toBe(false);
    await replica.loadOlder();
    expect(seqs()).toEqual(upTo(limits.pageEntries + 30));
    expect(replica.complete).toBe(true);
    const before = served.reads;
    await replica.loadOlder();
    expect(served.reads).toBe(before);
  });

  it('applies the next entry, ignores what it has, and fetches what a lost push left out', async () => {
    const served = new ServedLog();
    served.say(3);
    const { replica, seqs, news } = hold(served);
    replica.push(EPOCH, served.entries);
    replica.push(EPOCH, served.entries.slice(1));
    served.say();
    replica.push(EPOCH, served.say());
    await settled();
    expect(seqs()).toEqual(upTo(5));
    expect(news).toEqual(upTo(5));
  });

  it('notices a lost last push by the head alone', async () => {
    const served = new ServedLog();
    const { replica, seqs } = hold(served);
    replica.push(EPOCH, served.say(2));
    served.say(2);
    replica.noteHead({ log: ROOM, epoch: EPOCH, head: 4 });
    await settled();
    expect(seqs()).toEqual(upTo(4));
  });

  it('takes the newest page when it is far behind, and leaves a hole that is filled from either side', async () => {
    const served = new ServedLog();
    const { replica, seqs } = hold(served);
    replica.push(EPOCH, served.say(10));
    served.say(1_500);
    replica.noteHead({ log: ROOM, epoch: EPOCH, head: 1_510 });
    await replica.catchUp();
    const page = limits.pageEntries;
    expect(seqs()).toEqual([...upTo(10), ...upTo(1_510, 1_510 - page + 1)]);
    expect(replica.holes).toEqual([{ after: 10, before: 1_510 - page + 1, loading: false }]);
    expect(replica.newest.map(({ seq }) => seq)).toEqual(upTo(1_510, 1_510 - page + 1));

    await replica.fill(10, 'newer');
    expect(replica.holes).toEqual([{ after: 10, before: 1_510 - 2 * page + 1, loading: false }]);
    await replica.fill(10, 'older');
    expect(replica.holes).toEqual([{ after: 10 + page, before: 1_510 - 2 * page + 1, loading: false }]);
    // What comes meanwhile stands at the end, as ever.
    replica.push(EPOCH, served.say());
    expect(seqs().at(-1)).toBe(1_511);
    for (let hole = replica.holes[0]; hole; hole = replica.holes[0]) await replica.fill(hole.after, 'newer');
    expect(seqs()).toEqual(upTo(1_511));
    expect(replica.complete).toBe(true);
  });

  it('fills a hole once, however often it is asked to', async () => {
    const served = new ServedLog();
    const { replica } = hold(served);
    replica.push(EPOCH, served.say(1));
    served.say(2_000);
    replica.noteHead({ log: ROOM, epoch: EPOCH, head: 2_001 });
    await replica.catchUp();
    const before = served.reads;
    const asked = [
      replica.fill(1, 'newer'),
      replica.fill(1, 'newer'),
      replica.fill(1, 'older'),
      replica.fill(7, 'older'),
    ];
    expect(replica.holes).toMatchObject([{ loading: true }]);
    await Promise.all(asked);
    expect(served.reads).toBe(before + 1);
    expect(replica.holes).toMatchObject([{ loading: false }]);
  });

  it('shows nothing of a message that was deleted, whichever came first', async () => {
    const served = new ServedLog();
    const { replica } = hold(served);
    const [first, second] = served.say(2);
    const gone = (seq: number, target: string): Entry => ({ ...entry(seq), kind: 'delete', body: { target } });
    replica.push(EPOCH, [first!, second!, gone(3, first!.id)]);
    expect(replica.entries.map(({ body }) => 'text' in body && body.text)).toEqual(['', '말 2', false]);
    replica.push(EPOCH, [gone(4, second!.id)]);
    expect(replica.entries[1]).toMatchObject({ body: { text: '', deleted: true } });
  });

  it('never mixes two lineages', async () => {
    const served = new ServedLog();
    const { replica, foreign, seqs } = hold(served);
    replica.push(EPOCH, served.say(2));
    replica.push(OTHER_EPOCH, [entry(3)]);
    replica.noteHead({ log: ROOM, epoch: OTHER_EPOCH, head: 9 });
    expect(foreign()).toBe(2);
    expect(seqs()).toEqual([1, 2]);
    replica.reset(OTHER_EPOCH);
    expect(seqs()).toEqual([]);
  });

  it('ends with the server’s log whatever becomes of the pushes', async () => {
    const fate = fc.constantFrom('arrives', 'lost', 'twice', 'late');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fate), { maxLength: 40 }), async (said) => {
        const served = new ServedLog();
        const { replica, seqs, news } = hold(served);
        const late: Entry[][] = [];
        for (const [count, what] of said) {
          const push = served.say(count);
          if (what === 'late') late.push(push);
          else if (what !== 'lost') replica.push(EPOCH, push);
          if (what === 'twice') replica.push(EPOCH, push);
          if (count === 3) for (const old of late.splice(0)) replica.push(EPOCH, old);
          if (count === 5) await settled();
        }
        replica.noteHead({ log: ROOM, epoch: EPOCH, head: served.entries.length });
        await replica.catchUp();
        while (!replica.complete) await replica.loadOlder();
        expect(seqs()).toEqual(upTo(served.entries.length));
        expect(news).toEqual([...new Set(news)].sort((a, b) => a - b));
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
