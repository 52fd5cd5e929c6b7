/** An entry of a log as a line: for programs as it stands in the log with what it takes to read it, for people in words. */
import type { Entry, Id, LogHead, Room } from '../../protocol';
import type { ServerView } from '../../client';
import { nameOf, titleOf } from '../naming';
import { harmless } from '../output';
import type { Words } from '../words';

/** Where an entry stands. */
export interface Place extends Pick<LogHead, 'log' | 'epoch'> {
  room: Room;
  /** Of a whisper: who reads it. */
  members: readonly Id[] | null;
}

/** One line of JSON: all of the entry, and beside it where it stands and who said it. */
export function valueOf(entry: Entry, { room, log, epoch, members }: Place, view: ServerView, words: Words): object {
  return {
    room: { id: room.id, name: titleOf(room, view, words) },
    log,
    epoch,
    ...entry,
    name: nameOf(view, entry.author),
    ...(members === null ? {} : { whisper: members }),
  };
}

/** What an entry says in words of a server's own; null for what members say. */
export function noticeOf(entry: Entry, name: string, { notice }: Words): string | null {
  switch (entry.kind) {
    case 'created':
      return notice.created();
    case 'joined':
      return notice.joined(entry.body.name);
    case 'removed':
      return notice.removed(entry.body.name);
    case 'entered':
      return notice.entered(entry.body.names.join(', '));
    case 'left':
      return notice.left(entry.body.name || name);
    case 'renamed':
      return notice.renamed(entry.body.name);
    case 'topic':
      return notice.topic(entry.body.topic);
    case 'archived':
      return notice.archived(entry.body.archived);
    case 'promoted':
      return notice.promoted();
    default:
      return null;
  }
}

/** What members say, as text; null for what is nothing to read (a pin, a vote). */
function spoken(entry: Entry, words: Words): string | null {
  switch (entry.kind) {
    case 'message':
      return entry.body.deleted ? `(${words.deleted})` : [entry.body.text, ...optionsOf(entry)].join('\n');
    case 'edit':
      return entry.body.text === '' ? null : `(${words.edited}) ${entry.body.text}`;
    case 'delete':
      return `(${words.deleted})`;
    case 'react':
      return entry.body.on ? entry.body.emoji : null;
    default:
      return null;
  }
}
const optionsOf = ({ body: { poll } }: Extract<Entry, { kind: 'message' }>): string[] =>
  (poll?.options ?? []).map((option, index) => `  ${index + 1}. ${option}`);

/** A line for a terminal, or several; null where there is nothing to read. */
export function readable(entry: Entry, { room, members }: Place, view: ServerView, words: Words): string | null {
  const name = nameOf(view, entry.author) ?? words.unknownPerson;
  const said = spoken(entry, words);
  const text = said === null ? noticeOf(entry, name, words) : `${name}: ${said}`;
  if (text === null) return null;
  const at = new Date(entry.at).toLocaleTimeString(words.language, {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  const whisper = members === null ? '' : ` (${words.whisper})`;
  const [first = '', ...more] = harmless(text).split('\n');
  return [
    `${at} ${harmless(titleOf(room, view, words))}${whisper} ${first}`,
    ...more.map((line) => `      ${line}`),
  ].join('\n');
}
