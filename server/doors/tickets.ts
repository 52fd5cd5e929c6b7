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
  readonly #made = new Map<string, Made>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns a ticket; `rate` where this member has as many as there may be */
  make(member: Id, token: string): Answer<string> {
    const now = this.#clock.now();
    for (const [ticket, { until }] of this.#made) if (until <= now) this.#made.delete(ticket);
    const theirs = [...this.#made.values()].filter((made) => made.member === member);
    if (theirs.length >= limits.tickets) return { ok: false, error: refuse('rate', { retryAfter: limits.ticketLife }) };
    const ticket = newToken();
    this.#made.set(ticket, { member, token, until: now + limits.ticketLife });
    return { ok: true, value: ticket };
  }

  /** @returns the token it stood for; it stands for nothing from then on */
  use(ticket: string): Answer<string> {
    const made = this.#made.get(ticket);
    this.#made.delete(ticket);
    if (!made || made.until <= this.#clock.now()) return { ok: false, error: refuse('token-unknown') };
    return { ok: true, value: made.token };
  }
}
