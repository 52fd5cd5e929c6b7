/** Rooms, who is in them, and what each member has set for them, in memory. */
import { limits, refuse, type Answer, type Id, type OpenLog, type Preference, type Room } from '../../../protocol';
import { headOf, ownEntry, type NewEntry, type OwnSaying } from '../entries';
import {
  adding,
  changing,
  counts,
  entering,
  isSame,
  leaving,
  roomOf,
  unmade,
  type Done,
  type Grounds,
} from '../room-deeds';
import { ordered, preferred, type Membership, type RoomChanged, type Rooming, type RoomMaking } from '../rooms';
import { add, addRoom, taken, type Kept } from './kept';
import { keyOf } from './marks';
import type { MemoryTurns, Plan } from './turns';

type Made = Awaited<ReturnType<Rooming['createRoom']>>;

export function rooming(kept: Kept, turns: MemoryTurns): Rooming {
  const deed = (
    { room: id, by, now, first = null }: { room: Id; by: Id; now: number; first?: number | null },
    entries: readonly Id[],
    rule: (grounds: Grounds) => Answer<Done>,
  ) => turns.change<Answer<RoomChanged>>(() => carryOut(kept, { id, by, now, first }, entries, rule));

  return {
    rooms: () => turns.ask(() => [...kept.rooms.values()].map((room) => roomIn(kept, room))),
    memberships: () => turns.ask(() => memberships(kept)),
    sides: () => turns.ask(() => [...kept.sides].map(([log, side]) => ({ log, ...side }))),
    openLogs: (member) => turns.ask(() => openLogs(kept, member)),
    createRoom: (making) => turns.change<Made>(() => create(kept, making)),
    changeRoom: (asked) => deed(asked, asked.entries, (grounds) => changing(grounds, asked)),
    addToRoom: (asked) => deed(asked, [asked.entry], (grounds) => adding(grounds, asked)),
    enterRoom: (asked) => deed(asked, [asked.entry], (grounds) => entering(grounds, asked)),
    leaveRoom: (asked) => deed(asked, [asked.entry], (grounds) => leaving(grounds, asked)),
    preferences: (member) => turns.ask(() => [...(kept.preferences.get(member)?.values() ?? [])]),
    prefer: (member, wanted) =>
      turns.change<Answer<Preference>>(() => {
        if (!kept.rooms.has(wanted.room)) return refused('no-such-log');
        const preference = preferred(kept.preferences.get(member)?.get(wanted.room), wanted);
        return { answer: { ok: true, value: preference }, apply: () => set(kept, member, [preference]) };
      }),
    arrange: (member, rooms) =>
      turns.change(() => {
        const own = [...(kept.preferences.get(member)?.values() ?? [])];
        const arranged = ordered(
          own,
          rooms.filter((id) => kept.rooms.has(id)),
        );
        return { answer: arranged, apply: () => set(kept, member, arranged) };
      }),
  };
}

/** A room with its people: who is not on the server any more is still named in a direct one, and in no other. */
export function roomIn(kept: Kept, room: Room): Room {
  if (room.kind === 'open') return { ...room, left: [...(kept.left.get(room.id) ?? [])] };
  const people = [...(kept.people.get(room.id)?.keys() ?? [])];
  return { ...room, members: people.filter((id) => room.kind === 'direct' || isIn(kept, id)) };
}

const isIn = (kept: Kept, id: Id): boolean => kept.members.get(id)?.standing === 'in';
const refused = (code: Parameters<typeof refuse>[0]) => ({
  answer: { ok: false as const, error: refuse(code) },
  apply: null,
});
const nameOf = (kept: Kept) => (id: Id) => (isIn(kept, id) ? kept.members.get(id)?.name : undefined);

function memberships(kept: Kept): Membership[] {
  const inside = [...kept.people].flatMap(([room, people]) => {
    const there = kept.rooms.get(room);
    const members = there ? (roomIn(kept, there).members ?? []) : [];
    return members.flatMap((member) => ({ room, member, ...(people.get(member) ?? { first: 1, since: 0 }) }));
  });
  const back = [...kept.back].flatMap(([room, people]) =>
    [...people].map(([member, since]) => ({ room, member, first: 1, since })),
  );
  return [...inside, ...back];
}

function openLogs(kept: Kept, member: Id): OpenLog[] {
  const open = (log: Id, first: number, side: OpenLog['side']): OpenLog[] => {
    const held = kept.logs.get(log);
    return held ? [{ ...headOf(held.state), first, side }] : [];
  };
  const firstIn = (room: Id): number | null => {
    if (kept.rooms.get(room)?.kind === 'open') return kept.left.get(room)?.has(member) ? null : 1;
    return kept.people.get(room)?.get(member)?.first ?? null;
  };
  const rooms = [...kept.rooms.keys()].flatMap((id) => {
    const first = firstIn(id);
    return first === null ? [] : open(id, first, null);
  });
  const sides = [...kept.sides].flatMap(([log, side]) =>
    side.members.includes(member) && firstIn(side.room) !== null ? open(log, 1, side) : [],
  );
  return [...rooms, ...sides];
}

/** A server's own lines, placed at the end of a log. */
function lined(kept: Kept, log: Id, lines: readonly OwnSaying[], ids: readonly Id[], by: Id, now: number) {
  let state = kept.logs.get(log)?.state;
  const rows: NewEntry[] = [];
  lines.forEach((line, at) => {
    if (!state) return;
    const own = ownEntry({ ...line, id: ids[at] ?? '', author: by, now }, state);
    state = own.state;
    rows.push({ entry: own.entry, digest: null });
  });
  return (
    state && { state, rows, appended: { head: headOf(state), results: [], added: rows.map(({ entry }) => entry) } }
  );
}

function carryOut(
  kept: Kept,
  { id, by, now, first }: { id: Id; by: Id; now: number; first: number | null },
  entries: readonly Id[],
  rule: (grounds: Grounds) => Answer<Done>,
): Plan<Answer<RoomChanged>> {
  if (!isIn(kept, by)) return refused('removed');
  const before = kept.rooms.get(id);
  const outcome = rule({ room: before && roomIn(kept, before), nameOf: nameOf(kept) });
  if (!outcome.ok) return { answer: outcome, apply: null };
  const { room, lines, came, went } = outcome.value;
  const placed = lined(kept, id, lines, entries, by, now);
  if (!placed) return refused('no-such-log');
  const { state, rows, appended } = placed;
  const answer = { ok: true as const, value: { room, changed: appended } };
  if (rows.length === 0) return { answer, apply: null };
  const line = rows[0]?.entry ?? { seq: 1, at: now };
  const apply = () => {
    kept.rooms.set(id, { ...room, members: null, left: [] });
    const left = kept.left.get(id) ?? new Set();
    const back = kept.back.get(id) ?? new Map<Id, number>();
    const people = kept.people.get(id) ?? new Map<Id, { first: number; since: number }>();
    for (const member of went) {
      if (room.kind === 'open') left.add(member);
      back.delete(member);
      people.delete(member);
    }
    for (const member of came) {
      left.delete(member);
      // Again at the end, whoever was there before and was taken off the server.
      people.delete(member);
      if (room.kind === 'open') back.set(member, line.at);
      else people.set(member, { first: first ?? line.seq, since: line.at });
      if (first !== null) kept.marks.set(keyOf(member, id), { log: id, epoch: state.epoch, seq: line.seq });
    }
    kept.left.set(id, left);
    kept.back.set(id, back);
    kept.people.set(id, people);
    add(kept, state, rows);
  };
  return { answer, apply };
}

function create(kept: Kept, making: RoomMaking): Plan<Made> {
  const { id, by, from, entry, now } = making;
  const [there, log] = [kept.rooms.get(id), kept.logs.get(id)];
  const first = log?.entries[0];
  if (there && log && first?.kind === 'created') {
    const room = roomIn(kept, there);
    if (!isSame(room, first.body.name, making)) return refused('id-conflict');
    const head = { ...headOf(log.state), first: kept.people.get(id)?.get(by)?.first ?? 1, side: null };
    return { answer: { ok: true, value: { room, head, created: false, promoted: null } }, apply: null };
  }
  if (there || taken(kept, id)) return refused('id-conflict');
  const origin = from ? kept.rooms.get(from.room) : undefined;
  const wrong = unmade(making, {
    nameOf: nameOf(kept),
    origin: origin && roomIn(kept, origin),
    full: [...kept.rooms.values()].filter((room) => counts(making, room)).length >= limits.rooms,
  });
  if (wrong) return refused(wrong);
  const room = roomOf(making);
  const promoted = from && lined(kept, from.room, [{ kind: 'promoted', body: { room: id } }], [from.entry], by, now);
  const head: OpenLog = { log: id, epoch: kept.about.epoch, head: 1, first: 1, side: null };
  return {
    answer: { ok: true, value: { room, head, created: true, promoted: promoted?.appended ?? null } },
    apply: () => {
      const { lastAt } = addRoom(kept, { ...room, members: null }, entry, now);
      if (room.members)
        kept.people.set(id, new Map(room.members.map((member) => [member, { first: 1, since: lastAt }])));
      if (promoted) add(kept, promoted.state, promoted.rows);
    },
  };
}

function set(kept: Kept, member: Id, preferences: readonly Preference[]): void {
  const own = kept.preferences.get(member) ?? new Map<Id, Preference>();
  for (const preference of preferences) own.set(preference.room, preference);
  kept.preferences.set(member, own);
}
