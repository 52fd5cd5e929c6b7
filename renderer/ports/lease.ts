/**
 * One page of a profile owns its connections and its outbox at a time. The lease is one row; it works where a page is
 * no secure context and has no Web Locks. A claimant asks before it takes a lease from a silent holder, and a holder
 * that was robbed while it slept is fenced (./fence): decision 0044.
 */
import type { Id } from '../../protocol';
import type { LeaseHooks, LeaseMessage, LeaseParts, LeaseRow } from './lease-parts';

/** In milliseconds. Only pages of one browser obey these, so they are no limits of the protocol. */
export const leaseTimes = {
  /** The holder renews its lease so often, where the browser does not slow down its timers. */
  beat: 2_000,
  /** So long a holder has to answer once it is asked. Messages are not slowed down in a hidden page, as timers are. */
  answer: 1_000,
  /** So many questions a holder leaves unanswered, without renewing, before it counts as gone. */
  asks: 5,
  /** A lease not renewed for so long is an earlier run's: one unanswered question is enough. A hidden page beats once a minute. */
  stale: 150_000,
  /** A page that waited leaves a lease that became free for so long to the one that only reloads. */
  grace: 2_000,
} as const;

const same = (one: LeaseRow | undefined, other: LeaseRow | undefined): boolean =>
  one?.holder === other?.holder && one?.beats === other?.beats;

export class Lease {
  readonly #parts: LeaseParts;
  readonly #hooks: LeaseHooks;
  /** Under this id it claims, and holds. */
  #id: Id;
  #holding = false;
  /** Counts starts and stops: what an earlier start set going finds that it is over. */
  #run = 0;
  #wants = false;
  /** The claimant that the lease shall go to. */
  #next: Id | null = null;
  /** The holder that was asked and has not answered yet. */
  #asked: Id | null = null;
  #wake: (() => void) | null = null;

  constructor(parts: LeaseParts, hooks: LeaseHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
    this.#id = parts.random.id();
    parts.channel.listen((message) => this.#hear(message));
  }

  /** Claims the lease, holds it, claims it again: until `release`. */
  start(): void {
    void this.#live((this.#run += 1));
  }

  /** The person wants to go on here: the holder is asked to give the lease over. */
  take(): void {
    if (this.#holding || this.#wants) return;
    this.#wants = true;
    this.#wake?.();
  }

  /** The page may have slept: looks at once whether it still holds the lease. */
  check(): void {
    this.#wake?.();
  }

  /** Gives it back at once, as the page goes. What was written before is on the disk before others see the lease free. */
  release(): void {
    this.#run += 1;
    this.#wants = false;
    this.#wake?.();
    if (!this.#holding) return;
    this.#holding = false;
    const { cell, channel } = this.#parts;
    const told = () => channel.post({ say: 'changed' });
    void cell.clear(this.#id).then(told, told);
    // The page may be gone before that: who hears this finds the lease free, or asks once more.
    told();
  }

  async #live(run: number): Promise<void> {
    const runs = () => this.#run === run;
    while (runs()) {
      this.#id = this.#parts.random.id();
      // A device whose disk fails goes on as one that has none: nobody can be asked, and nobody is kept out.
      const recorded = await this.#acquire(runs).catch(() => false);
      if (!runs()) return;
      this.#wants = false;
      this.#next = null;
      this.#holding = true;
      if (recorded) this.#parts.channel.post({ say: 'changed' });
      this.#hooks.begins(this.#id);
      await this.#hold(runs);
      if (!runs()) return;
      const next = this.#next;
      await this.#hooks.ends();
      if (!runs()) return;
      this.#holding = false;
      if (next !== null) await this.#handTo(next);
    }
  }

  /** @returns true once the lease is this page's; false where it shall not be any more */
  async #acquire(runs: () => boolean): Promise<boolean> {
    let before: LeaseRow | undefined;
    let silent = 0;
    // One that met no living holder just came, perhaps by a reload: it need not wait for another one to come back.
    let fresh = true;
    for (;;) {
      const row = await this.#parts.cell.read();
      if (!runs()) return false;
      if (row?.holder === this.#id) return true;
      if (!same(row, before)) silent = 0;
      before = row;
      if (row && silent < this.#enough(row)) {
        const answered = await this.#ask(row);
        silent = answered === null ? silent : answered ? 0 : silent + 1;
        fresh &&= answered !== true;
        continue;
      }
      if (!row && !fresh && !this.#wants) {
        const timeUp = await this.#pause(leaseTimes.grace);
        if (!runs()) return false;
        if (!timeUp && !this.#wants) continue;
      }
      if (await this.#claim(row)) return true;
      silent = 0;
    }
  }

  #enough({ at }: LeaseRow): number {
    return Math.abs(this.#parts.clock.now() - at) > leaseTimes.stale ? 1 : leaseTimes.asks;
  }

  async #claim(expected: LeaseRow | undefined): Promise<boolean> {
    const mine = { holder: this.#id, beats: 0, at: this.#parts.clock.now() };
    const row = await this.#parts.cell.change((now) => (same(now, expected) ? mine : now));
    return row?.holder === this.#id;
  }

  /** @returns whether the holder answered in time; null where something else happened before that */
  async #ask({ holder }: LeaseRow): Promise<boolean | null> {
    const wants = this.#wants;
    this.#asked = holder;
    this.#parts.channel.post({ say: 'ask', claimant: this.#id, wants });
    const timeUp = await this.#pause(leaseTimes.answer);
    const answered = this.#asked === null;
    this.#asked = null;
    if (!answered && !timeUp) return null;
    this.#hooks.waits(answered);
    // A wish that came up meanwhile is told at once.
    if (answered && this.#wants === wants) await this.#pause(leaseTimes.beat);
    return answered;
  }

  /** Renews the lease until it is another's, or shall be. */
  async #hold(runs: () => boolean): Promise<void> {
    while (runs() && this.#next === null) {
      await this.#pause(leaseTimes.beat);
      if (!runs()) return;
      if (!(await this.#renew())) return;
    }
  }

  async #renew(): Promise<boolean> {
    const at = this.#parts.clock.now();
    try {
      const row = await this.#parts.cell.change((now) =>
        now && now.holder !== this.#id ? now : { holder: this.#id, beats: (now?.beats ?? 0) + 1, at },
      );
      return row?.holder === this.#id;
    } catch {
      return true;
    }
  }

  async #handTo(next: Id): Promise<void> {
    const given = { holder: next, beats: 0, at: this.#parts.clock.now() };
    await this.#parts.cell.change((now) => (now?.holder === this.#id ? given : now)).catch(() => undefined);
    this.#parts.channel.post({ say: 'changed' });
  }

  #hear(message: LeaseMessage): void {
    switch (message.say) {
      case 'ask':
        if (!this.#holding) return;
        this.#parts.channel.post({ say: 'here', holder: this.#id });
        if (!message.wants) return;
        this.#next ??= message.claimant;
        return this.#wake?.();
      case 'here':
        // Others' questions are answered here, too: they wake nobody who has an answer already.
        if (this.#asked !== message.holder) return;
        this.#asked = null;
        return this.#wake?.();
      case 'changed':
        return this.#wake?.();
    }
  }

  /** @returns whether the time passed; false where something happened before */
  #pause(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (timeUp: boolean) => {
        cancel();
        this.#wake = null;
        resolve(timeUp);
      };
      const cancel = this.#parts.clock.after(ms, () => end(true));
      this.#wake = () => end(false);
    });
  }
}
