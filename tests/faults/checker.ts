/**
 * Holds what every person saw against what the server has. It knows nothing of how either works.
 * An empty list means that all six letters hold.
 */
import type { Id } from '../../protocol';
import type { Line } from './journal';

export interface Stored {
  seq: number;
  id: Id;
  /** Null for entries that are no messages. */
  text: string | null;
}

export interface History {
  store: readonly Stored[];
  people: readonly { name: string; lines: readonly Line[] }[];
}

export interface Fault {
  letter: 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
  what: string;
}

/** What person `name` says as number n. */
export const textOf = (name: string, n: number): string => `${name} says ${n}`;

const only = <T extends Line['t']>(lines: readonly Line[], t: T) =>
  lines.filter((line): line is Extract<Line, { t: T }> => line.t === t);

/** A: each acknowledged id is in the store exactly once. */
function* acknowledgedOnce({ store, people }: History): Generator<Fault> {
  const times = new Map<Id, number>();
  for (const { id } of store) times.set(id, (times.get(id) ?? 0) + 1);
  for (const { name, lines } of people) {
    for (const { id } of only(lines, 'acknowledged')) {
      const count = times.get(id) ?? 0;
      if (count !== 1) yield { letter: 'A', what: `${name}'s acknowledged ${id} is in the store ${count} times` };
    }
  }
}

/** B: the store's seqs are dense from 1. */
function* dense({ store }: History): Generator<Fault> {
  for (const [index, { seq }] of store.entries()) {
    if (seq !== index + 1) return yield { letter: 'B', what: `place ${index + 1} of the store has seq ${seq}` };
  }
}

/** C: every final view equals the store over the range it holds. */
function* finalViews({ store, people }: History): Generator<Fault> {
  for (const { name, lines } of people) {
    const view = only(lines, 'view').at(-1);
    if (!view) {
      yield { letter: 'C', what: `${name} has no final view` };
      continue;
    }
    const first = view.rows[0]?.[0] ?? 1;
    const expected = store.filter(({ seq }) => seq >= first).map(({ seq, id }) => `${seq} ${id}`);
    const held = view.rows.map(([seq, id]) => `${seq} ${id}`);
    const at = expected.findIndex((row, index) => row !== held[index]);
    if (at >= 0 || held.length !== expected.length) {
      yield { letter: 'C', what: `${name} holds ${held.length} of ${expected.length} rows; first difference at ${at}` };
    }
  }
}

/** D: nobody ever saw an order that another, or the store, does not have. */
function* oneOrder({ store, people }: History): Generator<Fault> {
  const order = new Map(store.map(({ seq, id }) => [seq, id]));
  for (const { name, lines } of people) {
    for (const { seq, id } of only(lines, 'seen')) {
      const there = order.get(seq);
      if (there !== undefined && there !== id)
        yield { letter: 'D', what: `${name} saw ${id} at ${seq}, others ${there}` };
    }
  }
}

/** E: each sender's messages stand in the order they were said, none of them twice. */
function* sendersOrder({ store, people }: History): Generator<Fault> {
  for (const { name } of people) {
    let last = -1;
    for (const { text } of store) {
      if (!text?.startsWith(`${name} says `)) continue;
      const n = Number(text.slice(`${name} says `.length));
      if (n <= last) yield { letter: 'E', what: `${name}'s ${n} stands behind ${last}` };
      last = n;
    }
  }
}

/** F: nothing was seen, and nothing is stored, that nobody said. */
function* nothingForeign({ store, people }: History): Generator<Fault> {
  const said = new Set(people.flatMap(({ name, lines }) => only(lines, 'intent').map(({ n }) => textOf(name, n))));
  for (const { seq, text } of store) {
    if (text !== null && !said.has(text)) yield { letter: 'F', what: `the store's ${seq} was said by nobody: ${text}` };
  }
  for (const { name, lines } of people) {
    for (const { seq, text } of only(lines, 'seen')) {
      if (text !== null && !said.has(text))
        yield { letter: 'F', what: `${name} saw at ${seq} what nobody said: ${text}` };
    }
  }
}

export function check(history: History): Fault[] {
  return [acknowledgedOnce, dense, finalViews, oneOrder, sendersOrder, nothingForeign].flatMap((rule) => [
    ...rule(history),
  ]);
}
