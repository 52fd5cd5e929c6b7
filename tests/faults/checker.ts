/**
 * Holds what every person saw against what the server has. It knows nothing of how either works.
 * An empty list means that all six letters hold.
 */
import type { Id } from '../../protocol';
import type { Line } from './journal';
import { brief, textOf, whose } from './said';

export interface Stored {
  seq: number;
  id: Id;
  /** What `brief` makes of it; null for entries that are no messages. */
  text: string | null;
}

export interface History {
  store: readonly Stored[];
  /** Every final view reaches at least up to here: the log's head when everybody had said everything. */
  head: number;
  /** How long each text is, as `textOf` wants it. */
  length?: number;
  people: readonly { name: string; lines: readonly Line[] }[];
}

export interface Fault {
  letter: 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
  /** What it comes to for people, where it is one of the two that are counted. */
  as?: 'loss' | 'duplicate';
  what: string;
}

const only = <T extends Line['t']>(lines: readonly Line[], t: T) =>
  lines.filter((line): line is Extract<Line, { t: T }> => line.t === t);

/** A: each acknowledged id is in the store exactly once, and where the server said it is. */
function* acknowledgedOnce({ store, people }: History): Generator<Fault> {
  const places = new Map<Id, number[]>();
  for (const { id, seq } of store) places.set(id, [...(places.get(id) ?? []), seq]);
  for (const { name, lines } of people) {
    const answered = new Map(only(lines, 'answered').map(({ id, seq }) => [id, seq]));
    const counted = new Set([...only(lines, 'acknowledged').map(({ id }) => id), ...answered.keys()]);
    for (const id of counted) {
      const [place, ...more] = places.get(id) ?? [];
      if (place === undefined)
        yield { letter: 'A', as: 'loss', what: `${name}'s acknowledged ${id} is not in the store` };
      if (more.length > 0)
        yield {
          letter: 'A',
          as: 'duplicate',
          what: `${name}'s acknowledged ${id} is in the store again at ${more.join()}`,
        };
    }
    for (const { id, seq } of only(lines, 'answered')) {
      const place = places.get(id)?.[0];
      if (place !== undefined && place !== seq)
        yield { letter: 'A', what: `${name}'s ${id} was acknowledged at ${seq} and stands at ${place}` };
    }
  }
}

/**
 * A: whatever the client took, it says by the end what became of it. Nobody wonders. Only what a kill met before it was on
 * the disk may be gone: nobody was told that it was safe.
 */
function* nothingOpen({ people }: History): Generator<Fault> {
  for (const { name, lines } of people) {
    const settled = new Set([...only(lines, 'acknowledged'), ...only(lines, 'returned')].map(({ id }) => id));
    const alive = lines.slice(lines.map(({ t }) => t).lastIndexOf('begun') + 1);
    const taken = new Set([...only(lines, 'kept'), ...only(alive, 'sent')].map(({ id }) => id));
    for (const id of taken) {
      if (!settled.has(id))
        yield { letter: 'A', as: 'loss', what: `${name}'s ${id} was neither acknowledged nor refused` };
    }
  }
}

/** A: nothing that was said once is there twice, under whatever ids. */
function* saidOnce({ store }: History): Generator<Fault> {
  const first = new Map<string, number>();
  for (const { seq, text } of store) {
    if (text === null) continue;
    const before = first.get(text);
    if (before !== undefined)
      yield { letter: 'A', as: 'duplicate', what: `the store has the same words at ${before} and ${seq}: ${text}` };
    else first.set(text, seq);
  }
}

/** B: the store's seqs are dense from 1. */
function* dense({ store }: History): Generator<Fault> {
  for (const [index, { seq }] of store.entries()) {
    if (seq !== index + 1) return yield { letter: 'B', what: `place ${index + 1} of the store has seq ${seq}` };
  }
}

/** C: every final view equals the store over the ranges it holds, and holds the end. */
function* finalViews({ store, head, people }: History): Generator<Fault> {
  for (const { name, lines } of people) {
    const view = only(lines, 'view').at(-1);
    if (!view) {
      yield { letter: 'C', what: `${name} has no final view` };
      continue;
    }
    const { rows, holes } = view;
    const last = rows.at(-1)?.[0] ?? 0;
    if (last < head) yield { letter: 'C', as: 'loss', what: `${name} holds up to ${last}, the log goes to ${head}` };
    const first = rows[0]?.[0] ?? 1;
    const inHole = (seq: number) => holes.some(([from, to]) => seq >= from && seq <= to);
    const expected = store
      .filter(({ seq }) => seq >= first && seq <= last && !inHole(seq))
      .map(({ seq, id }) => `${seq} ${id}`);
    const held = rows.map(([seq, id]) => `${seq} ${id}`);
    const end = Math.max(expected.length, held.length);
    const at = Array.from({ length: end }, (_, index) => index).find((index) => expected[index] !== held[index]);
    if (at === undefined) continue;
    const difference = `${held[at] ?? 'nothing'} in place of ${expected[at] ?? 'nothing'}`;
    yield { letter: 'C', what: `${name} holds ${held.length} of ${expected.length} rows; at ${at}: ${difference}` };
  }
}

/** D: nobody ever saw an order that another, or the store, does not have. */
function* oneOrder({ store, people }: History): Generator<Fault> {
  const ids = new Map(store.map(({ seq, id }) => [seq, id]));
  const seqs = new Map(store.map(({ seq, id }) => [id, seq]));
  for (const { name, lines } of people) {
    for (const { seq, id } of only(lines, 'seen')) {
      const there = ids.get(seq);
      if (there !== undefined && there !== id)
        yield { letter: 'D', what: `${name} saw ${id} at ${seq}, others ${there}` };
      const place = seqs.get(id);
      if (place !== undefined && place !== seq)
        yield { letter: 'D', what: `${name} saw ${id} at ${seq}, it stands at ${place}` };
    }
  }
}

/** E: each sender's messages stand in the order they were said. */
function* sendersOrder({ store }: History): Generator<Fault> {
  const last = new Map<string, number>();
  for (const { text } of store) {
    const said = text === null ? null : whose(text);
    if (!said) continue;
    const before = last.get(said.name) ?? -1;
    if (said.n < before) yield { letter: 'E', what: `${said.name}'s ${said.n} stands behind ${before}` };
    last.set(said.name, said.n);
  }
}

/** F: nothing is stored that nobody said, and nothing was seen that is not stored, word for word. */
function* nothingForeign({ store, people, length }: History): Generator<Fault> {
  const said = new Set(
    people.flatMap(({ name, lines }) => only(lines, 'intent').map(({ n }) => brief(textOf(name, n, length)))),
  );
  for (const { seq, text } of store) {
    if (text !== null && !said.has(text)) yield { letter: 'F', what: `the store's ${seq} was said by nobody: ${text}` };
  }
  const texts = new Map(store.map(({ id, text }) => [id, text]));
  for (const { name, lines } of people) {
    for (const { seq, id, text } of only(lines, 'seen')) {
      const kept = texts.get(id);
      if (kept === undefined) yield { letter: 'F', what: `${name} saw at ${seq} what the store does not have: ${id}` };
      else if (kept !== text) yield { letter: 'F', what: `${name} saw at ${seq} other words than are stored: ${text}` };
    }
  }
}

export function check(history: History): Fault[] {
  const rules = [acknowledgedOnce, nothingOpen, saidOnce, dense, finalViews, oneOrder, sendersOrder, nothingForeign];
  return rules.flatMap((rule) => [...rule(history)]);
}
