/** What the desktop is told of the servers that are open: for title, taskbar and tray. Pure. */
import type { ConnectionState, ServerView } from '../../client';
import { limits, type Id, type ServerState, type ServerStatus } from '../../protocol';

/** As much of a visit as is told. */
export interface Told {
  id: Id | null;
  name: string | null;
  url: string;
  step: string;
  unread: number;
  connection: Pick<ConnectionState, 'phase'>;
}

const states: Readonly<Record<ConnectionState['phase'], ServerState>> = {
  connected: 'connected',
  connecting: 'reconnecting',
  // Somebody who was inside and is asked who they are again.
  stranger: 'reconnecting',
  reconnecting: 'reconnecting',
  offline: 'offline',
};

/** Those one is on; at a door nothing is unread, and nothing is lost. */
export const serversTold = (visits: readonly Told[]): ServerStatus[] =>
  visits
    .flatMap(({ id, name, url, step, unread, connection }) =>
      id !== null && step === 'inside'
        ? [{ id, name: (name ?? url).slice(0, limits.noticeText), state: states[connection.phase], unread }]
        : [],
    )
    .slice(0, limits.statusServers);

/** Until when nobody disturbs this person on any server that is connected; null: on some they do. Undefined: none is connected. */
export function quietTold(
  visits: readonly { connection: Pick<ConnectionState, 'phase'>; server: Pick<ServerView, 'me' | 'members'> }[],
): number | null | undefined {
  const ends = visits.flatMap(({ connection, server: { me, members } }) =>
    connection.phase === 'connected' && me !== null ? (members.get(me)?.quietUntil ?? 0) : [],
  );
  return ends.length === 0 ? undefined : Math.min(...ends) || null;
}
