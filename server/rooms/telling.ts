/** What follows once a change of rooms is on disk: who hears of it, and who hears what is said there from then on. */
import type { Id, OpenLog, Room, Side } from '../../protocol';
import type { Context } from '../calls/context';
import type { Crossing } from '../feed';
import type { RoomChanged } from '../store/rooms';

type Telling = Pick<Context, 'roster' | 'access' | 'outlet' | 'feed' | 'reads'>;

/** An open room is everybody's to know of, but for bots that are bound to others. */
function audience({ roster, access }: Telling, { id, kind }: Room, people: readonly Id[]) {
  if (kind !== 'open') return people.map((member) => ({ member }));
  if (access.everywhere) return ['members' as const];
  return roster.members.flatMap(({ id: member }) => (access.room(member, id) ? { member } : []));
}

export function roomMade(telling: Telling, room: Room, head: OpenLog): void {
  const { roster, access, outlet, feed } = telling;
  roster.putRoom(room);
  access.put(room, { first: 1, since: room.createdAt });
  feed.open(head);
  const people = access.people(room.id);
  outlet.openLog(room.id, room.kind === 'open' && access.everywhere ? undefined : people);
  for (const to of audience(telling, room, people)) outlet.push(to, 'rooms', { rooms: [room], logs: [head] });
}

/** A room is set otherwise, and in its log nothing is said of it. */
export function roomPut(context: Telling, room: Room): void {
  put(context, room, { first: 1, since: 0 }, []);
}

/** @param came who hears of it in another way */
function put(telling: Telling, room: Room, place: { first: number; since: number }, came: readonly Id[]): void {
  const { roster, access, outlet } = telling;
  roster.putRoom(room);
  access.put(room, place);
  const people = access.people(room.id).filter((member) => !came.includes(member));
  for (const to of audience(telling, room, people)) outlet.push(to, 'rooms', { rooms: [room], logs: [] });
}

/** @param first where what those who came in may read begins, and they have read what was there; null: at the line that tells of it */
export function roomChanged(context: Telling, { room, changed }: RoomChanged, first: number | null = null): void {
  const { access, outlet, feed, reads } = context;
  const [line] = changed.added;
  if (!line) return;
  const entered = changed.added.flatMap((entry) => (entry.kind === 'entered' ? entry.body.members : []));
  const left = changed.added.flatMap((entry) => (entry.kind === 'left' ? entry.body.member : []));
  // Before anything else is said to them.
  for (const member of left) leave(context, member, room.id);
  put(context, room, { first: first ?? line.seq, since: line.at }, entered);
  const marked = { log: room.id, epoch: changed.head.epoch };
  for (const member of entered) {
    const begins = access.log(member, room.id)?.first ?? line.seq;
    reads.came(member, [room.id], { seq: first === null ? 0 : line.seq, since: line.at });
    if (first !== null) outlet.push({ member }, 'marks', { marks: [{ ...marked, seq: line.seq }] });
    const sides = access.sidesIn(room.id, member).flatMap((log) => openSide(context, member, log));
    outlet.push({ member }, 'rooms', {
      rooms: [room],
      logs: [{ ...changed.head, first: begins, side: null }, ...sides],
    });
  }
  // The feed lets them hear the room's log, when it comes to the line that tells of their coming.
  setImmediate(() => feed.notice(changed));
}

/** Somebody is not on the server any more: no private room counts them. */
export function memberGone(context: Telling, member: Id): void {
  for (const room of context.roster.rooms)
    if (room.kind === 'private' && room.members?.includes(member))
      roomPut(context, { ...room, members: room.members.filter((id) => id !== member) });
}

function leave({ access, outlet }: Telling, member: Id, room: Id): void {
  const logs = [room, ...access.sidesIn(room, member)];
  for (const log of logs) outlet.closeLog(log, member);
  outlet.push({ member }, 'gone', { logs });
}

function openSide({ access, outlet, feed }: Telling, member: Id, log: Id): OpenLog[] {
  const head = feed.head(log);
  const side = access.log(member, log)?.side;
  if (!head || !side) return [];
  outlet.openLog(log, [member]);
  return [{ ...head, first: 1, side }];
}

/** What the feed does when it comes to a line after which others hear a log; they may have gone, or come back, since. */
export const crossing =
  ({ access, outlet }: Pick<Telling, 'access' | 'outlet'>) =>
  (log: Id, { kind, seq, body }: Crossing): void => {
    if (kind === 'left') return outlet.closeLog(log, body.member);
    const heard = body.members.filter((member) => (access.log(member, log)?.first ?? Infinity) <= seq);
    if (heard.length > 0) outlet.openLog(log, heard);
  };

/** A side log was made: its people, and nobody else, hear of it before they hear its first entry. */
export function sideMade({ access, outlet, feed }: Telling, { log, epoch }: { log: Id; epoch: Id }, side: Side): void {
  access.open(log, side);
  const head = { log, epoch, head: 0 };
  feed.open(head);
  const people = access.people(log);
  outlet.openLog(log, people);
  for (const member of people) outlet.push({ member }, 'logs', { logs: [{ ...head, first: 1, side }] });
}
