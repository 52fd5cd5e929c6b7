/** How far members have read: those who tell it within `limits.markWindow` are written down in one commit. */
import { limits, type Id, type Mark } from '../protocol';
import type { Clock } from './clock';
import type { Marked } from './store/marks';
import { StoreError, type Store } from './store/store';

interface Waiting {
  member: Id;
  marks: readonly Mark[];
  resolve(marked: Marked): void;
  reject(error: unknown): void;
}

export class Marks {
  readonly #store: Pick<Store, 'mark'>;
  readonly #clock: Clock;
  #waiting: Waiting[] = [];

  constructor(store: Pick<Store, 'mark'>, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Resolves when it is on disk. @throws StoreError */
  mark(member: Id, marks: readonly Mark[]): Promise<Marked> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ member, marks, resolve, reject });
      if (this.#waiting.length === 1) this.#clock.after(limits.markWindow, () => void this.#write());
    });
  }

  async #write(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      const answers = await this.#store.mark(waiting.map(({ member, marks }) => ({ member, marks })));
      waiting.forEach(({ resolve, reject }, at) => {
        const marked = answers[at];
        if (marked) resolve(marked);
        else reject(new StoreError('internal', 'a mark has no answer'));
      });
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }
}
