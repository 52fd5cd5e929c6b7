/** Rooms and people as they are called on a command line and in its lines. */
import type { ServerView } from '../client';
import type { Id, Room } from '../protocol';
import { Ended, exits } from './exits';
import { wordsIn, type Words } from './words';

const folded = (text: string): string => text.normalize('NFC').toLowerCase();

export const nameOf = (view: ServerView, member: Id | null): string | null =>
  member === null ? null : (view.members.get(member)?.name ?? null);

/** The first room has no name of its own, and a direct conversation is called by its other people. */
export function titleOf(room: Room, view: ServerView, words: Words): string {
  if (room.commons) return words.commons;
  if (room.kind !== 'direct') return room.name;
  const others = (room.members ?? []).filter((member) => member !== view.me);
  return others.map((member) => nameOf(view, member) ?? words.unknownPerson).join(', ');
}

/** Every name a room answers to: in both languages, with or without the sign it has on a screen. */
function namesOf(room: Room, view: ServerView): string[] {
  const titles = (['en', 'ko'] as const).map((language) => titleOf(room, view, wordsIn(language)));
  return titles.flatMap((title) => (room.kind === 'direct' ? [`@${title}`] : [title, `#${title}`])).map(folded);
}

/** @param called a name or an id @throws Ended where none or several are called so */
export function roomCalled(called: string, view: ServerView, words: Words): Room {
  const byId = view.rooms.find(({ id }) => id === called);
  if (byId) return byId;
  const found = view.rooms.filter((room) => namesOf(room, view).includes(folded(called)));
  const [only] = found;
  if (!only) throw new Ended(exits.usage, words.unknownRoom(called));
  if (found.length > 1) throw new Ended(exits.usage, words.severalRooms(called));
  return only;
}

/** Who `@NAME` is, where exactly one member is called so. */
export function personCalled(called: string, view: ServerView): Id | null {
  if (!called.startsWith('@')) return null;
  const name = folded(called.slice(1));
  const found = [...view.members.values()].filter(
    (member) => member.standing === 'in' && member.id !== view.me && folded(member.name) === name,
  );
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}
