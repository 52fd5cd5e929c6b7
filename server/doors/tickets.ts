/** Tickets that stand for a token once, for a little while: an EventSource can send no header, and a URL must hold no token. */
import { limits, refuse, type Answer, type Id } from '../../protocol';
import type { Clock } from '../clock';
import { newToken } from '../secrets';

interface Made {
  member: Id;
  token: string;
  until: number;
}

export class Tickets {
  readonly #clock: Clock;
  /** All live equally long: the oldest is the first, and ends first. */
  readonly #made = new Map<string, Made>();
  /** How many wait to be used, of each member. */
  readonly #waiting = new Map<Id, number>();

  #sweeping: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns a ticket; `rate` where this member has as many as there may be */
  make(member: Id, token: string): Answer<string> {
    const now = this.#clock.now();
    this.#forget(now);
    const waiting = this.#waiting.get(member) ?? 0;
    if (waiting >= limits.tickets) return { ok: false, error: refuse('rate', { retryAfter: limits.ticketLife }) };
    const ticket = newToken();
    this.#made.set(ticket, { member, token, until: now + limits.ticketLife });
    this.#waiting.set(member, waiting + 1);
    this.#sweeping ??= this.#clock.after(limits.ticketLife, () => this.#sweep());
    return { ok: true, value: ticket };
  }

  /** @returns the token it stood for; it stands for nothing from then on */
  use(ticket: string): Answer<string> {
    const made = this.#take(ticket);
    if (!made || made.until <= this.#clock.now()) return { ok: false, error: refuse('token-unknown') };
    return { ok: true, value: made.token };
  }

  close(): void {
    this.#sweeping?.();
  }

  /** What nobody uses is not kept for longer than twice its life. */
  #sweep(): void {
    this.#forget(this.#clock.now());
    this.#sweeping = this.#made.size > 0 ? this.#clock.after(limits.ticketLife, () => this.#sweep()) : null;
  }

  #forget(now: number): void {
    for (const [ticket, { until }] of this.#made) {
      if (until > now) return;
      this.#take(ticket);
    }
  }

  #take(ticket: string): Made | undefined {
    const made = this.#made.get(ticket);
    if (!made) return undefined;
    this.#made.delete(ticket);
    const left = (this.#waiting.get(made.member) ?? 1) - 1;
    if (left > 0) this.#waiting.set(made.member, left);
    else this.#waiting.delete(made.member);
    return made;
  }
}
