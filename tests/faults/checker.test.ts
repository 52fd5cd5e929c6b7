/** A checker that finds nothing proves nothing: for each letter a bug is planted, and found. */
import { describe, expect, it } from 'vitest';
import { check, textOf, type History } from './checker';
import type { Line } from './journal';

const NAMES = ['Narae', 'Yunseo'];

/** Two people who said three things each, in turn, and all went well. */
function good(): {
  store: { seq: number; id: string; text: string | null }[];
  people: { name: string; lines: Line[] }[];
} {
  const store = [{ seq: 1, id: 'opened', text: null as string | null }];
  for (let n = 0; n < 3; n += 1) {
    for (const name of NAMES) store.push({ seq: store.length + 1, id: `${name}-${n}`, text: textOf(name, n) });
  }
  const people = NAMES.map((name) => ({
    name,
    lines: [
      ...[0, 1, 2].flatMap((n): Line[] => [
        { t: 'intent', n },
        { t: 'sent', n, id: `${name}-${n}` },
        { t: 'acknowledged', id: `${name}-${n}` },
      ]),
      ...store.map(({ seq, id, text }): Line => ({ t: 'seen', seq, id, text })),
      { t: 'view', rows: store.map(({ seq, id }): [number, string] => [seq, id]) } satisfies Line,
    ],
  }));
  return { store, people };
}

const letters = (history: History) => [...new Set(check(history).map(({ letter }) => letter))];

describe('the checker', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(check(good())).toEqual([]);
  });

  it('A: finds an acknowledged message that was lost, and one that is there twice', () => {
    const lost = good();
    lost.store.pop();
    expect(letters(lost)).toContain('A');
    const twice = good();
    twice.store.push({ seq: 8, id: 'Narae-2', text: textOf('Narae', 2) });
    expect(letters(twice)).toContain('A');
  });

  it('B: finds a hole in the store', () => {
    const history = good();
    history.store = history.store.map((entry) => (entry.seq > 4 ? { ...entry, seq: entry.seq + 1 } : entry));
    expect(letters(history)).toContain('B');
  });

  it('C: finds a view that misses a row, and one that never came', () => {
    const missing = good();
    missing.people[0]!.lines = missing.people[0]!.lines.map((line) =>
      line.t === 'view' ? { ...line, rows: line.rows.filter(([seq]) => seq !== 5) } : line,
    );
    expect(letters(missing)).toEqual(['C']);
    const none = good();
    none.people[1]!.lines = none.people[1]!.lines.filter(({ t }) => t !== 'view');
    expect(letters(none)).toEqual(['C']);
  });

  it('D: finds two people who saw two orders', () => {
    const history = good();
    history.people[0]!.lines.push({ t: 'seen', seq: 3, id: 'Narae-0', text: textOf('Narae', 0) });
    expect(letters(history)).toEqual(['D']);
  });

  it('E: finds a sender whose words changed places', () => {
    const history = good();
    const [a, b] = [history.store[1]!, history.store[3]!];
    [a.text, b.text] = [b.text, a.text];
    expect(letters(history)).toContain('E');
  });

  it('F: finds words that nobody said', () => {
    const history = good();
    history.people[0]!.lines.push({ t: 'seen', seq: 99, id: 'x', text: 'a ghost speaks' });
    expect(letters(history)).toEqual(['F']);
  });
});
