/**
 * What was announced and not looked into yet. An announcement may come from anybody and be forged in every part, so it
 * is only a claim that at some place somebody answers; each place waits once, and no address fills the list.
 */
import { limits, type Announcement, type Fingerprint, type Id } from '../../protocol';
import type { Place } from './asking';

export type ServerKey = `${Id} ${Fingerprint}`;
export const keyOf = (id: Id, fingerprint: Fingerprint): ServerKey => `${id} ${fingerprint}`;
export const placeKey = ({ address, port }: Place): string => `${address} ${port}`;

export interface Claim {
  place: Place;
  /** All that was said to be there: one forged datagram must not hide the true one. */
  servers: Set<ServerKey>;
}

/** Claims about one place, and places of one address, that wait at one time. */
const SERVERS_AT_PLACE = 8;
const PLACES_OF_ADDRESS = 8;

export class Claims {
  readonly #waiting = new Map<string, Claim>();

  get size(): number {
    return this.#waiting.size;
  }

  add({ id, port, fingerprint }: Announcement, address: string): void {
    const place = { address, port };
    const known = this.#waiting.get(placeKey(place));
    if (known) {
      if (known.servers.size < SERVERS_AT_PLACE) known.servers.add(keyOf(id, fingerprint));
      return;
    }
    const ofAddress = [...this.#waiting.values()].filter((claim) => claim.place.address === address).length;
    if (ofAddress >= PLACES_OF_ADDRESS || this.#waiting.size >= limits.near) return;
    this.#waiting.set(placeKey(place), { place, servers: new Set([keyOf(id, fingerprint)]) });
  }

  /** The next to be looked into: of an address that is not being looked at, where there is one. */
  next(busy: ReadonlySet<string>): Claim | undefined {
    const all = [...this.#waiting.values()];
    const claim = all.find(({ place }) => !busy.has(place.address)) ?? all[0];
    if (claim) this.#waiting.delete(placeKey(claim.place));
    return claim;
  }

  clear(): void {
    this.#waiting.clear();
  }
}
