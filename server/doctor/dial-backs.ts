/**
 * A host asks members to dial back. Nobody can be sent anywhere by it: those who are asked dial only what they are
 * connected to already, few at a time, and not often.
 */
import { limits, type DialOutcome, type Id } from '../../protocol';
import type { Clock } from '../clock';
import type { Outlet } from '../outlet';
import type { Session } from '../session';

export interface DialledBack {
  member: Id;
  host?: string | undefined;
  outcome: DialOutcome;
}

/** One question that waits for its answers. */
interface Ask {
  /** Who was asked and has not answered yet, by session. */
  readonly waiting: Map<string, Id>;
  readonly outcomes: DialledBack[];
  settle(): void;
}

const isLoopback = (address: string): boolean => /^(127\.|::1$)/.test(address);

/**
 * Whom to ask: apps of other members, one each, and not on the host's own machine, where a dial says nothing of the
 * network. Those from different addresses first: they may be on different networks.
 */
export function helpers(sessions: readonly Session[], asking: Id): (Session & { member: Id })[] {
  const fit = sessions.filter(
    (session): session is Session & { member: Id } =>
      session.member !== null && session.member !== asking && session.via === 'app' && !isLoopback(session.address),
  );
  const members = new Map(fit.map((session) => [session.member, session]));
  const addresses = new Map([...members.values()].map((session) => [session.address, session]));
  const chosen = new Set([...addresses.values(), ...members.values()]);
  return [...chosen].slice(0, limits.dialBacks);
}

export class DialBacks {
  readonly #clock: Clock;
  readonly #outlet: Outlet;
  readonly #newId: () => Id;
  readonly #asks = new Map<Id, Ask>();
  #last: number | null = null;

  constructor(clock: Clock, outlet: Outlet, newId: () => Id) {
    this.#clock = clock;
    this.#outlet = outlet;
    this.#newId = newId;
  }

  /** How long until another question may be put, in ms; 0: now. A clock that was set back makes nobody wait longer. */
  get wait(): number {
    if (this.#last === null) return 0;
    const since = this.#clock.now() - this.#last;
    return since < 0 ? 0 : Math.max(0, limits.dialBackEvery - since);
  }

  /** Resolves when all who were asked have answered, or after `limits.dialBackWait`. */
  ask(whom: readonly (Session & { member: Id })[]): Promise<DialledBack[]> {
    if (whom.length === 0) return Promise.resolve([]);
    this.#last = this.#clock.now();
    const id = this.#newId();
    return new Promise((resolve) => {
      const outcomes: DialledBack[] = [];
      const settle = () => {
        cancel();
        if (this.#asks.delete(id)) resolve(outcomes);
      };
      const cancel = this.#clock.after(limits.dialBackWait, settle);
      const waiting = new Map(whom.map((session) => [session.id, session.member]));
      this.#asks.set(id, { waiting, outcomes, settle });
      for (const session of waiting.keys()) this.#outlet.push({ session }, 'dialBack', { ask: id });
    });
  }

  /** An answer; what nobody asked for, or comes again or too late, changes nothing. */
  answered(session: string, ask: Id, said: Omit<DialledBack, 'member'>): void {
    const asked = this.#asks.get(ask);
    const member = asked?.waiting.get(session);
    if (!asked || member === undefined) return;
    asked.waiting.delete(session);
    asked.outcomes.push({ member, ...said });
    if (asked.waiting.size === 0) asked.settle();
  }
}
