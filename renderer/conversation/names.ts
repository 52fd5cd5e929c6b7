/** What rooms and people are called on this screen. */
import type { Member, Room } from '../../protocol';
import { speech } from '../words';

/** The first room has a name in each language; the others have the one they were given. */
export const titleOf = (room: Room): string => (room.commons ? speech.words.conversation.commons : room.name);

export const nameOf = (member: Member | null | undefined): string => member?.name ?? speech.words.conversation.somebody;

/** What else one should know about a person: who hosts, who is a guest or a program, and whose words others can read on the way. */
export function markOf(member: Member | null | undefined): string | null {
  const words = speech.words.conversation;
  if (!member) return null;
  const marks = [
    ...(member.role === 'host' ? [words.host] : []),
    ...(member.role === 'guest' && member.via === 'browser' ? [words.browserGuest] : []),
    ...(member.via === 'program' && member.role !== 'host' ? [words.program] : []),
    ...(member.private ? [] : [speech.words.people.notPrivate]),
  ];
  return marks.length > 0 ? marks.join(' · ') : null;
}
