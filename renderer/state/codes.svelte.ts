/** Six letters that somebody near read out: they find a server, and nothing more. Who it is a person compares at the door. */
import type { Bridge, CodeMiss } from '../../protocol';

export class Codes {
  readonly #bridge: Bridge | null;
  readonly #enter: (url: string) => void;
  #asked = 0;
  #looking = $state(false);
  #problem: CodeMiss | null = $state(null);

  constructor(bridge: Bridge | null, enter: (url: string) => void) {
    this.#bridge = bridge;
    this.#enter = enter;
  }

  get looking(): boolean {
    return this.#looking;
  }

  get problem(): CodeMiss | null {
    return this.#problem;
  }

  /** Something else is typed now: an answer that is still to come counts no more. */
  clear(): void {
    this.#asked += 1;
    this.#looking = false;
    this.#problem = null;
  }

  async find(code: string): Promise<void> {
    this.clear();
    const asked = this.#asked;
    this.#looking = true;
    const answer = await this.#bridge?.call('findByCode', { code });
    if (this.#asked !== asked) return;
    this.#looking = false;
    if (!answer?.ok) this.#problem = 'silent';
    else if (answer.value.found) this.#enter(answer.value.url);
    else this.#problem = answer.value.why;
  }
}
