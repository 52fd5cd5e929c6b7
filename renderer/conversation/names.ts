/** What rooms and people are called on this screen. */
import type { Member, Room } from '../../protocol';
import { speech } from '../words';

/** The first room has a name in each language; the others have the one they were given. */
export const titleOf = (room: Room): string => (room.commons ? speech.words.conversation.commons : room.name);

export const nameOf = (member: Member | null | undefined): string => member?.name ?? speech.words.conversation.somebody;

/** What else one should know about a person: who hosts, and who came over a connection that is not private. */
export function markOf(member: Member | null | undefined): string | null {
  const words = speech.words.conversation;
  if (!member) return null;
  if (member.role === 'host') return words.host;
  if (member.via === 'browser') return words.browserGuest;
  return member.via === 'program' ? words.program : null;
}
