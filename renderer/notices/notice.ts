/** What a notification says. The title is the app's own; what others wrote stands in the body. Pure. */
import type { Arrival, ServerView } from '../../client';
import { limits } from '../../protocol';
import { nameOf, titleOf } from '../conversation/names';
import { speech } from '../words';

export interface Said {
  title: string;
  body: string;
}

/** @param keyword the word that calls this person here; null: none does */
export function noticeOf(
  { room, entry, author, why }: Arrival,
  view: Pick<ServerView, 'me' | 'members'>,
  keyword: string | null = null,
): Said {
  const words = speech.words.notices;
  const who = nameOf(author, view.members);
  const title = titleOf(room, view);
  const place = room.kind === 'direct' ? title : `# ${title}`;
  const poll = entry.body.poll !== undefined;
  const told =
    keyword === null
      ? words[why === 'direct' || why === 'poll' ? 'ordinary' : why](who, place)
      : words.keyword(who, keyword, place);
  return {
    title: why === 'direct' ? words.direct(who, (room.members?.length ?? 0) > 2) : told,
    body: poll ? words.poll(entry.body.text) : entry.body.text,
  };
}

/** @param count new ones in that room since it was looked at */
export const counted = ({ title, body }: Said, count: number): Said => ({
  title: count > 1 ? speech.words.notices.more(title, speech.formats.number(count)) : title,
  body,
});

export const textless = (): Said => ({ title: speech.words.notices.textless, body: '' });

/** @param porch the server's name; null where others may see it @param personal how many of them are for this person */
export function digestOf(porch: string | null, messages: number, rooms: number, personal: number): Said {
  const { words, formats } = speech;
  const many = (count: number) => ({ count, text: formats.number(count) });
  return {
    title: porch === null ? words.notices.missedSomewhere : words.notices.missed(porch),
    body: words.notices.digest(many(messages), many(rooms), many(personal)),
  };
}

/** Cut to what a notification holds, never through the middle of a character. */
export function cut(text: string): string {
  if (text.length <= limits.noticeText) return text;
  let kept = text.slice(0, limits.noticeText - 1);
  if (/[\uD800-\uDBFF]$/.test(kept)) kept = kept.slice(0, -1);
  return `${kept}…`;
}
