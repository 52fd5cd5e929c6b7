/** A checker that finds nothing proves nothing: for each rule a bug is planted, and found. */
import { describe, expect, it } from 'vitest';
import { check, type History } from './checker';
import type { Line } from './journal';
import { brief, textOf, whose } from './said';

const NAMES = ['Narae', 'Yunseo'];

interface Planted extends History {
  store: { seq: number; id: string; text: string | null }[];
  people: { name: string; lines: Line[] }[];
}

/** Two people who said three things each, in turn, and all went well. */
function good(): Planted {
  const store = [{ seq: 1, id: 'opened', text: null as string | null }];
  for (let n = 0; n < 3; n += 1) {
    for (const name of NAMES) store.push({ seq: store.length + 1, id: `${name}-${n}`, text: textOf(name, n) });
  }
  const people = NAMES.map((name) => ({
    name,
    lines: [
      { t: 'begun' } as Line,
      ...[0, 1, 2].flatMap((n): Line[] => [
        { t: 'intent', n, at: n },
        { t: 'sent', n, id: `${name}-${n}` },
        { t: 'kept', id: `${name}-${n}` },
        { t: 'answered', id: `${name}-${n}`, seq: store.find(({ id }) => id === `${name}-${n}`)?.seq ?? 0 },
        { t: 'acknowledged', id: `${name}-${n}`, ms: n },
      ]),
      ...store.map(({ seq, id, text }): Line => ({ t: 'seen', seq, id, text })),
      { t: 'view', rows: store.map(({ seq, id }): [number, string] => [seq, id]), holes: [] } satisfies Line,
    ],
  }));
  return { store, people, head: store.length };
}

/** A good history with a bug in it. */
function planted(bug: (history: Planted) => void): Planted {
  const history = good();
  bug(history);
  return history;
}

/** The same for each line of one person's journal: another line, or none. */
const rewrite = (history: Planted, person: number, by: (line: Line) => Line | null) => {
  const { lines } = history.people[person]!;
  history.people[person]!.lines = lines.flatMap((line) => by(line) ?? []);
};

const letters = (history: History) => [...new Set(check(history).map(({ letter }) => letter))];
const counted = (history: History) => check(history).flatMap(({ as }) => as ?? []);

describe('the checker', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(check(good())).toEqual([]);
  });

  it('finds nothing where a view says what it does not hold, and its rest is as stored', () => {
    const history = planted((all) =>
      rewrite(all, 0, (line) =>
        line.t === 'view' ? { ...line, rows: line.rows.filter(([seq]) => seq < 3 || seq > 5), holes: [[3, 5]] } : line,
      ),
    );
    expect(check(history)).toEqual([]);
  });

  it('finds nothing where a message was refused for good and given back', () => {
    const history = planted(({ people }) =>
      people[0]!.lines.push({ t: 'intent', n: 3, at: 3 }, { t: 'sent', n: 3, id: 'x' }, { t: 'returned', id: 'x' }),
    );
    expect(check(history)).toEqual([]);
  });

  it('A: finds an acknowledged message that was lost, and one that is there twice', () => {
    const lost = planted(({ store }) => void store.pop());
    expect(letters(lost)).toContain('A');
    expect(counted(lost)).toContain('loss');
    const twice = planted(({ store }) => store.push({ seq: 8, id: 'Narae-2', text: textOf('Narae', 2) }));
    expect(letters(twice)).toContain('A');
    expect(counted(twice)).toContain('duplicate');
  });

  it('A: finds what only the server acknowledged, and what it acknowledged at another place', () => {
    const lost = planted((all) => {
      rewrite(all, 1, (line) => (line.t === 'acknowledged' && line.id === 'Yunseo-2' ? null : line));
      all.store.pop();
    });
    expect(letters(lost)).toContain('A');
    const moved = planted((all) =>
      rewrite(all, 0, (line) => (line.t === 'answered' && line.id === 'Narae-1' ? { ...line, seq: 3 } : line)),
    );
    expect(letters(moved)).toEqual(['A']);
  });

  it('A: finds a message of which nobody ever heard again, also behind a kill', () => {
    const open = planted(({ people }) => people[0]!.lines.push({ t: 'sent', n: 3, id: 'x' }));
    expect(letters(open)).toEqual(['A']);
    expect(counted(open)).toEqual(['loss']);
    const killed = (kept: Line[]) =>
      planted(({ people }) => people[0]!.lines.push({ t: 'sent', n: 3, id: 'x' }, ...kept, { t: 'begun' }));
    expect(letters(killed([{ t: 'kept', id: 'x' }]))).toEqual(['A']);
    expect(letters(killed([]))).toEqual([]);
  });

  it('A: finds the same words under two ids', () => {
    const twice = planted((all) => {
      const entry = { seq: 8, id: 'again', text: textOf('Yunseo', 2) };
      all.store.push(entry);
      for (const { lines } of all.people) lines.push({ t: 'seen', ...entry });
      for (const person of [0, 1])
        rewrite(all, person, (line) => (line.t === 'view' ? { ...line, rows: [...line.rows, [8, 'again']] } : line));
    });
    expect(letters(twice)).toEqual(['A']);
    expect(counted(twice)).toEqual(['duplicate']);
  });

  it('B: finds a hole in the store', () => {
    const history = good();
    history.store = history.store.map((entry) => (entry.seq > 4 ? { ...entry, seq: entry.seq + 1 } : entry));
    expect(letters(history)).toContain('B');
  });

  it('C: finds a view that misses a row, one that ends too early, and one that never came', () => {
    const without = (gone: number) =>
      planted((all) =>
        rewrite(all, 0, (line) =>
          line.t === 'view' ? { ...line, rows: line.rows.filter(([seq]) => seq !== gone) } : line,
        ),
      );
    expect(letters(without(5))).toEqual(['C']);
    expect(letters(without(7))).toEqual(['C']);
    const none = planted((all) => rewrite(all, 1, (line) => (line.t === 'view' ? null : line)));
    expect(letters(none)).toEqual(['C']);
  });

  it('C: finds a wrong row beside a hole, and a row inside one', () => {
    const view = (by: (rows: [number, string][]) => [number, string][]) =>
      planted((all) =>
        rewrite(all, 0, (line) => (line.t === 'view' ? { ...line, rows: by(line.rows), holes: [[3, 4]] } : line)),
      );
    const around = (rows: [number, string][]) => rows.filter(([seq]) => seq < 3 || seq > 4);
    expect(letters(view((rows) => around(rows).map(([seq, id]) => [seq, seq === 5 ? 'x' : id])))).toEqual(['C']);
    expect(letters(view((rows) => rows))).toEqual(['C']);
  });

  it('D: finds two people who saw two orders, and one who saw an entry at two places', () => {
    const seen = (seq: number, id: string, text: string) =>
      planted(({ people }) => people[0]!.lines.push({ t: 'seen', seq, id, text }));
    expect(letters(seen(3, 'Narae-0', textOf('Narae', 0)))).toEqual(['D']);
    expect(letters(seen(99, 'Narae-0', textOf('Narae', 0)))).toEqual(['D']);
  });

  it('E: finds a sender whose words changed places', () => {
    const history = good();
    const [a, b] = [history.store[1]!, history.store[3]!];
    [a.text, b.text] = [b.text, a.text];
    expect(letters(history)).toContain('E');
  });

  it('F: finds words that nobody said, and an entry that was shown and not kept', () => {
    const ghost = planted(({ store }) => store.push({ seq: 8, id: 'x', text: 'a ghost speaks' }));
    expect(letters(ghost)).toEqual(['F']);
    const shown = planted(({ people }) =>
      people[0]!.lines.push({ t: 'seen', seq: 8, id: 'x', text: textOf('Yunseo', 2) }),
    );
    expect(letters(shown)).toEqual(['F']);
  });

  it('F: finds one word that is another than what was said', () => {
    const history = planted((all) =>
      rewrite(all, 1, (line) => (line.t === 'seen' && line.seq === 4 ? { ...line, text: 'Narae says 7' } : line)),
    );
    expect(letters(history)).toEqual(['F']);
  });
});

describe('what is said', () => {
  it('has its length, names its sender, and is written down briefly but whole', () => {
    const long = textOf('P3', 12, 8_000);
    expect(long).toHaveLength(8_000);
    expect([whose(long), whose(brief(long)), whose('P3 says 1x')]).toEqual([
      { name: 'P3', n: 12 },
      { name: 'P3', n: 12 },
      null,
    ]);
    expect(brief(long).length).toBeLessThan(100);
    expect(brief(`${long.slice(0, -1)}말`)).not.toBe(brief(long));
    expect(brief(textOf('P3', 12))).toBe('P3 says 12');
  });
});
