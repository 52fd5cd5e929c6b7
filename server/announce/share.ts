/** How much of what strangers send is looked at: so much a second in all, and no more than a share of it from one address. */

/** Addresses that are counted in one second; more only come from a flood, and share what is left. */
const SOURCES = 1_000;

export class Share {
  readonly #inAll: number;
  readonly #fromOne: number;
  #second = -1;
  #taken = 0;
  readonly #bySource = new Map<string, number>();

  /** @param inAll a second @param fromOne of them, from one address */
  constructor(inAll: number, fromOne: number) {
    this.#inAll = inAll;
    this.#fromOne = fromOne;
  }

  /** False: too much; do not look at it. */
  take(source: string, now = performance.now()): boolean {
    const second = Math.floor(now / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#taken = 0;
      this.#bySource.clear();
    }
    const before = this.#bySource.get(source) ?? 0;
    if (this.#taken >= this.#inAll || before >= this.#fromOne) return false;
    if (before === 0 && this.#bySource.size >= SOURCES) return false;
    this.#taken += 1;
    this.#bySource.set(source, before + 1);
    return true;
  }
}
