/** A link to a message, to be put into another one: `maru://message/SERVER/ROOM/ENTRY`, three ids and nothing else. */
import type { Id } from '../../../protocol';

export interface MessageLink {
  server: Id;
  room: Id;
  entry: Id;
}

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const GRAMMAR = new RegExp(`^maru://message/(${ID})/(${ID})/(${ID})(?![0-9a-f/-])`, 'u');

export const messageLink = (server: Id, room: Id, entry: Id): string => `maru://message/${server}/${room}/${entry}`;

/** How many characters at the beginning of a text are such a link; 0 for none. */
export const messageLinkLength = (text: string): number => GRAMMAR.exec(text)?.[0].length ?? 0;

/** @returns null for anything else, and for a link with something behind it */
export function parseMessageLink(link: string): MessageLink | null {
  const found = GRAMMAR.exec(link);
  if (!found || found[0] !== link) return null;
  const [, server = '', room = '', entry = ''] = found;
  return { server, room, entry };
}
