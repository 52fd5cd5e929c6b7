/**
 * Waiting at a server's door until somebody there answers. The ticket stays in memory: a line that is lost is opened
 * again, and the ticket tells what became of the knock meanwhile. Whoever is let in joins at once.
 */
import { refuse, type Answer, type Refusal } from '../protocol';
import { formerOf } from './former';
import { backoff, retryAfter, waitsForPerson } from './backoff';
import { dial } from './dial';
import { unfit } from './hello';
import type { Cause, Expected, Line, Ports } from './ports';
import { Signal } from './signal';

export type KnockState =
  | { phase: 'none' }
  /** `heard`: the server has it; else the line is lost and will be opened again. */
  | { phase: 'waiting'; name: string; heard: boolean }
  /** Somebody said yes, and the join is on its way. */
  | { phase: 'admitted'; note: string | null }
  /** Somebody said no. */
  | { phase: 'refused'; note: string | null }
  /** It cannot go on: the cause says why. */
  | { phase: 'failed'; cause: Cause };

export interface KnockRequest {
  name: string;
  note?: string;
}

export interface KnockingParts {
  ports: Ports;
  url: string;
  /** Who has to answer at the address. */
  expected(): Expected;
  join(request: { name: string; knock: string }): Promise<Answer<unknown>>;
}

interface Attempt {
  readonly request: KnockRequest;
  ticket: string | null;
  line: Line | null;
  tries: number;
  cancel: (() => void) | null;
  /** Answers the person's own question, once. */
  settle: (answer: Answer<null>) => void;
}

export class Knocking {
  readonly state = new Signal<KnockState>({ phase: 'none' });
  readonly #parts: KnockingParts;
  #attempt: Attempt | null = null;

  constructor(parts: KnockingParts) {
    this.#parts = parts;
  }

  /** Resolves when the server has heard it, or with why it does not; what becomes of it is in `state`. */
  knock(request: KnockRequest): Promise<Answer<null>> {
    this.stop();
    return new Promise((settle) => {
      const attempt: Attempt = { request, ticket: null, line: null, tries: 0, cancel: null, settle };
      this.#attempt = attempt;
      this.state.set({ phase: 'waiting', name: request.name, heard: false });
      void this.#begin(attempt);
    });
  }

  /** Asks again now, where it waits to do so. */
  hurry(): void {
    const attempt = this.#attempt;
    if (!attempt?.cancel) return;
    attempt.cancel();
    attempt.cancel = null;
    void this.#begin(attempt);
  }

  /** Waits no more. */
  stop(): void {
    const attempt = this.#attempt;
    if (!attempt) return this.state.set({ phase: 'none' });
    const { line, ticket } = attempt;
    if (!line || !ticket) return this.#end(attempt, { phase: 'none' });
    // The people inside are told, as far as the line still carries it; nobody here waits for that.
    attempt.line = null;
    void line
      .call('stopKnocking', { ticket })
      .catch(() => undefined)
      .finally(() => line.close());
    this.#end(attempt, { phase: 'none' });
  }

  async #begin(attempt: Attempt): Promise<void> {
    const { ports, url } = this.#parts;
    const expected = this.#parts.expected();
    const answer = await ports.transport.hello(url, expected);
    if (this.#attempt !== attempt) return;
    if (!answer.ok) return this.#lost(attempt, answer.cause);
    const wrong = unfit(answer.hello, expected.server ?? null);
    if (wrong) return this.#lost(attempt, wrong);
    const opened = await dial(ports.transport, url, await formerOf(ports, answer.hello.id), {
      carrier: () => undefined,
      push: (name) => {
        // The ticket is asked what the answer is: so it is the same after a loss as without one.
        if (name === 'knocked' && this.#attempt === attempt) void this.#ask(attempt);
      },
      lost: (cause) => {
        if (attempt.line) this.#lost(attempt, cause);
      },
    });
    if ('code' in opened) return this.#lost(attempt, opened);
    if (this.#attempt !== attempt) return opened.line.close();
    attempt.line = opened.line;
    await this.#ask(attempt);
  }

  async #ask(attempt: Attempt): Promise<void> {
    const { line, ticket, request } = attempt;
    if (!line || this.#attempt !== attempt) return;
    let answer;
    try {
      answer = await line.call('knock', { ...request, ...(ticket ? { ticket } : {}) });
    } catch {
      return this.#lost(attempt, { code: 'silent' });
    }
    if (this.#attempt !== attempt || attempt.line !== line) return;
    if (!answer.ok) return this.#lost(attempt, { code: 'refused', refusal: answer.error });
    const { state, note = null } = answer.value;
    attempt.ticket = answer.value.ticket;
    attempt.tries = 0;
    attempt.settle({ ok: true, value: null });
    if (state === 'waiting') return this.state.set({ phase: 'waiting', name: request.name, heard: true });
    if (state === 'refused') return this.#end(attempt, { phase: 'refused', note });
    this.state.set({ phase: 'admitted', note });
    await this.#join(attempt, answer.value.ticket);
  }

  async #join(attempt: Attempt, ticket: string): Promise<void> {
    // The join opens a line of its own, which becomes the member's.
    hangUp(attempt);
    const joined = await this.#parts.join({ name: attempt.request.name, knock: ticket });
    if (this.#attempt !== attempt) return;
    if (joined.ok) return this.#end(attempt, { phase: 'none' });
    this.#lost(attempt, { code: 'refused', refusal: joined.error });
  }

  #lost(attempt: Attempt, cause: Cause): void {
    if (this.#attempt !== attempt) return;
    hangUp(attempt);
    if (waitsForPerson(cause) || attempt.ticket === null)
      return this.#end(attempt, { phase: 'failed', cause }, cause.code === 'refused' ? cause.refusal : undefined);
    const { clock, random } = this.#parts.ports;
    attempt.tries += 1;
    this.state.set({ phase: 'waiting', name: attempt.request.name, heard: false });
    const wait = Math.max(retryAfter(cause), backoff(attempt.tries - 1, random.fraction()));
    attempt.cancel = clock.after(wait, () => {
      attempt.cancel = null;
      void this.#begin(attempt);
    });
  }

  #end(attempt: Attempt, state: KnockState, refusal: Refusal = refuse('not-connected')): void {
    this.#attempt = null;
    attempt.cancel?.();
    hangUp(attempt);
    this.state.set(state);
    attempt.settle({ ok: false, error: refusal });
  }
}

/** Before `lost` can be told of it. */
function hangUp(attempt: Attempt): void {
  const { line } = attempt;
  attempt.line = null;
  line?.close();
}
