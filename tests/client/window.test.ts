/** A long log of which a device holds a part: wherever one looks, what is held is right, and never too much. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ranges } from '../../client/ranges';
import { Replica } from '../../client/replica';
import { staying } from '../../client/window';
import { limits, type About, type CallFunction, type Entry, type NetworkCalls } from '../../protocol';
import { settled, testId } from '../support/ports';

const [ROOM, EPOCH] = [testId(1), testId(2)];
const idOf = (seq: number) => testId(seq % 65_536, seq >> 16);
const entry = (seq: number): Entry => ({
  ...{ seq, id: idOf(seq), author: testId(4), at: seq },
  ...{ kind: 'message', body: { text: `말 ${seq}` } },
});
/** Some of them delete a message that was said a little earlier. */
const mixed = (first: number, count: number) =>
  page(first, count).map((one): Entry =>
    one.seq % 7 === 0 ? { ...one, kind: 'delete', body: { target: idOf(one.seq - 3) } } : one,
  );
const page = (first: number, count: number) => Array.from({ length: count }, (_, at) => entry(first + at));

/** A log of so many entries, answered as a server does. */
function long(head: number, first = 1, about: (entries: readonly Entry[]) => Partial<About> = () => ({})) {
  const served = { head, reads: 0, most: 0 };
  const call = (async (
    name: string,
    { after, before, limit = 0, ids }: Record<string, number> & { ids?: string[] },
  ) => {
    let entries: Entry[];
    if (name === 'find') entries = page(1, served.head).filter(({ id }) => ids?.includes(id));
    else {
      served.reads += 1;
      const from = after === undefined ? Math.max(first, (before ?? 0) - limit) : Math.max(first, after + 1);
      const to = Math.min(served.head, from + limit - 1, (before ?? Infinity) - 1);
      entries = page(from, Math.max(0, to - from + 1));
    }
    const became = { changes: [], threads: [], tallies: [], ...about(entries) };
    return { ok: true, value: { log: ROOM, epoch: EPOCH, head: served.head, entries, about: became } };
  }) as unknown as CallFunction<NetworkCalls>;
  const replica: Replica = new Replica(ROOM, EPOCH, {
    call,
    changed: () => void (served.most = Math.max(served.most, replica.entries.length)),
    foreign: () => undefined,
  });
  replica.first = first;
  replica.noteHead({ log: ROOM, epoch: EPOCH, head });
  return { replica, served, seqs: () => replica.entries.map(({ seq }) => seq) };
}

/** Dense but for its holes, and each hole has something on both sides. */
function inOrder({ entries, holes }: Replica) {
  const gaps = entries.slice(1).flatMap(({ seq }, at) => {
    const after = entries[at]?.seq ?? 0;
    return seq === after + 1 ? [] : [{ after, before: seq, loading: false }];
  });
  expect(holes).toEqual(gaps);
}

describe('a log of 100,000 entries on a device', () => {
  const HEAD = 100_000;

  it('is scrolled far up and down again, and no more is held than may be', async () => {
    const { replica, served, seqs } = long(HEAD);
    await replica.catchUp();
    for (let scrolls = 0; scrolls < 40; scrolls += 1) await replica.loadOlder();
    const top = HEAD - 41 * limits.pageEntries + 1;
    expect(seqs()[0]).toBe(top);
    expect(replica.position?.seq).toBe(HEAD);
    expect(replica.newest.length).toBeGreaterThanOrEqual(limits.pageEntries);
    expect(replica.holes).toHaveLength(1);
    inOrder(replica);
    for (let hole = replica.holes[0]; hole; hole = replica.holes[0]) {
      await replica.fill(hole.after, 'older');
      inOrder(replica);
    }
    expect(seqs().at(-1)).toBe(HEAD);
    expect(seqs()[0]).toBeGreaterThan(top);
    expect(served.most).toBeLessThanOrEqual(limits.heldEntries);
  });

  it('is jumped into, read on both ways from there, and left again; what is said meanwhile comes to its end', async () => {
    const { replica, served, seqs } = long(HEAD);
    await replica.catchUp();
    await replica.goTo(5_000);
    expect(seqs()).toContain(5_000);
    expect(seqs()[0]).toBe(4_901);
    expect(replica.holes).toMatchObject([{ after: 5_100 }]);
    for (let scrolls = 0; scrolls < 12; scrolls += 1) {
      await replica.loadOlder();
      await replica.fill(replica.holes[0]?.after ?? 0, 'older');
    }
    inOrder(replica);
    replica.push(EPOCH, page(HEAD + 1, 3));
    expect(replica.position?.seq).toBe(HEAD + 3);
    expect(seqs().at(-1)).toBe(HEAD + 3);
    await replica.goTo(1);
    expect(replica.complete).toBe(true);
    const reads = served.reads;
    await replica.goTo(3);
    expect(served.reads).toBe(reads);
    replica.lookAt(HEAD + 3);
    for (let pushes = 1; pushes <= 10; pushes += 1)
      replica.push(EPOCH, page(HEAD + 4 + (pushes - 1) * limits.pageEntries, limits.pageEntries));
    expect(seqs()[0]).toBeGreaterThan(HEAD - 2 * limits.pageEntries);
    inOrder(replica);
    expect(served.most).toBeLessThanOrEqual(limits.heldEntries);
  });

  it('begins for who came later where they may begin to read', async () => {
    const { replica, served, seqs } = long(1_000, 901);
    await replica.catchUp();
    expect(seqs()[0]).toBe(901);
    expect(replica.complete).toBe(true);
    const { reads } = served;
    await replica.loadOlder();
    expect(served.reads).toBe(reads);
    expect(long(900, 901).replica.complete).toBe(true);
  });

  it('knows what became of held messages while it was far behind', async () => {
    const edit: Entry = { ...entry(3_000), kind: 'edit', body: { target: idOf(5), text: '고침' } };
    const { replica } = long(10, 1, (entries) => ({ changes: entries.some(({ id }) => id === idOf(5)) ? [edit] : [] }));
    await replica.catchUp();
    expect(replica.around.changes.size).toBe(1);
    const behind = long(10, 1, (entries) => ({
      changes: behind.served.head > 10 && entries.some(({ id }) => id === idOf(5)) ? [edit] : [],
    }));
    await behind.replica.catchUp();
    expect(behind.replica.around.changes.size).toBe(0);
    behind.served.head = 5_000;
    behind.replica.noteHead({ log: ROOM, epoch: EPOCH, head: 5_000 });
    await behind.replica.catchUp();
    await settled();
    expect(behind.replica.holes).toHaveLength(1);
    expect(behind.replica.around.changes.get(idOf(5))).toEqual([edit]);
  });
});

describe('what is held', () => {
  const first = fc.integer({ min: 1, max: 120 });
  const step = fc.oneof(
    fc.record({ what: fc.constant('page' as const), first, count: fc.integer({ min: 1, max: 30 }) }),
    fc.record({
      what: fc.constant('next' as const),
      first: fc.integer({ min: -3, max: 3 }),
      count: fc.integer({ min: 1, max: 5 }),
    }),
    fc.record({ what: fc.constant('drop' as const), first, count: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ what: fc.constant('delete' as const), first, count: fc.constant(1) }),
  );

  it('is what a set of numbers would say, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const ranges = new Ranges();
        const hear = (some: readonly Entry[]) => {
          for (const { kind, body } of some) if (kind === 'delete') gone.add(body.target);
          return some;
        };
        const model = new Set<number>();
        const gone = new Set<string>();
        for (const { what, first, count } of steps) {
          if (what === 'page') {
            ranges.insert(hear(mixed(first, count)));
            for (const { seq } of page(first, count)) model.add(seq);
          } else if (what === 'next') {
            const last = Math.max(0, ...model);
            const from = Math.max(1, last + 1 + first);
            const news = ranges.append(mixed(from, count));
            const fits = last === 0 || from <= last + 1;
            const fresh = mixed(from, count).filter(({ seq }) => seq > last);
            expect(news?.map(({ seq }) => seq) ?? []).toEqual(fits ? fresh.map(({ seq }) => seq) : []);
            if (fits) for (const { seq } of hear(fresh)) model.add(seq);
          } else if (what === 'drop') {
            ranges.keep((seq) => seq < first || seq >= first + count);
            for (let seq = first; seq < first + count; seq += 1) model.delete(seq);
          } else {
            ranges.delete([idOf(first)]);
            gone.add(idOf(first));
          }
          const held = [...model].sort((a, b) => a - b);
          expect(ranges.entries.map(({ seq }) => seq)).toEqual(held);
          const missing = held
            .slice(1)
            .flatMap((seq, at) => (seq === held[at]! + 1 ? [] : [{ after: held[at], before: seq }]));
          expect(ranges.missing).toEqual(missing);
          expect([ranges.first, ranges.last]).toEqual([held[0] ?? 0, held.at(-1) ?? 0]);
          expect(ranges.newest.map(({ seq }) => seq)).toEqual(
            held.filter((seq) => seq >= (missing.at(-1)?.before ?? 0)),
          );
          for (const { id, kind, body } of ranges.entries)
            if (kind === 'message') expect('deleted' in body).toBe(gone.has(id));
        }
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  it('stays near to where one looks, and at the end, wherever the holes are', () => {
    const runs = fc.array(fc.tuple(fc.integer({ min: 2, max: 400 }), fc.integer({ min: 100, max: 1_500 })), {
      minLength: 2,
      maxLength: 5,
    });
    fc.assert(
      fc.property(runs, fc.double({ min: 0, max: 1, noNaN: true }), (lengths, where) => {
        let seq = 0;
        const entries = lengths.flatMap(([gap, count]) => {
          const run = page(seq + gap, count);
          seq += gap + count - 1;
          return run;
        });
        const looking = entries[Math.floor(where * (entries.length - 1))]?.seq ?? 1;
        const stays = staying(entries, looking);
        expect(stays === null).toBe(entries.length <= limits.heldEntries);
        if (!stays) return;
        const kept = entries.filter((one) => stays(one.seq));
        expect(kept.length).toBeLessThanOrEqual(limits.heldEntries);
        expect(kept.length).toBeGreaterThanOrEqual(limits.heldEntries - 2 * limits.pageEntries);
        expect(kept.slice(-limits.pageEntries)).toEqual(entries.slice(-limits.pageEntries));
        expect(stays(looking)).toBe(true);
        // Nothing that goes is nearer than what stays, the newest page aside.
        const distance = (one: Entry) => Math.abs(one.seq - looking);
        const older = kept.slice(0, -limits.pageEntries);
        const nearest = Math.min(...entries.filter((one) => !stays(one.seq)).map(distance));
        expect(Math.max(0, ...older.map(distance))).toBeLessThanOrEqual(nearest);
      }),
      { numRuns: 30, seed: 5 },
    );
  });
});
