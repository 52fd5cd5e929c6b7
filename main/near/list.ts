/** The servers that answered: each once, however many ways lead to it. It knows no sockets and no time. */
import {
  limits,
  OLDEST_PROTOCOL,
  PROTOCOL,
  type Hello,
  type Id,
  type NearServer,
  type Fingerprint,
} from '../../protocol';
import type { Found, Place } from './asking';
import { keyOf, placeKey, type ServerKey } from './claims';

export interface Row {
  readonly key: ServerKey;
  readonly id: Id;
  readonly fingerprint: Fingerprint;
  /** Where it answered, the last one that did first. */
  places: Place[];
  hello: Hello;
  /** When it was asked because somebody said its goodbye: a performance.now(). */
  byeAt: number;
}

/** Ways to one server that are kept: its other interfaces, for when the first is unplugged. */
const PLACES = 4;

const urlOf = ({ address, port }: Place): string =>
  `https://${address.includes(':') ? `[${address}]` : address}:${port}/`;

export class NearList {
  readonly #rows = new Map<ServerKey, Row>();

  get rows(): readonly Row[] {
    return [...this.#rows.values()];
  }

  get(key: ServerKey): Row | undefined {
    return this.#rows.get(key);
  }

  /** It answered there. A known one keeps its place on the list, and the way by which it is known. */
  answered(place: Place, { fingerprint, hello }: Found): void {
    const key = keyOf(hello.id, fingerprint);
    const row = this.#rows.get(key);
    if (!row) {
      if (this.#rows.size < limits.near)
        this.#rows.set(key, { key, id: hello.id, fingerprint, places: [place], hello, byeAt: -Infinity });
      return;
    }
    row.hello = hello;
    if (!row.places.some((known) => placeKey(known) === placeKey(place)))
      row.places = [...row.places, place].slice(-PLACES);
  }

  /** Only these ways still lead there; with none it is gone. */
  keep(row: Row, places: Place[]): void {
    row.places = places;
    if (places.length === 0) this.#rows.delete(row.key);
  }

  /** As the window sees it, in the order in which they were found. */
  get servers(): NearServer[] {
    return this.rows.flatMap(({ id, fingerprint, places: [place], hello }) => {
      if (!place) return [];
      const { name, people, password, oldest, protocol } = hello;
      return {
        ...{ id, url: urlOf(place), fingerprint, password },
        ...(name === undefined ? {} : { name: name.slice(0, limits.serverName) }),
        ...(people === undefined ? {} : { people }),
        fits: oldest <= PROTOCOL && protocol >= OLDEST_PROTOCOL,
        disputed: this.rows.some((other) => other.id === id && other.fingerprint !== fingerprint),
      };
    });
  }
}
