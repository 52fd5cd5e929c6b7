/**
 * The one way to every handler: parse → authorise from the session → limit → handle → answer.
 * Whatever comes in, an answer comes out; nothing is thrown.
 */
import { calls, parse, refuse, type Answer, type NetworkCalls, type Refusal } from '../protocol';
import { Bag } from './bag';
import { CallRate, type CallRateLimit } from './call-rate';
import { handlers, needs, ofStrangers } from './calls';
import type { Context } from './calls/context';
import { facts } from './log';
import { Acts, forbidden, type Need } from './moderation/acts';
import type { Session } from './session';
import { StoreError } from './store/store';

type Name = keyof NetworkCalls;

const isName = (name: unknown): name is Name => typeof name === 'string' && Object.hasOwn(calls, name);

export class Answering {
  readonly #context: Context;
  readonly #rate: CallRate;
  readonly #acts = new Acts();
  readonly #running = new Bag<Promise<unknown>>();
  #closing = false;

  constructor(context: Context, callRate?: CallRateLimit) {
    this.#context = context;
    this.#rate = new CallRate(context.clock, callRate);
  }

  /**
   * @param name the event's name, of any type
   * @param said what came with it, without the acknowledgement callback
   */
  async answer(session: Session, name: unknown, said: readonly unknown[]): Promise<Answer<unknown>> {
    if (this.#closing) return { ok: false, error: refuse('closing') };
    try {
      const checked = this.#check(session, name, said);
      // What is refused costs a call too, so that nonsense is no way around the limit.
      const retryAfter = this.#rate.take(session.id);
      if (retryAfter > 0) return { ok: false, error: refuse('rate', { retryAfter }) };
      if (!checked.ok) return checked;
      const handling = checked.value();
      const ended = this.#running.add(handling);
      return await handling.finally(ended);
    } catch (error) {
      const code = error instanceof StoreError ? error.code : 'internal';
      // What a disk or a closing store refuses is said elsewhere, once.
      if (code === 'internal')
        this.#context.log.error({ ...facts(error), call: isName(name) ? name : 'unknown' }, 'a call failed');
      return { ok: false, error: refuse(code) };
    }
  }

  /** Why a member may ask nothing right now, or null: for what is read past the calls. It counts as one. */
  admit(session: Session): Refusal | null {
    if (this.#closing) return refuse('closing');
    const retryAfter = this.#rate.take(session.id);
    if (retryAfter > 0) return refuse('rate', { retryAfter });
    const { member } = session;
    const { bots, clock } = this.#context;
    if (member === null) return refuse('not-joined');
    if (this.#context.roster.member(member)?.standing !== 'in') return refuse('removed');
    bots.asked(member, clock.now());
    return bots.refusal(member, 'read');
  }

  /** Forgets what was counted for a session that ended. */
  forget(session: Session): void {
    this.#rate.forget(session.id);
  }

  /** Refuses further calls; resolves when those that run have been answered. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.allSettled(this.#running.all());
    // A turn more, in which the answers are written.
    await new Promise((resolve) => setImmediate(resolve));
  }

  #check(session: Session, name: unknown, said: readonly unknown[]): Answer<() => Promise<Answer<unknown>>> {
    if (!isName(name)) return { ok: false, error: refuse('unknown-call') };
    if (session.member !== null) this.#context.bots.asked(session.member, this.#context.clock.now());
    const unscoped = session.member === null ? null : this.#context.bots.refusal(session.member, name);
    if (unscoped) return { ok: false, error: unscoped };
    if (said.length > 1) return { ok: false, error: refuse('invalid', { rule: 'shape' }) };
    const input = parse(calls[name].input, said[0]);
    if (!input.ok) return input;
    const { member, private: unread } = session;
    const { roster } = this.#context;
    if (member === null && !ofStrangers.has(name)) return { ok: false, error: refuse('not-joined') };
    // Said just before the connection ended.
    if (member !== null && roster.member(member)?.standing !== 'in') return { ok: false, error: refuse('removed') };
    // The table pairs each name with a handler of its own types, which a union of names cannot say.
    const handle = handlers[name] as (
      context: Context,
      session: Session,
      input: unknown,
    ) => Answer<unknown> | Promise<Answer<unknown>>;
    const answer = async () => handle(this.#context, session, input.value);
    const need = needs[name];
    if (!need || member === null) return { ok: true, value: answer };
    const act = () => {
      const error = forbidden(roster, { member, private: unread }, need as Need, input.value);
      return error ? Promise.resolve({ ok: false as const, error }) : answer();
    };
    // What is done to nobody needs no turn, and may take its time.
    return { ok: true, value: () => (need.on ? this.#acts.run(act) : act()) };
  }
}
