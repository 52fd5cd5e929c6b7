/**
 * What a device keeps of a server between runs, so that yesterday's conversation opens before the network answers:
 * who and what is there, and the newest entries of each log. It is a copy: the server's word replaces it.
 */
import {
  limits,
  type Entry,
  type Id,
  type Member,
  type Preference,
  type Room,
  type Server,
  type Side,
} from '../protocol';
import type { Clock, Storage, Table } from './ports';

/** The roster as the last connection left it. */
export interface KeptRoster {
  server: Server;
  me: Id;
  members: Member[];
  rooms: Room[];
  /** Absent in what an older version kept. */
  others?: Room[];
  preferences?: Preference[];
  /** Side logs that are kept. */
  sides?: (Side & { log: Id })[];
}

/** The newest entries of a log, dense. */
export interface KeptLog {
  log: Id;
  epoch: Id;
  entries: readonly Entry[];
  /** Of a whisper: where it stands, and whose it is. */
  side?: Side;
}

/** Changes within this time are written together, in ms. */
const TOGETHER = 250;

export class Cache {
  readonly #rosters: Table<KeptRoster>;
  readonly #logs: Table<KeptLog>;
  readonly #clock: Clock;
  /** What was kept last of each log: held entries are replaced whole when they change. */
  readonly #entries = new Map<string, readonly Entry[]>();
  /** What is to be written, by key; the newest value wins. */
  readonly #dirty = new Map<string, () => Promise<void>>();
  #cancel: (() => void) | null = null;

  constructor(storage: Storage, clock: Clock) {
    this.#rosters = storage.table('rosters');
    this.#logs = storage.table('logs');
    this.#clock = clock;
  }

  /** What was kept of a server, or null. A device that cannot read its disk has kept nothing. */
  async load(server: Id): Promise<{ roster: KeptRoster; logs: KeptLog[] } | null> {
    try {
      const roster = await this.#rosters.get(server);
      if (!roster) return null;
      const rooms = roster.rooms.map(({ id }) => this.#logs.get(keyOf(server, id)));
      const sides = (roster.sides ?? []).map(async ({ log, ...side }) => {
        const kept = await this.#logs.get(keyOf(server, log));
        return kept && { ...kept, side };
      });
      const logs = await Promise.all([...rooms, ...sides]);
      return { roster: filledUp(roster), logs: logs.flatMap((log) => log ?? []) };
    } catch {
      return null;
    }
  }

  keepRoster(roster: KeptRoster): void {
    this.#later(roster.server.id, () => this.#rosters.put(roster.server.id, roster));
  }

  keepLog(server: Id, { log, epoch, entries }: KeptLog): void {
    const key = keyOf(server, log);
    if (this.#entries.get(key) === entries) return;
    this.#entries.set(key, entries);
    this.#later(key, () => this.#logs.put(key, { log, epoch, entries: entries.slice(-limits.pageEntries) }));
  }

  forgetLog(server: Id, log: Id): void {
    const key = keyOf(server, log);
    this.#entries.delete(key);
    this.#later(key, () => this.#logs.delete(key));
  }

  /** Forgets all that is kept of a server, at once. @throws where the disk does not take it */
  async forget(server: Id): Promise<void> {
    const kept = await this.#rosters.get(server);
    await Promise.all(logsOf(kept).map((log) => this.#logs.delete(keyOf(server, log))));
    await this.#rosters.delete(server);
  }

  /** Writes what waits, now. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    const writes = [...this.#dirty.values()];
    this.#dirty.clear();
    // A copy that could not be written is missing at the next start, and nothing else.
    for (const write of writes) write().catch(() => undefined);
  }

  #later(key: string, write: () => Promise<void>): void {
    this.#dirty.set(key, write);
    this.#cancel ??= this.#clock.after(TOGETHER, () => {
      this.#cancel = null;
      this.flush();
    });
  }
}

/** What an older version kept knew less of rooms and members. */
const filledUp = (roster: KeptRoster): KeptRoster => ({
  ...roster,
  members: roster.members.map((member) => ({ ...{ status: null, quietUntil: null }, ...member })),
  ...(roster.preferences ? { preferences: roster.preferences.map((one) => ({ ...{ level: null }, ...one })) } : {}),
  rooms: roster.rooms.map((room) => ({
    ...{ kind: 'open', topic: '', archived: false, members: null, left: [] },
    ...room,
  })),
});

/** Every log of which something may be kept: also those of open rooms one has left. */
export const logsOf = (kept: KeptRoster | undefined): Id[] =>
  kept
    ? [...kept.rooms, ...(kept.others ?? []), ...(kept.sides ?? []).map(({ log }) => ({ id: log }))].map(({ id }) => id)
    : [];

const keyOf = (server: Id, log: Id): string => `${server}/${log}`;
