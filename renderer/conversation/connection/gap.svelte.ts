/** Tells for some seconds that a connection that was lost is back, and how many messages of others were missed meanwhile. */
import type { Session } from '../../../client';

const SHOWN_MS = 7_000;

export class Gap {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #filled: number | null = $state(null);
  readonly #stop: () => void;

  constructor(session: Session) {
    const { line } = session.inspection;
    let told = line.current.outages.at(-1)?.until ?? null;
    this.#stop = line.subscribe(({ outages }) => {
      const last = outages.at(-1);
      if (!last) return;
      if (last.until === null) this.#show(null);
      else if (last.until !== told) this.#show(last.filled);
      told = last.until;
    });
  }

  /** For some seconds after it is back: how many messages came with it. */
  get filled(): number | null {
    return this.#filled;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stop();
  }

  #show(filled: number | null): void {
    clearTimeout(this.#timer);
    this.#filled = filled;
    if (filled !== null) this.#timer = setTimeout(() => (this.#filled = null), SHOWN_MS);
  }
}
