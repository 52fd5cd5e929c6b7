/** What a notification says of an arrival, and whether there is one at all. Pure. */
import type { Arrival, ServerView } from '../../client';
import { nameOf, titleOf } from '../conversation/names';
import { speech } from '../words';

/**
 * @param now milliseconds since 1970, by this device's clock
 * @returns null where this person is not to be disturbed: by nothing while they said so themselves, in a room they have
 * muted by nothing but what is meant for them
 */
export function noticeOf(
  { room, entry, author, why, muted }: Arrival,
  view: Pick<ServerView, 'me' | 'members'>,
  now: number,
): { title: string; body: string } | null {
  const me = view.me === null ? null : view.members.get(view.me);
  if ((me?.quietUntil ?? 0) > now) return null;
  if (muted && why !== 'mention' && why !== 'whisper') return null;
  const words = speech.words.notices;
  const who = nameOf(author, view.members);
  const title = titleOf(room, view);
  const place = room.kind === 'direct' ? title : `# ${title}`;
  const poll = entry.body.poll !== undefined;
  return {
    title: why === 'direct' ? words.direct(who, (room.members?.length ?? 0) > 2) : words[why](who, place),
    body: poll ? words.poll(entry.body.text) : entry.body.text,
  };
}
