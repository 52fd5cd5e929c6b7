/** Leaving a server on this device: everything that client/ keeps of it goes, its token first. */
import type { Id } from '../protocol';
import { logsOf, Cache, type KeptRoster } from './cache';
import type { Ports } from './ports';

/** What a row of the outbox, of what was said, of a draft or of a locked field has in common. */
interface Row {
  id?: Id;
  server?: Id;
  room?: Id;
  thread?: Id;
}

/** What was under way to the disk when the session closed may arrive behind the first look. */
const LOOKS = 3;

/**
 * Forgets who this device is on a server, what it kept of it, and what waited to go there. The session there has been
 * closed before; it says nothing to the server.
 * @throws where the disk does not take it
 */
export async function forgetServer(
  { storage, secrets, clock }: Pick<Ports, 'storage' | 'secrets' | 'clock'>,
  server: Id,
): Promise<void> {
  await secrets.set(server, null);
  await storage.table('formers').delete(server);
  await storage.table('carriers').delete(server);
  const logs = logsOf(await storage.table<KeptRoster>('rosters').get(server));
  for (const log of logs) await storage.table('marks').delete(`${server}/${log}`);
  await new Cache(storage, clock).forget(server);
  for (let look = 0; look < LOOKS; look += 1)
    for (const name of ['outbox', 'said', 'drafts', 'locks'] as const) {
      const table = storage.table<Row>(name);
      for (const row of await table.all()) if (row.server === server) await table.delete(keyOf(row));
    }
}

/** Messages by their id, what is of a room by its place. */
const keyOf = ({ id, server, room, thread }: Row): string =>
  id ?? [server, room, thread].filter((part) => part !== undefined).join('/');
