/** What can be done to a room, and the lines that tell of it: the one rule every store obeys. Pure. */
import { refuse, type Answer, type Id, type RefusalCode, type Room } from '../../protocol';
import type { OwnSaying } from './entries';
import type { Rooming, RoomMaking } from './rooms';

/** What a store knows before a deed. */
export interface Grounds {
  room: Room | undefined;
  /** The name of somebody who is on the server. */
  nameOf(member: Id): string | undefined;
}

/** What a deed comes to: the room then, what its log is told, and who came in or went. */
export interface Done {
  room: Room;
  lines: OwnSaying[];
  came: readonly Id[];
  went: readonly Id[];
}

type Deed<N extends keyof Rooming> = Parameters<Rooming[N]>[0];
const refused = (code: RefusalCode): Answer<never> => ({ ok: false, error: refuse(code) });
const done = (room: Room, more: Partial<Done> = {}): Answer<Done> => ({
  ok: true,
  value: { room, lines: [], came: [], went: [], ...more },
});

/** For who is not in a private or a direct room, it is not there. */
const seen = ({ room }: Grounds, by: Id): Room | null =>
  room && (room.members === null || room.members.includes(by)) ? room : null;

export function changing(grounds: Grounds, { by, ...wanted }: Deed<'changeRoom'>): Answer<Done> {
  const room = seen(grounds, by);
  if (!room) return refused('no-such-log');
  const { name = room.name, topic = room.topic, archived = room.archived } = wanted;
  const told: OwnSaying[] = [];
  if (name !== room.name) told.push({ kind: 'renamed', body: { name } });
  if (topic !== room.topic) told.push({ kind: 'topic', body: { topic } });
  if (room.archived && archived && told.length > 0) return refused('archived');
  const line: OwnSaying = { kind: 'archived', body: { archived } };
  const lines = archived === room.archived ? told : archived ? [...told, line] : [line, ...told];
  return done({ ...room, name, topic, archived }, { lines });
}

export function adding(grounds: Grounds, { by, members }: Deed<'addToRoom'>): Answer<Done> {
  const room = seen(grounds, by);
  if (!room) return refused('no-such-log');
  if (room.members === null || room.kind !== 'private') return refused('not-allowed');
  if (room.archived) return refused('archived');
  const named = [...new Set(members)].map((id) => ({ id, name: grounds.nameOf(id) }));
  if (named.some(({ name }) => name === undefined)) return refused('no-such-member');
  const comers = named.filter(({ id }) => !room.members?.includes(id));
  if (comers.length === 0) return done(room);
  const came = comers.map(({ id }) => id);
  const names = comers.map(({ name = '' }) => name);
  const together = [...room.members, ...came];
  return done({ ...room, members: together }, { came, lines: [{ kind: 'entered', body: { members: came, names } }] });
}

export function entering({ room, nameOf }: Grounds, { by }: Deed<'enterRoom'>): Answer<Done> {
  if (!room || room.kind === 'private') return refused('no-such-log');
  const name = nameOf(by);
  if (name === undefined) return refused('removed');
  if (room.members === null ? !room.left.includes(by) : room.members.includes(by)) return done(room);
  if (room.archived) return refused('archived');
  const left = room.left.filter((id) => id !== by);
  const members = room.members === null ? null : [...room.members, by];
  const lines: OwnSaying[] = [{ kind: 'entered', body: { members: [by], names: [name] } }];
  return done({ ...room, members, left }, { came: [by], lines });
}

/** What is put away may still be left: whoever goes adds nothing to it but that. */
export function leaving(grounds: Grounds, { by, member }: Deed<'leaveRoom'>): Answer<Done> {
  const room = seen(grounds, by);
  if (!room) return refused('no-such-log');
  const name = grounds.nameOf(member);
  const isIn = room.members === null ? !room.left.includes(member) : room.members.includes(member);
  if (name === undefined || !isIn) return refused('not-in-room');
  if (room.commons || (room.kind === 'direct' && (room.members?.length ?? 0) <= 2)) return refused('not-allowed');
  const members = room.members?.filter((id) => id !== member) ?? null;
  const left = room.members === null ? [...room.left, member] : [];
  const archived = room.archived || members?.length === 0;
  const lines: OwnSaying[] = [{ kind: 'left', body: { member, name } }];
  return done({ ...room, members, left, archived }, { went: [member], lines });
}

/** The room that is asked for. */
export const roomOf = ({ id, kind, name, topic, by, members, now }: RoomMaking): Room => ({
  ...{ id, commons: false, kind, name, topic, createdBy: by, createdAt: now },
  ...{ slow: 0, archived: false, members: kind === 'open' ? null : [...new Set(members)], left: [] },
});

/**
 * Whether somebody asks for the room there is. It may have been renamed since it was made.
 * @param bornAs the name in its log's first line
 */
export const isSame = (room: Room, bornAs: string, { kind, by, name }: RoomMaking): boolean =>
  room.kind === kind &&
  (kind === 'direct' ||
    (room.createdBy === by && [room.name, bornAs].includes(name) && (room.members?.includes(by) ?? true)));

/** Why it is not made, or null. */
export function unmade(
  { by, members, from }: RoomMaking,
  { nameOf, origin, full }: { nameOf: Grounds['nameOf']; origin: Room | undefined; full: boolean },
): RefusalCode | null {
  if (nameOf(by) === undefined) return 'removed';
  if (members.some((id) => nameOf(id) === undefined)) return 'no-such-member';
  if (from && !(origin?.kind === 'direct' && origin.members?.includes(by))) return 'no-such-log';
  return full ? 'too-many-rooms' : null;
}

/**
 * Which rooms stand in the way of a further one: all but direct ones, and of these the ones its maker has made. Were they
 * counted together, nobody could begin a conversation because others have them, and would learn how many.
 */
export const counts = ({ kind, by }: RoomMaking, room: Pick<Room, 'kind' | 'createdBy'>): boolean =>
  kind === 'direct' ? room.kind === 'direct' && room.createdBy === by : room.kind !== 'direct';
