/** What every door can do, for a suite that is run on each of them; nothing of Maru's client is in here. */
import type { Draft, Entry, Id, OpenLog } from '../../../protocol';

export interface Place {
  log: Id;
  epoch: Id;
  /** The last seq that is held. */
  after: number;
}

export type Outcome = { ok: true; seq: number; duplicate: boolean } | { ok: false; code: string };

/** A member who came through a door. */
export interface Visitor {
  readonly member: Id;
  readonly token: string;
  logs(): Promise<OpenLog[]>;
  append(log: Id, draft: Draft): Promise<Outcome>;
  /**
   * Reads on from a place, until the signal.
   * @throws Refused where the server said no, anything else where the connection was lost
   */
  follow(place: Place, told: (entries: readonly Entry[]) => void, signal: AbortSignal): Promise<void>;
  /** Every byte that came, as text. */
  heard(): string;
  leave(): void;
}

export class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export interface Door {
  readonly name: string;
  join(url: string, name: string): Promise<Visitor>;
  /** The same member again, by their token. */
  back(url: string, member: Id, token: string): Promise<Visitor>;
}

/** What somebody has read of a log, over however many connections. */
export class Reading {
  readonly entries: Entry[] = [];
  #place: Place;
  #cut: AbortController | null = null;
  readonly #waiting = new Set<() => void>();

  constructor(place: Place) {
    this.#place = place;
  }

  get place(): Place {
    return this.#place;
  }

  /** Reads on, until `cut`. @returns how it ended: null, or why it was refused */
  async go(visitor: Visitor): Promise<string | null> {
    const cut = new AbortController();
    this.#cut = cut;
    try {
      await visitor.follow(this.#place, (entries) => cut.signal.aborted || this.#told(entries), cut.signal);
    } catch (error) {
      if (error instanceof Refused) return error.code;
      if (!cut.signal.aborted) throw error;
    }
    return null;
  }

  /** In the middle of whatever is said. */
  cut(): void {
    this.#cut?.abort();
  }

  until(look: (entries: readonly Entry[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const again = () => {
        if (!look(this.entries)) return;
        this.#waiting.delete(again);
        resolve();
      };
      this.#waiting.add(again);
      again();
    });
  }

  has(ids: readonly Id[]): Promise<void> {
    return this.until((entries) => ids.every((id) => entries.some((entry) => entry.id === id)));
  }

  #told(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.entries.push(entry);
      this.#place = { ...this.#place, after: entry.seq };
    }
    for (const again of this.#waiting) again();
  }
}
