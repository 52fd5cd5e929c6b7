/** How a server stands in the rail, and what of it calls for its person. Pure. */
import type { ConnectionState, LogView } from '../../client';
import type { Id, Preference, RefusalCode, Room } from '../../protocol';
import { callsOf, isQuiet } from '../conversation/rooms/list';
import { questionOf } from '../state/trust.svelte';

export type Standing =
  | 'connected'
  /** On the way, or it tries again by itself. */
  | 'connecting'
  /** It does not try again by itself. */
  | 'offline'
  /** Nothing goes on before its person has answered: a key, a name, a password, whether to come in anew. */
  | 'asks'
  /** Its person wants no connection. */
  | 'apart';

/** Refusals that only a person can do something about. */
const ASKING: readonly RefusalCode[] = ['signed-out', 'removed', 'password-needed', 'knock-needed'];

/** @param connection null: none is open @param connects it is one that is opened by itself */
export function standingOf(connection: ConnectionState | null, connects: boolean): Standing {
  if (!connection) return connects ? 'offline' : 'apart';
  switch (connection.phase) {
    case 'connected':
      return 'connected';
    case 'connecting':
    case 'reconnecting':
      return 'connecting';
    case 'stranger':
      return 'asks';
    case 'offline': {
      const { cause } = connection;
      const isAsking = cause.code === 'refused' && ASKING.includes(cause.refusal.code);
      return isAsking || questionOf(connection) || cause.code === 'other-server' ? 'asks' : 'offline';
    }
  }
}

export interface Calls {
  /** What is meant for this person. */
  count: number;
  /** Something is new. */
  unread: boolean;
}

interface Waiting {
  rooms: readonly Room[];
  preferences: ReadonlyMap<Id, Preference>;
  waiting(room: Id): Pick<LogView, 'unread' | 'mentions'>;
}

/** What calls in one room, as its server and its person have it: of what is muted only what names them. */
export function callsIn(
  room: Room,
  { preferences, waiting }: Omit<Waiting, 'rooms'>,
  muted: boolean,
  now: number,
): Calls {
  const preference = preferences.get(room.id);
  if (preference?.level === 'none') return { count: 0, unread: false };
  const log = waiting(room.id);
  const quiet = muted || isQuiet(preference, now);
  return quiet ? { count: log.mentions, unread: log.mentions > 0 } : callsOf(room, log);
}

/** @param muted all of the server is @param now milliseconds since 1970 */
export function callsOn(server: Waiting, muted: boolean, now: number): Calls {
  const all = server.rooms.map((room) => callsIn(room, server, muted, now));
  return { count: all.reduce((sum, { count }) => sum + count, 0), unread: all.some(({ unread }) => unread) };
}
