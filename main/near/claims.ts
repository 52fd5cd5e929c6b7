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
/** Addresses whose failures are remembered. */
const FAILURES = 1_000;

export class Claims {
  readonly #waiting = new Map<string, Claim>();
  /** How often nobody was at a place of an address as it was claimed. */
  readonly #failures = new Map<string, number>();

  add({ id, port, fingerprint }: Announcement, address: string): void {
    const place = { address, port };
    const known = this.#waiting.get(placeKey(place));
    if (known) {
      if (known.servers.size < SERVERS_AT_PLACE) known.servers.add(keyOf(id, fingerprint));
      return;
    }
    const own = this.#of(address);
    if (own.length >= PLACES_OF_ADDRESS) return;
    if (this.#waiting.size >= limits.near && !this.#makeRoom(own.length)) return;
    this.#waiting.set(placeKey(place), { place, servers: new Set([keyOf(id, fingerprint)]) });
  }

  /** The next to be looked into: of an address that is not being looked at, and that lied least. */
  next(busy: ReadonlySet<string>): Claim | undefined {
    const all = [...this.#waiting.values()];
    const free = all.filter(({ place }) => !busy.has(place.address));
    const [claim] = (free.length > 0 ? free : all).sort((a, b) => this.#failuresOf(a) - this.#failuresOf(b));
    if (claim) this.#waiting.delete(placeKey(claim.place));
    return claim;
  }

  /** It was looked into. */
  judged({ address }: Place, right: boolean): void {
    if (right) this.#failures.delete(address);
    else if (this.#failures.size < FAILURES || this.#failures.has(address))
      this.#failures.set(address, (this.#failures.get(address) ?? 0) + 1);
  }

  clear(): void {
    this.#waiting.clear();
    this.#failures.clear();
  }

  #of(address: string): Claim[] {
    return [...this.#waiting.values()].filter(({ place }) => place.address === address);
  }

  #failuresOf = ({ place }: Claim): number => this.#failures.get(place.address) ?? 0;

  /** Whoever fills the list makes room for one who has fewer places on it. */
  #makeRoom(fewer: number): boolean {
    const counts = new Map<string, Claim[]>();
    for (const claim of this.#waiting.values())
      counts.set(claim.place.address, [...(counts.get(claim.place.address) ?? []), claim]);
    const [most = []] = [...counts.values()].sort((a, b) => b.length - a.length);
    const last = most.at(-1);
    if (!last || most.length <= fewer + 1) return false;
    return this.#waiting.delete(placeKey(last.place));
  }
}
