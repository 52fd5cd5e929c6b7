/** What the commands do, and the way to the rooms that keys go to. */
import type { Command, Id, Room } from '../../../protocol';
import type { Conversation } from '../conversation.svelte';
import type { Asking } from '../rooms/asking.svelte';
import { callsOf, inList, sectionsOf } from '../rooms/list';

export interface Place {
  conversation: Conversation;
  asking: Asking;
  /** Opens what one can change about oneself. */
  profile: (() => void) | undefined;
  /** Opens the invitation; null where nobody is invited from. */
  invite: (() => void) | null;
  /** Shows everything unread, on all servers. */
  unread: (() => void) | null;
  /** Locks; null where nothing can be locked. */
  lock: (() => void) | null;
  /** Begins or ends presenting; null where nobody can. */
  present: (() => void) | null;
  /** A room was opened from here: the keyboard goes on in it. */
  opened: () => void;
}

/** @returns what a command does now; null where there is nothing to do */
export function actOf(command: Command, place: Place): (() => void) | null {
  const { conversation, asking, profile } = place;
  const to = (room: Id | null | undefined) => (room ? () => goTo(room, place) : null);
  switch (command) {
    case 'palette':
      return () => asking.ask({ kind: 'palette' });
    case 'list':
      return () => asking.ask({ kind: 'shortcuts' });
    case 'newDirect':
      return conversation.live ? () => asking.ask({ kind: 'new-direct' }) : null;
    case 'profile':
      return profile ?? null;
    case 'threads':
      return () => conversation.panel.open({ kind: 'threads' });
    case 'connection':
      return () => conversation.panel.toggle({ kind: 'connection' });
    case 'previousRoom':
      return to(neighbour(place, -1));
    case 'nextRoom':
      return to(neighbour(place, 1));
    case 'previousUnread':
      return to(neighbour(place, -1, callsIn(place)));
    case 'nextUnread':
      return to(neighbour(place, 1, callsIn(place)));
    case 'back':
    case 'forward': {
      const isThere = (id: Id) => conversation.server.rooms.some((room) => room.id === id);
      return () => to(asking.trail.step(command === 'back' ? -1 : 1, isThere))?.();
    }
    case 'markRead': {
      const { room } = conversation;
      return room && isUnread(place, room) ? () => asking.deeds.markRead(room) : null;
    }
    case 'markAllRead':
      return () => asking.deeds.markAllRead();
    case 'newRoom':
      return conversation.live ? () => asking.ask({ kind: 'new-room' }) : null;
    case 'invite':
      return place.invite;
    case 'lock':
      return place.lock;
    case 'presenting':
      return place.present;
    case 'ownWindow': {
      const { apart, room } = conversation;
      return apart && room ? () => apart.open(room.id) : null;
    }
    case 'mini':
      // Of a room's own window, which sees to it itself.
      return null;
    case 'unread':
      return place.unread;
    case 'server':
      // Of the rail, wherever one is.
      return null;
    case 'print': {
      const { room } = conversation;
      return room && (() => asking.ask({ kind: 'print', room }));
    }
    case 'about':
      // The settings', wherever one is.
      return null;
  }
}

function goTo(room: Id, { conversation, opened }: Place): void {
  conversation.openRoom(room);
  opened();
}

const isUnread = ({ conversation }: Place, room: Room): boolean =>
  callsOf(room, conversation.log(room.id).current).unread;

/** What is muted calls only by what is meant for its person. */
const callsIn =
  ({ conversation }: Place) =>
  (room: Room): boolean => {
    const { count, unread } = callsOf(room, conversation.log(room.id).current);
    return conversation.mutedBy(room.id, Date.now()) === null ? unread : count > 0;
  };

/** The next room in the list on that side that fits, round the ends. */
function neighbour({ conversation }: Place, by: 1 | -1, fits: (room: Room) => boolean = () => true): Id | null {
  const { server, room: open } = conversation;
  const rooms = inList(sectionsOf(server, (id) => conversation.log(id).current.head));
  const at = rooms.findIndex(({ id }) => id === open?.id);
  for (let step = 1; step <= rooms.length; step += 1) {
    const place = ((((at < 0 ? (by > 0 ? -1 : 0) : at) + by * step) % rooms.length) + rooms.length) % rooms.length;
    const room = rooms[place];
    if (room && room.id !== open?.id && fits(room)) return room.id;
  }
  return null;
}
