/** A session with nothing behind it, of the parts that a room's own window subscribes to and reads. */
import type { Session } from '../../client';

/** As client/ has them: a class, with a part that nobody else reads. */
class Watched<T> {
  readonly #listeners = new Set<(value: T) => void>();
  #value: T;
  constructor(value: T) {
    this.#value = value;
  }
  get current(): T {
    return this.#value;
  }
  get heard(): number {
    return this.#listeners.size;
  }
  set(value: T): void {
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }
  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#value);
    return () => this.#listeners.delete(listener);
  }
}

class Talk {
  readonly #said: string[] = [];
  readonly read = new Watched(0);
  send(_room: string, text: string): readonly string[] {
    this.#said.push(text);
    return this.#said;
  }
  thread(): Watched<number> {
    return this.read;
  }
}

export function session() {
  const parts = {
    connection: new Watched({ phase: 'connected' }),
    server: new Watched({ me: null, rooms: [], members: new Map(), others: [], preferences: new Map() }),
    knocks: new Watched<readonly unknown[]>([]),
    arrivals: new Watched<string | null>(null),
    talk: new Talk(),
    drafts: {
      flushed: 0,
      flush: () => void (parts.drafts.flushed += 1),
      kept: [] as unknown[],
      keep: (place: object, draft: object) => void parts.drafts.kept.push({ ...place, ...draft }),
      locked: async () => false,
      load: async () => null,
    },
    onArrival: (listener: (arrival: unknown) => void) => parts.arrivals.subscribe(listener),
    log: () => parts.knocks,
  };
  return parts;
}
export const asSession = (made: ReturnType<typeof session>) => made as unknown as Session;
