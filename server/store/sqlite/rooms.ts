/** Rooms, who is in them, and what each member has set for them, as tables. */
import { sql, type Kysely } from 'kysely';
import { limits, refuse, type Answer, type Id, type OpenLog, type Preference, type Room } from '../../../protocol';
import { headOf, ownEntry, type LogState, type OwnSaying } from '../entries';
import { adding, changing, entering, isSame, leaving, roomOf, unmade, type Done, type Grounds } from '../room-deeds';
import { ordered, preferred, type RoomChanged, type Rooming, type RoomMaking } from '../rooms';
import { StoreError, type Appended } from '../store';
import type { Logs } from './logs';
import { People } from './rooms-people';
import { fromRoom, toPreference } from './rows';
import type { Tables } from './schema';
import type { StoreParts } from './store';

type Made = Awaited<ReturnType<Rooming['createRoom']>>;
type Parts = Pick<StoreParts, 'db' | 'epoch' | 'logs' | 'turns'>;

export function rooming({ db, epoch, logs, turns }: Parts): Rooming {
  const people = new People(db);
  const parts = { db, epoch, logs, people };
  const deed = (
    asked: { room: Id; by: Id; now: number; first?: number | null },
    entries: readonly Id[],
    rule: (grounds: Grounds) => Answer<Done>,
  ) => turns.change(() => carryOut(parts, asked, entries, rule));

  return {
    rooms: () => turns.ask(() => people.rooms()),
    memberships: () => turns.ask(async () => [...(await people.memberships()), ...(await people.back())]),
    sides: () => turns.ask(() => people.sides()),
    openLogs: (member) => turns.ask(() => openLogs(parts, member)),
    createRoom: (making) => turns.change(() => create(parts, making)),
    changeRoom: (asked) => deed(asked, asked.entries, (grounds) => changing(grounds, asked)),
    addToRoom: (asked) => deed(asked, [asked.entry], (grounds) => adding(grounds, asked)),
    enterRoom: (asked) => deed(asked, [asked.entry], (grounds) => entering(grounds, asked)),
    leaveRoom: (asked) => deed(asked, [asked.entry], (grounds) => leaving(grounds, asked)),
    preferences: (member) => turns.ask(() => preferences(db, member)),
    prefer: (member, wanted) =>
      turns.change<Answer<Preference>>(async () => {
        if (!(await people.room(wanted.room))) return { ok: false, error: refuse('no-such-log') };
        const before = (await preferences(db, member)).find(({ room }) => room === wanted.room);
        const preference = preferred(before, wanted);
        await set(db, member, [preference]);
        return { ok: true, value: preference };
      }),
    arrange: (member, rooms) =>
      turns.change(async () => {
        const known = new Set((await db.selectFrom('rooms').select('id').execute()).map(({ id }) => id));
        const arranged = ordered(
          await preferences(db, member),
          rooms.filter((id) => known.has(id)),
        );
        await set(db, member, arranged);
        return arranged;
      }),
  };
}

interface Working {
  db: Kysely<Tables>;
  epoch: Id;
  logs: Logs;
  people: People;
}

async function openLogs({ db, epoch, people }: Working, member: Id): Promise<OpenLog[]> {
  const rows = await db
    .selectFrom('rooms')
    .innerJoin('logs', 'logs.id', 'rooms.id')
    .leftJoin('room_members as inside', (join) =>
      join.onRef('inside.room', '=', 'rooms.id').on('inside.member', '=', member),
    )
    .leftJoin('room_left as gone', (join) => join.onRef('gone.room', '=', 'rooms.id').on('gone.member', '=', member))
    .select(['rooms.id', 'rooms.kind', 'logs.head', 'inside.first', 'gone.at'])
    .orderBy(sql`rooms.rowid`)
    .execute();
  const rooms = rows.flatMap(({ id, kind, head, first, at }): OpenLog[] => {
    const begins = kind === 'open' ? (at === null ? 1 : null) : first;
    return begins === null ? [] : [{ log: id, epoch, head, first: begins, side: null }];
  });
  const inside = new Set(rooms.map(({ log }) => log));
  const sides = (await people.sides(member)).filter(({ room }) => inside.has(room));
  if (sides.length === 0) return rooms;
  const heads = await db
    .selectFrom('side_members')
    .innerJoin('logs', 'logs.id', 'side_members.log')
    .select(['logs.id', 'logs.head'])
    .where('side_members.member', '=', member)
    .execute();
  const headOfSide = new Map(heads.map(({ id, head }) => [id, head]));
  return [
    ...rooms,
    ...sides.map(({ log, ...side }) => ({ log, epoch, head: headOfSide.get(log) ?? 0, first: 1, side })),
  ];
}

async function carryOut(
  working: Working,
  { room: id, by, now, first = null }: { room: Id; by: Id; now: number; first?: number | null },
  entries: readonly Id[],
  rule: (grounds: Grounds) => Answer<Done>,
): Promise<Answer<RoomChanged>> {
  const { db, logs, people } = working;
  const before = await people.room(id);
  const names = await people.names();
  if (!names.has(by)) return { ok: false, error: refuse('removed') };
  const outcome = rule({ room: before, nameOf: (member) => names.get(member) });
  if (!outcome.ok) return outcome;
  const { room, lines, came, went } = outcome.value;
  const state = (await logs.states([id])).get(id);
  if (!state) return { ok: false, error: refuse('no-such-log') };
  const changed = await addLines(logs, state, lines, entries, by, now);
  const [line] = changed.added;
  if (!line) return { ok: true, value: { room, changed } };
  const { name, topic, archived } = fromRoom(room);
  await db.updateTable('rooms').set({ name, topic, archived }).where('id', '=', id).execute();
  for (const member of went) await people.went(room, member, line.at);
  for (const member of came) {
    await people.came(room, member, { first: first ?? line.seq, since: line.at });
    if (first !== null) await people.hasRead(id, member, { epoch: state.epoch, seq: line.seq });
  }
  return { ok: true, value: { room, changed } };
}

/** A server's own lines, at the end of a log. */
async function addLines(
  logs: Logs,
  before: LogState,
  lines: readonly OwnSaying[],
  ids: readonly Id[],
  by: Id,
  now: number,
): Promise<Appended> {
  let state = before;
  const added = lines.map((line, at) => {
    const own = ownEntry({ ...line, id: ids[at] ?? '', author: by, now }, state);
    state = own.state;
    return own.entry;
  });
  if (added.length > 0) {
    await logs.insert(
      state.log,
      added.map((entry) => ({ entry, digest: null })),
    );
    await logs.save(state);
  }
  return { head: headOf(state), results: [], added };
}

async function create(working: Working, making: RoomMaking): Promise<Made> {
  const { db, epoch, logs, people } = working;
  const { id, kind, by, from, entry, now } = making;
  const there = await people.room(id);
  const state = (await logs.states([id])).get(id);
  if (there && state) {
    if (!isSame(there, await bornAs(db, id), making)) return { ok: false, error: refuse('id-conflict') };
    const head = { ...headOf(state), first: await people.first(id, by), side: null };
    return { ok: true, value: { room: there, head, created: false, promoted: null } };
  }
  if (state || (await logs.known([id])).size > 0) return { ok: false, error: refuse('id-conflict') };
  const names = await people.names();
  const wrong = unmade(making, {
    nameOf: (member) => names.get(member),
    origin: from ? await people.room(from.room) : undefined,
    full: (await standing(db, kind, by)) >= limits.rooms,
  });
  if (wrong) return { ok: false, error: refuse(wrong) };
  const room = roomOf(making);
  await logs.addRoom(room, entry, now);
  for (const member of room.members ?? []) await people.came(room, member, { first: 1, since: now });
  const head: OpenLog = { log: id, epoch, head: 1, first: 1, side: null };
  if (!from) return { ok: true, value: { room, head, created: true, promoted: null } };
  const origin = (await logs.states([from.room])).get(from.room);
  if (!origin) throw new StoreError('internal', 'a conversation has no log');
  const promoted = await addLines(logs, origin, [{ kind: 'promoted', body: { room: id } }], [from.entry], by, now);
  return { ok: true, value: { room, head, created: true, promoted } };
}

async function bornAs(db: Kysely<Tables>, room: Id): Promise<string> {
  const first = await db
    .selectFrom('entries')
    .select('body')
    .where('log', '=', room)
    .where('seq', '=', 1)
    .executeTakeFirst();
  return first ? ((JSON.parse(first.body) as { name?: string }).name ?? '') : '';
}

/** How many rooms there are that a further one of this kind is counted with (`counts` in ../room-deeds.ts). */
async function standing(db: Kysely<Tables>, kind: Room['kind'], by: Id): Promise<number> {
  const rooms = db.selectFrom('rooms').select(({ fn }) => fn.countAll<number>().as('count'));
  const counted = kind === 'direct' ? rooms.where('kind', '=', kind).where('created_by', '=', by) : null;
  return (await (counted ?? rooms.where('kind', '!=', 'direct')).executeTakeFirstOrThrow()).count;
}

async function preferences(db: Kysely<Tables>, member: Id): Promise<Preference[]> {
  const rows = await db
    .selectFrom('preferences')
    .selectAll()
    .where('member', '=', member)
    .orderBy(sql`rowid`)
    .execute();
  return rows.map(toPreference);
}

async function set(db: Kysely<Tables>, member: Id, wanted: readonly Preference[]): Promise<void> {
  for (const { room, position, mutedUntil, level, hiddenAt, unreadFrom } of wanted) {
    const row = { position, muted_until: mutedUntil, level, hidden_at: hiddenAt, unread_from: unreadFrom };
    await db
      .insertInto('preferences')
      .values({ member, room, ...row })
      .onConflict((conflict) => conflict.columns(['member', 'room']).doUpdateSet(row))
      .execute();
  }
}
