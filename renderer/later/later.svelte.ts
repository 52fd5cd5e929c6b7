/**
 * Parts of the page that nobody needs for a first look: files of their own, fetched once it stands, or when the first of them is
 * opened (docs/decisions/0170-what-is-opened-is-fetched-later.md).
 */

/** What comes later comes so long after the page stands, in ms: by then it has been drawn, and hardly anybody has opened anything. */
const CALM = 1_000;

export class Later<Parts> {
  readonly #load: () => Promise<Parts>;
  #parts: Parts | null = $state.raw(null);
  #failed = $state(false);
  #underway = false;

  constructor(load: () => Promise<Parts>) {
    this.#load = load;
  }

  /** Null until they are there. */
  get parts(): Parts | null {
    return this.#parts;
  }

  /** The last try to fetch them failed: the server that gave this page is away, or gives another by now. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Fetches them where they are not there yet; never throws. */
  async fetch(): Promise<void> {
    if (this.#parts !== null || this.#underway) return;
    this.#underway = true;
    try {
      this.#parts = await this.#load();
      this.#failed = false;
    } catch {
      this.#failed = true;
    } finally {
      this.#underway = false;
    }
  }
}

/** What a conversation opens, in every kind of window. */
export const inWindow = new Later(() => import('./window'));
/** What only the main window opens. */
export const inApp = new Later(() => import('./app'));

/** Fetches them when the page that was mounted now has had its first look. @returns stops that */
export function fetchWhenCalm(...all: readonly Later<unknown>[]): () => void {
  const timer = setTimeout(() => {
    for (const one of all) void one.fetch();
  }, CALM);
  return () => clearTimeout(timer);
}
