/**
 * Who stands at the door. Kept in memory: after a restart whoever still waits knocks again. Someone who was answered is
 * kept for as long as someone who waits, so that a lost connection loses no answer, and a refusal no weight.
 */
import { limits, refuse, type Answer, type Id, type Knock, type Refusal } from '../../protocol';
import type { Clock } from '../clock';
import { newToken } from '../secrets';

export interface Knocking extends Omit<Knock, 'id' | 'at'> {
  /** The connection it comes over, and from where. */
  session: string;
  address: string;
}

interface Standing extends Knock {
  ticket: string;
  /** Where the answer is told; null where the connection has ended. */
  session: string | null;
  address: string;
  state: 'waiting' | 'admitted' | 'refused';
  /** What goes with the answer. */
  answer: string;
  /** Its join is on the way: a second one beside it would make a second member. */
  using: boolean;
  cancel(): void;
}

/** What somebody at the door is told. */
export type Told = Pick<Standing, 'ticket' | 'state'> & { note?: string };

export class Knocks {
  readonly #clock: Clock;
  readonly #newId: () => Id;
  readonly #changed: (knocks: Knock[]) => void;
  readonly #standing = new Map<Id, Standing>();

  /** @param changed is told who waits, each time that is somebody else than before */
  constructor(clock: Clock, newId: () => Id, changed: (knocks: Knock[]) => void) {
    this.#clock = clock;
    this.#newId = newId;
    this.#changed = changed;
  }

  /** Who waits, the first one first. */
  get waiting(): Knock[] {
    return [...this.#standing.values()].flatMap((one) => (one.state === 'waiting' ? shown(one) : []));
  }

  /** What became of a ticket, told to this connection from now on; null for one that nobody has. */
  again(ticket: string, session: string): Told | null {
    const one = this.#byTicket(ticket);
    if (!one) return null;
    one.session = session;
    return told(one);
  }

  /** A connection that waits already is told the same once more. `too-many` above limits.knocks, limits.knocksPerAddress. */
  knock({ session, address, ...knock }: Knocking): Answer<Told> {
    const all = [...this.#standing.values()];
    const before = all.find((one) => one.session === session && one.state === 'waiting');
    if (before) return { ok: true, value: told(before) };
    const fromThere = all.filter((one) => one.address === address).length;
    if (fromThere >= limits.knocksPerAddress || this.waiting.length >= limits.knocks)
      return { ok: false, error: refuse('too-many') };
    const id = this.#newId();
    const one: Standing = {
      ...{ ...knock, id, session, address, ticket: newToken(), at: this.#clock.now() },
      ...{ state: 'waiting', answer: '', using: false, cancel: this.#forgetLater(id) },
    };
    this.#standing.set(id, one);
    this.#changed(this.waiting);
    return { ok: true, value: told(one) };
  }

  /** @returns the one who was answered, and the connection to tell; null where nobody of this id waits */
  answer(id: Id, admit: boolean, note: string): { knock: Knock; session: string | null; told: Told } | null {
    const one = this.#standing.get(id);
    if (one?.state !== 'waiting') return null;
    one.state = admit ? 'admitted' : 'refused';
    one.answer = note;
    one.cancel();
    one.cancel = this.#forgetLater(id);
    this.#changed(this.waiting);
    return { knock: shown(one), session: one.session, told: told(one) };
  }

  /**
   * Uses an admission for one join.
   * @param join answers whether it came about; where not, the admission stands
   */
  async use<T>(ticket: string, join: (knock: Knock) => Promise<Answer<T>>): Promise<Answer<T>> {
    const one = this.#byTicket(ticket);
    const refused = refusalOf(one);
    if (!one || refused) return { ok: false, error: refused ?? refuse('knock-needed') };
    one.using = true;
    try {
      const answer = await join(shown(one));
      if (answer.ok) this.#forget(one.id);
      return answer;
    } finally {
      one.using = false;
    }
  }

  /** Whoever waits with this ticket has gone away. Who was answered stays answered. */
  leave(ticket: string): void {
    const one = this.#byTicket(ticket);
    if (one?.state === 'waiting') this.#forget(one.id);
  }

  /** The connection is a member's now: whoever came over it waits no more. */
  joined(session: string): void {
    for (const one of this.#standing.values()) if (one.session === session) this.#forget(one.id);
  }

  close(): void {
    for (const { cancel } of this.#standing.values()) cancel();
    this.#standing.clear();
  }

  #byTicket(ticket: string): Standing | undefined {
    return [...this.#standing.values()].find((one) => one.ticket === ticket);
  }

  #forgetLater(id: Id): () => void {
    return this.#clock.after(limits.knockLife, () => this.#forget(id));
  }

  #forget(id: Id): void {
    const one = this.#standing.get(id);
    if (!one) return;
    one.cancel();
    this.#standing.delete(id);
    if (one.state === 'waiting') this.#changed(this.waiting);
  }
}

function refusalOf(one: Standing | undefined): Refusal | null {
  if (one?.state === 'refused') return refuse('knock-refused');
  if (one?.state !== 'admitted') return refuse('knock-needed');
  return one.using ? refuse('busy') : null;
}

const shown = ({ id, name, note, via, private: unread, at, banned }: Standing): Knock => ({
  ...{ id, name, note, via, private: unread, at, banned },
});

const told = ({ ticket, state, answer }: Standing): Told => ({ ticket, state, ...(answer ? { note: answer } : {}) });
