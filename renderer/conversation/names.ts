/** What rooms and people are called on this screen. */
import type { ServerView } from '../../client';
import type { Id, Member, Room } from '../../protocol';
import { speech } from '../words';
import { namesakesOf } from './people/namesakes';

type People = Pick<ServerView, 'members' | 'me'>;

/** The first room has a name in each language, a direct conversation that of its people; the others the one they were given. */
export function titleOf(room: Room, people?: People): string {
  if (room.commons) return speech.words.conversation.commons;
  if (room.kind !== 'direct') return room.name;
  const others = othersOf(room, people?.me ?? null);
  return others.map((id) => nameOf(people?.members.get(id), people?.members)).join(', ');
}

/** The people of a direct conversation, without oneself unless one is alone in it. */
export function othersOf({ members }: Pick<Room, 'members'>, me: Id | null): readonly Id[] {
  const others = (members ?? []).filter((id) => id !== me);
  return others.length > 0 ? others : (members ?? []);
}

/** @param members where they are known, a namesake's mark stands behind the name */
export function nameOf(member: Member | null | undefined, members?: ReadonlyMap<Id, Member>): string {
  if (!member) return speech.words.conversation.somebody;
  const mark = members && namesakesOf(members).get(member.id);
  return mark ? `${member.name} ${mark}` : member.name;
}

/** What else one should know about a person: who hosts, who is a guest, a program or a bot, and whose words others can read on the way. */
export function markOf(member: Member | null | undefined): string | null {
  const words = speech.words.conversation;
  if (!member) return null;
  const marks = [
    ...(member.role === 'host' ? [words.host] : []),
    ...(member.role === 'guest' && member.via === 'browser' ? [words.browserGuest] : []),
    ...(member.via === 'program' && member.role !== 'host' ? [words.program] : []),
    ...(member.via === 'bot' ? [words.bot] : []),
    ...(member.private ? [] : [speech.words.people.notPrivate]),
  ];
  return marks.length > 0 ? marks.join(' · ') : null;
}
