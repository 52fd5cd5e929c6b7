/** Feeds the fault campaign's checker with what a simulation left, and adds what only a simulation can know. */
import { isDeepStrictEqual } from 'node:util';
import type { Entry, Id } from '../../protocol';
import { check, type Fault, type Stored } from '../faults/checker';
import type { Line } from '../faults/journal';
import type { Person } from './person';
import type { Kept } from './porch';
import { wordsOf, type Noted } from './screen';

export interface Judgement {
  entries: number;
  faults: Fault[];
}

export interface Evidence {
  kept: Kept;
  /** What was there when a backup took its place, oldest first. */
  dead: readonly Kept[];
  /** What each person holds at the end, by log. */
  views: readonly { person: Person; held: ReadonlyMap<Id, readonly Entry[]> }[];
  /** What was said under an id that may be blanked by now. */
  words: ReadonlyMap<Id, string>;
  /** Null, or what never came to rest. */
  unrest: string | null;
}

/** A log as people know it: the room's own under null. */
interface Log {
  log: Id;
  side: Id | null;
  entries: readonly Entry[];
  readers: readonly Person[];
}

/** The room's log, and the side logs in which its people whisper, also those that are not there any more. */
function logsOf({ logs, sides }: Kept, people: readonly Person[]): Log[] {
  const [room = ''] = logs.keys();
  const noted = people.flatMap(({ ledger }) => ledger.journal.flatMap(({ side }) => side ?? []));
  return [null, ...new Set([...sides.keys(), ...noted])].map((side) => {
    const log = side ?? room;
    const entries = logs.get(log)?.entries ?? [];
    const members = side === null ? null : sides.get(side)?.members;
    // Of a side log that is gone nobody knows any more who was in it: whoever wrote of it is asked.
    const reads = (person: Person) =>
      members === null ||
      (members ? members.includes(person.member ?? '') : person.ledger.journal.some((noted) => noted.side === side));
    return { log, side, entries, readers: people.filter(reads) };
  });
}

export function judge({ kept, dead, views, words, unrest }: Evidence): Judgement {
  const people = views.map(({ person }) => person);
  const logs = logsOf(kept, people);
  const all = logs.flatMap(({ entries }) => entries);
  const has = new Set(all.map(({ id }) => id));
  const lost = (id: Id) => dead.length > 0 && !has.has(id);
  return {
    entries: all.length,
    faults: [
      ...logs.flatMap((log) => faultsOf(log, kept.about.epoch, words, lost)),
      ...logs.flatMap((log) => overheard(log, people)),
      ...dead.flatMap((gone) => logsOf(gone, people).flatMap((log) => ofDead(log, gone.about.epoch, words))),
      ...views.flatMap(({ person, held }) =>
        logs.flatMap(({ log, entries }) => otherThanKept(person, held.get(log) ?? [], entries)),
      ),
      ...people.flatMap((person) => againstItsWill(person, all)),
      ...(unrest === null ? [] : [{ letter: 'A' as const, what: unrest }]),
    ],
  };
}

function faultsOf(
  { side, entries, readers }: Log,
  epoch: Id,
  words: ReadonlyMap<Id, string>,
  lost: (id: Id) => boolean,
): Fault[] {
  const lines = readers.map((person) => ({ name: person.name, lines: linesOf(person, side, epoch, lost) }));
  const faults = [
    ...check({ store: stored(entries, words), head: entries.length, people: lines }),
    ...timeRises(entries),
  ];
  return side === null ? faults : faults.map((fault) => ({ ...fault, what: `in a whisper: ${fault.what}` }));
}

/** F: of a whisper nobody outside of it sees anything, ever. */
function overheard({ side, entries, readers }: Log, people: readonly Person[]): Fault[] {
  if (side === null) return [];
  const whispered = new Set(entries.map(({ id }) => id));
  return people.flatMap(({ name, ledger }) => {
    const heard = ledger.journal.some(({ line }) => line.t === 'seen' && whispered.has(line.id));
    return heard && !readers.some((reader) => reader.name === name)
      ? [{ letter: 'F' as const, what: `${name} saw what others whispered` }]
      : [];
  });
}

const stored = (entries: readonly Entry[], words: ReadonlyMap<Id, string>): Stored[] =>
  entries.map((entry) => ({ seq: entry.seq, id: entry.id, text: wordsOf(entry, words) }));

/** Of one log; numbers are anybody's to say anywhere. */
const within = ({ ledger }: Person, side: Id | null): readonly Noted[] =>
  ledger.journal.filter((noted) => noted.side === side || noted.line.t === 'intent');

/**
 * What speaks of places speaks of one lineage. What was deleted is not offered again to a server that has lost it; a
 * reaction is over where the message is not back yet, and an answer is returned to its author.
 */
function linesOf(person: Person, side: Id | null, epoch: Id, lost: (id: Id) => boolean): Line[] {
  const { ledger } = person;
  const about = [...ledger.removed].flatMap((id) => [id, ...ledger.with(id)]);
  const gone = new Set([...about, ...ledger.reactions, ...ledger.returned].filter(lost));
  return within(person, side).flatMap(({ line, epoch: of }) => {
    if ((line.t === 'seen' || line.t === 'answered') && of !== epoch) return [];
    return 'id' in line && line.id !== null && gone.has(line.id) ? [] : line;
  });
}

/** What was said and shown while another lineage lasted was true then. */
function ofDead({ side, entries, readers }: Log, of: Id, words: ReadonlyMap<Id, string>): Fault[] {
  const lines = readers.map((person) => ({
    name: person.name,
    lines: within(person, side).flatMap(({ line, epoch }) => (line.t === 'intent' || epoch === of ? line : [])),
  }));
  return check({ store: stored(entries, words), head: 0, people: lines })
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
function againstItsWill({ name, ledger }: Person, store: readonly Entry[]): Fault[] {
  const { wrong, takenBack, removed, refused } = ledger;
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
