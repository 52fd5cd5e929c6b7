/**
 * Who came and who went just now. Only what happens while one is connected is news: what changed during a gap in
 * one's own connection is not, nor is oneself.
 */
import type { Session } from '../../../client';
import type { Id } from '../../../protocol';

export interface Coming {
  who: Id;
  came: boolean;
}

const SHOWN_MS = 8_000;
const AT_ONCE = 3;

export class Comings {
  #news: readonly Coming[] = $state.raw([]);
  #before: ReadonlySet<Id> | null = null;
  #timers: ReturnType<typeof setTimeout>[] = [];
  readonly #stops: (() => void)[];

  constructor({ connection, server }: Session) {
    this.#stops = [
      server.subscribe((view) => {
        if (connection.current.phase !== 'connected' || !view.ready) return;
        this.#compare(view.here, view.me);
      }),
      connection.subscribe(({ phase }) => {
        this.#before = phase === 'connected' ? server.current.here : null;
      }),
    ];
  }

  /** The newest last. */
  get news(): readonly Coming[] {
    return this.#news;
  }

  close(): void {
    for (const stop of this.#stops) stop();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #compare(here: ReadonlySet<Id>, me: Id | null): void {
    const before = this.#before;
    this.#before = here;
    if (!before || before === here) return;
    for (const who of here) if (!before.has(who) && who !== me) this.#tell({ who, came: true });
    for (const who of before) if (!here.has(who) && who !== me) this.#tell({ who, came: false });
  }

  #tell(coming: Coming): void {
    this.#news = [...this.#news.filter(({ who }) => who !== coming.who), coming].slice(-AT_ONCE);
    const timer = setTimeout(() => {
      this.#timers = this.#timers.filter((other) => other !== timer);
      this.#news = this.#news.filter((other) => other !== coming);
    }, SHOWN_MS);
    this.#timers.push(timer);
  }
}
