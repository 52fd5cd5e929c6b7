/** Feeds the fault campaign's checker with what a simulation left, and adds what only a simulation can know. */
import { isDeepStrictEqual } from 'node:util';
import type { Entry, Id } from '../../protocol';
import { check, type Fault, type Stored } from '../faults/checker';
import type { Line } from '../faults/journal';
import { wordsOf, type Person } from './person';
import type { Kept } from './porch';

export interface Judgement {
  entries: number;
  faults: Fault[];
}

export interface Evidence {
  kept: Kept;
  /** What was there when a backup took its place, oldest first. */
  dead: readonly Kept[];
  /** What each person holds at the end. */
  views: readonly { person: Person; entries: readonly Entry[] }[];
  /** What was said under an id that may be blanked by now. */
  words: ReadonlyMap<Id, string>;
  /** Null, or what never came to rest. */
  unrest: string | null;
}

export const entriesOf = (kept: Kept): readonly Entry[] => [...kept.logs.values()][0]?.entries ?? [];

export function judge({ kept, dead, views, words, unrest }: Evidence): Judgement {
  const store = entriesOf(kept);
  const people = views.map(({ person }) => person);
  const has = new Set(store.map(({ id }) => id));
  const lost = (id: Id) => dead.length > 0 && !has.has(id);
  const lines = people.map((person) => ({ name: person.name, lines: linesOf(person, kept.about.epoch, lost) }));
  return {
    entries: store.length,
    faults: [
      ...check({ store: stored(store, words), head: store.length, people: lines }),
      ...timeRises(store),
      ...dead.flatMap((gone) => ofDead(gone, people, words)),
      ...views.flatMap(({ person, entries }) => otherThanKept(person, entries, store)),
      ...people.flatMap((person) => againstItsWill(person, store)),
      ...(unrest === null ? [] : [{ letter: 'A' as const, what: unrest }]),
    ],
  };
}

const stored = (entries: readonly Entry[], words: ReadonlyMap<Id, string>): Stored[] =>
  entries.map((entry) => ({ seq: entry.seq, id: entry.id, text: wordsOf(entry, words) }));

/** What speaks of places speaks of one lineage. What was deleted is not offered again to a server that has lost it. */
function linesOf({ journal, removed, edits }: Person, epoch: Id, lost: (id: Id) => boolean): Line[] {
  const deleted = new Set([...removed].flatMap((id) => [id, ...(edits.get(id) ?? [])]).filter(lost));
  return journal.flatMap(({ line, epoch: of }) => {
    if ((line.t === 'seen' || line.t === 'answered') && of !== epoch) return [];
    return 'id' in line && line.id !== null && deleted.has(line.id) ? [] : line;
  });
}

/** What was said and shown while another lineage lasted was true then. */
function ofDead(kept: Kept, people: readonly Person[], words: ReadonlyMap<Id, string>): Fault[] {
  const lines = people.map(({ name, journal }) => ({
    name,
    lines: journal.flatMap(({ line, epoch }) => (line.t === 'intent' || epoch === kept.about.epoch ? line : [])),
  }));
  return check({ store: stored(entriesOf(kept), words), head: 0, people: lines })
    .filter(({ letter }) => letter !== 'C')
    .map((fault) => ({ ...fault, what: `before a restore: ${fault.what}` }));
}

/** B: whatever the server's clock did, no entry is older than the one before it. */
function timeRises(store: readonly Entry[]): Fault[] {
  const wrong = store.find(({ at }, index) => index > 0 && at <= (store[index - 1]?.at ?? 0));
  return wrong ? [{ letter: 'B', what: `${wrong.seq} is no younger than the entry before it` }] : [];
}

/** C: what is shown is word for word what is kept, edits and deletions too. */
function otherThanKept({ name }: Person, entries: readonly Entry[], store: readonly Entry[]): Fault[] {
  const other = entries.find((entry) => !isDeepStrictEqual(entry, store[entry.seq - 1]));
  if (!other) return [];
  const what = `${name} holds ${JSON.stringify(other)} in place of ${JSON.stringify(store[other.seq - 1] ?? null)}`;
  return [{ letter: 'C', what }];
}

/** What a person took back or deleted stays so, and nothing is sent that the device could forget. */
function againstItsWill({ name, wrong, takenBack, removed, refused }: Person, store: readonly Entry[]): Fault[] {
  const back = store.filter(({ id }) => takenBack.has(id));
  const stands = store.filter(({ id, kind, body }) => removed.has(id) && kind === 'message' && !('deleted' in body));
  return [
    ...wrong.map((what) => ({ letter: 'A' as const, what: `${name}: ${what}` })),
    ...back.map(({ id }) => ({ letter: 'F' as const, what: `${name} took ${id} back, and it is in the store` })),
    ...store.flatMap(({ id }) =>
      refused.has(id) ? [{ letter: 'A' as const, what: `${name} was told that ${id} is not sent, and it stands` }] : [],
    ),
    ...stands.map(({ id }) => ({ letter: 'A' as const, what: `${name} deleted ${id}, and it stands` })),
  ];
}
