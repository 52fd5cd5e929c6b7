/** What is on this device of one server: it comes back at the start, is kept up as it grows, and goes with the right to read it. */
import type { Entry, Id, LogHead } from '../protocol';
import type { Cache, KeptLog } from './cache';
import type { Logs } from './logs';
import type { Outbox } from './outbox';
import type { Roster } from './roster';
import type { ServerView } from './views';

interface KeepingParts {
  cache: Cache;
  roster: Roster;
  logs(): Logs;
  outbox(): Outbox;
}

export class Keeping {
  readonly #parts: KeepingParts;
  #kept: Pick<ServerView, 'members' | 'rooms' | 'others' | 'preferences'> | null = null;

  constructor(parts: KeepingParts) {
    this.#parts = parts;
    parts.roster.view.subscribe((view) => this.#keepRoster(view));
  }

  async restore(server: Id): Promise<void> {
    const { cache, roster, logs, outbox } = this.#parts;
    await outbox().load(server);
    const kept = await cache.load(server);
    if (!kept) return;
    roster.restore(kept.roster);
    await logs().restore(server, kept.logs);
  }

  /** @param added what came to the log's end */
  grown(held: KeptLog, added: readonly Entry[]): void {
    const { cache, roster, outbox } = this.#parts;
    const last = held.entries.at(-1)?.seq ?? 0;
    outbox().arrived(held, new Set(added.map(({ id }) => id)), last);
    const server = roster.view.current.server?.id;
    if (server) cache.keepLog(server, held);
  }

  /** These are not this person's to read any more. An open room may be entered again: what is held of it stays. */
  gone(gone: readonly Id[]): void {
    const { roster } = this.#parts;
    const stays = new Set(gone.filter((id) => roster.room(id)?.kind === 'open'));
    roster.gone(gone);
    this.#drop((log) => gone.includes(log) && !stays.has(log));
  }

  /** These are all there are to read. */
  only(heads: readonly Pick<LogHead, 'log'>[]): void {
    const { others } = this.#parts.roster.view.current;
    const stays = new Set([...heads.map(({ log }) => log), ...others.map(({ id }) => id)]);
    this.#drop((log) => !stays.has(log));
  }

  #drop(gone: (log: Id) => boolean): void {
    const { cache, roster, logs } = this.#parts;
    const server = roster.view.current.server?.id;
    for (const log of logs().drop(gone)) if (server) cache.forgetLog(server, log);
  }

  #keepRoster(view: ServerView): void {
    const { kept } = this.#parts.roster;
    const { members, rooms, others, preferences } = view;
    const before = this.#kept;
    // Who is here changes often, and is nothing to keep.
    const same =
      before?.members === members &&
      before.rooms === rooms &&
      before.others === others &&
      before.preferences === preferences;
    if (!kept || same) return;
    this.#kept = { members, rooms, others, preferences };
    this.#parts.cache.keepRoster(kept);
  }
}
