/**
 * Gathers the appends of one turn, and of the time a commit takes, into the next commit; under load also those of the
 * next milliseconds (company.ts). Each is answered when its commit is durable; only then are subscribers told.
 */
import { limits, refuse, type Answer, type Entry, type Id } from '../protocol';
import { systemClock, type Clock } from './clock';
import { Company } from './company';
import { facts, type Logger } from './log';
import type { Appended, AppendRequest, Store } from './store/store';
import { StoreError } from './store/store';

interface Waiting {
  request: AppendRequest;
  answer(outcome: Answer<Appended>): void;
}

export class Appends {
  readonly #store: Pick<Store, 'append'>;
  readonly #committed: (appended: Pick<Appended, 'head' | 'added'>) => void;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #company = new Company();
  #waiting: Waiting[] = [];
  /** Whose appends wait. */
  #people = new Set<Id>();
  #running = false;
  /** Looks whether a commit that waits for further appends has waited enough. */
  #look: (() => void) | null = null;

  /** @param committed called for each log that grew, after those who wait were answered */
  constructor(
    store: Pick<Store, 'append'>,
    committed: (appended: Pick<Appended, 'head' | 'added'>) => void,
    log: Logger,
    clock: Clock = systemClock,
  ) {
    this.#store = store;
    this.#committed = committed;
    this.#clock = clock;
    this.#log = log;
  }

  /** Never rejects: a commit that failed is `disk`, `internal` or `closing`, for everybody in it. */
  append(request: AppendRequest): Promise<Answer<Appended>> {
    return new Promise((answer) => {
      this.#waiting.push({ request, answer });
      this.#people.add(request.author);
      this.#company.spoke(request.author, this.#clock.now());
      this.#look?.();
      if (this.#running) return;
      this.#running = true;
      setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gather();
      const batch = this.#waiting.slice(0, limits.commitRequests);
      this.#waiting = this.#waiting.slice(batch.length);
      this.#people = new Set(this.#waiting.map(({ request }) => request.author));
      const outcomes = await this.#commit(batch.map(({ request }) => request));
      batch.forEach(({ answer }, index) => answer(outcomes[index] ?? { ok: false, error: refuse('internal') }));
      setImmediate(() => grown(outcomes).forEach(this.#committed));
    }
    this.#running = false;
  }

  /** Resolves at once, or within `limits.commitWindow` when everybody who is likely to come has come. */
  async #gather(): Promise<void> {
    const enough = () => this.#waiting.length >= limits.commitRequests || !this.#company.missing(this.#people);
    if (enough()) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        stop();
        this.#look = null;
        resolve();
      };
      const stop = this.#clock.after(limits.commitWindow, go);
      this.#look = () => enough() && go();
    });
  }

  async #commit(requests: readonly AppendRequest[]): Promise<Answer<Appended>[]> {
    try {
      return await this.#store.append(requests);
    } catch (error) {
      const code = error instanceof StoreError ? error.code : 'internal';
      // The store itself says, once, that its disk takes no changes.
      if (code !== 'disk') this.#log.error({ ...facts(error), requests: requests.length }, 'a commit failed');
      return requests.map(() => ({ ok: false, error: refuse(code) }));
    }
  }
}

/** What one commit added to each log, so that each log's subscribers hear of it in one push. */
function grown(outcomes: readonly Answer<Appended>[]): Pick<Appended, 'head' | 'added'>[] {
  const logs = new Map<Id, { head: Appended['head']; added: Entry[] }>();
  for (const outcome of outcomes) {
    if (!outcome.ok || outcome.value.added.length === 0) continue;
    const { head, added } = outcome.value;
    logs.set(head.log, { head, added: [...(logs.get(head.log)?.added ?? []), ...added] });
  }
  return [...logs.values()];
}
