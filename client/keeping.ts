/** What is on this device of one server: it comes back at the start, is kept up as it grows, and goes with the right to read it. */
import type { Entry, Id, LogHead, Side } from '../protocol';
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
  /** Side logs that are kept: no roster tells of them. */
  readonly #sides = new Map<Id, Side>();

  constructor(parts: KeepingParts) {
    this.#parts = parts;
    parts.roster.view.subscribe((view) => this.#keepRoster(view));
  }

  async restore(server: Id): Promise<void> {
    const { cache, roster, logs, outbox } = this.#parts;
    const [kept] = await Promise.all([cache.load(server), outbox().load(server)]);
    if (!kept) return;
    roster.restore(kept.roster);
    for (const { log, side } of kept.logs) if (side) this.#sides.set(log, side);
    await logs().restore(server, kept.logs);
  }

  /** @param added what came to the log's end */
  grown(held: KeptLog, added: readonly Entry[]): void {
    const { cache, roster, logs, outbox } = this.#parts;
    const last = held.entries.at(-1)?.seq ?? 0;
    outbox().arrived(held, new Set(added.map(({ id }) => id)), last);
    const server = roster.view.current.server?.id;
    if (server) cache.keepLog(server, held);
    const side = logs().side(held.log);
    if (!side || this.#sides.has(held.log)) return;
    this.#sides.set(held.log, side);
    this.#keepWhole();
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
    const dropped = logs().drop(gone);
    for (const log of dropped) if (server) cache.forgetLog(server, log);
    if (dropped.filter((log) => this.#sides.delete(log)).length > 0) this.#keepWhole();
  }

  #keepRoster(view: ServerView): void {
    const { members, rooms, others, preferences } = view;
    const before = this.#kept;
    // Who is here changes often, and is nothing to keep.
    const same =
      before?.members === members &&
      before.rooms === rooms &&
      before.others === others &&
      before.preferences === preferences;
    if (same || !this.#keepWhole()) return;
    this.#kept = { members, rooms, others, preferences };
  }

  /** @returns false before there is anything to keep */
  #keepWhole(): boolean {
    const { cache, roster } = this.#parts;
    const { kept } = roster;
    if (kept) cache.keepRoster({ ...kept, sides: [...this.#sides].map(([log, side]) => ({ log, ...side })) });
    return kept !== null;
  }
}
