/**
 * Outgoing hooks: what is said in a room goes to an address, each entry in the order of the log, at least once. The queue is
 * the log itself, with the place each hook has reached: both are on the disk before anybody hears of an entry.
 */
import { deliveryOf, limits, type Entry, type Hook, type Id } from '../../protocol';
import type { Context } from '../calls/context';
import { facts } from '../log';
import type { Outlet } from '../outlet';
import type { KeptHook } from '../store/bots';
import { isTaken, post } from './posting';

type Working = Pick<Context, 'server' | 'store' | 'roster' | 'access' | 'bots' | 'feed' | 'clock' | 'log'>;

/** Entries that are looked at together. */
const PAGE = 20;

/** A hook that is being worked on, or waits to try again. */
interface Line {
  tries: number;
  running: Promise<void> | null;
  cancel: (() => void) | null;
}

export class Outgoing implements Outlet {
  readonly #fraction: () => number;
  readonly #lines = new Map<Id, Line>();
  readonly #closing = new AbortController();
  #context: Working | null = null;

  /** @param fraction even in [0, 1): hooks that failed together do not try again together */
  constructor(fraction: () => number = Math.random) {
    this.#fraction = fraction;
  }

  /** From now on; what was not delivered before the start goes first. */
  serve(context: Working): void {
    this.#context = context;
    for (const { room } of context.bots.hooks) if (room !== null) this.#wake(room);
  }

  /** It hears what everybody is told, and is no connection. */
  push(...[to, name]: Parameters<Outlet['push']>): number {
    if (name === 'entries' && typeof to === 'object' && 'log' in to) this.#wake(to.log);
    return 0;
  }
  openLog(): void {
    // It asks whose a log is when it delivers.
  }
  closeLog(): void {
    // As above.
  }

  /** Breaks off what is on its way: it was not delivered, and goes again after the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const { cancel } of this.#lines.values()) cancel?.();
    await Promise.all([...this.#lines.values()].flatMap(({ running }) => running ?? []));
  }

  #wake(room: Id): void {
    for (const hook of this.#context?.bots.hooks ?? [])
      if (hook.kind === 'outgoing' && hook.room === room) this.#go(hook.id);
  }

  #go(id: Id): void {
    const line = this.#lines.get(id) ?? { tries: 0, running: null, cancel: null };
    this.#lines.set(id, line);
    // One that waits to try again does not try sooner because there is more.
    if (line.running || line.cancel || this.#closing.signal.aborted) return;
    line.running = this.#work(id, line)
      .catch((error: unknown) => {
        this.#context?.log.error(facts(error), 'a hook could not go on');
        this.#later(id, line);
      })
      .finally(() => {
        line.running = null;
        // What came while it was ending.
        if (!line.cancel && this.#next(id)) this.#go(id);
      });
  }

  /** The hook, where something is to be delivered. */
  #next(id: Id): (KeptHook & { room: Id; url: string; first: number }) | null {
    const context = this.#context;
    const hook = context?.bots.hook(id);
    if (!context || this.#closing.signal.aborted) return null;
    if (!hook?.room || hook.url === null) {
      this.#lines.delete(id);
      return null;
    }
    const { room, url } = hook;
    const reach = context.access.log(hook.bot, room);
    if (!reach || context.feed.sent(room) <= Math.max(hook.reached, reach.first - 1)) return null;
    return { ...hook, room, url, first: reach.first };
  }

  async #work(id: Id, line: Line): Promise<void> {
    for (let hook = this.#next(id); hook; hook = this.#next(id)) {
      const { store } = this.#context as Working;
      const after = Math.max(hook.reached, hook.first - 1);
      const page = await store.read({ log: hook.room, after, limit: PAGE });
      const [entry] = page?.entries ?? [];
      if (!page || !entry) return;
      for (const one of page.entries) if (!(await this.#deliver(id, one, page.head.epoch, line))) return;
    }
  }

  /** @returns whether the next one may follow */
  async #deliver(id: Id, entry: Entry, epoch: Id, line: Line): Promise<boolean> {
    const hook = this.#next(id);
    if (!hook) return false;
    // What it says itself is no news to a bot.
    if (entry.author !== hook.bot) {
      const { clock, bots } = this.#context as Working;
      const letter = { ...hook, delivery: deliveryOf(id, entry.id), body: this.#bodyOf(hook, entry, epoch) };
      const reply = await post(letter, clock, { read: false, signal: this.#closing.signal });
      if (this.#closing.signal.aborted) return false;
      if (bots.hook(id)) bots.deliveries.answered(id, reply, clock.now());
      if (!isTaken(reply)) {
        line.tries += 1;
        if (line.tries < limits.hookTries) {
          this.#later(id, line);
          return false;
        }
        await this.#reach(hook, entry.seq, true);
        line.tries = 0;
        return true;
      }
    }
    line.tries = 0;
    await this.#reach(hook, entry.seq, false);
    return true;
  }

  async #reach(hook: Hook, seq: number, gaveUp: boolean): Promise<void> {
    const { store, bots, roster, clock } = this.#context as Working;
    const detail = roster.member(hook.bot)?.name ?? '';
    const line = { at: clock.now(), by: null, act: 'undelivered' as const, subject: hook.bot, detail };
    await store.reached({ id: hook.id, seq, note: gaveUp ? line : null });
    const kept = bots.hook(hook.id);
    // It may have been ended meanwhile.
    if (kept) bots.putHook({ ...kept, reached: seq });
  }

  #later(id: Id, line: Line): void {
    const context = this.#context;
    if (!context || this.#closing.signal.aborted) return;
    const { first, most } = limits.hookWait;
    const wait = Math.min(most, first * 2 ** Math.max(0, line.tries - 1)) * (0.75 + this.#fraction() / 2);
    if (context.bots.hook(id)) context.bots.deliveries.again(id, context.clock.now() + wait);
    line.cancel = context.clock.after(wait, () => {
      line.cancel = null;
      this.#go(id);
    });
  }

  #bodyOf({ id, room }: { id: Id; room: Id }, entry: Entry, epoch: Id): string {
    const { server, roster } = this.#context as Working;
    const author = entry.author === null ? undefined : roster.member(entry.author);
    return JSON.stringify({
      delivery: deliveryOf(id, entry.id),
      hook: id,
      server,
      room: { id: room, name: roster.room(room)?.name ?? '' },
      epoch,
      author: author ? { id: author.id, name: author.name, via: author.via } : null,
      entry,
    });
  }
}
