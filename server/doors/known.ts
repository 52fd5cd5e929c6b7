/**
 * Who asked last on a connection: a program asks with the same header, from the same place, again and again. Nothing is
 * remembered of whether they may: a visit ends in the moment in which its token does.
 */
import type { IncomingMessage } from 'node:http';
import type { Entered } from '../doorway';
import type { Visit } from './visits';

const known: unique symbol = Symbol('known');
interface Known {
  readonly authorization: string | undefined;
  readonly came: Entered;
  readonly visit: Visit;
}
type Connection = object & { [known]?: Known };

/** Its token, in a header, is that of this visit. */
export function know({ socket, headers }: IncomingMessage, came: Entered, visit: Visit): void {
  const connection: Connection = socket;
  connection[known] = { authorization: headers.authorization, came, visit };
}

/** @returns the visit that lasts; null where it has to be looked whose the token is */
export function knownVisit({ socket, headers }: IncomingMessage, came: Entered): Visit | null {
  const { [known]: before }: Connection = socket;
  const same = before?.came === came && before.authorization === headers.authorization;
  return same && headers.authorization !== undefined && !before.visit.ended ? before.visit : null;
}
