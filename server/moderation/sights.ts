/** Where devices come from, so that a ban knows it. Written down together, and seldom: nobody waits for it. */
import { networkInterfaces } from 'node:os';
import { limits, type Id } from '../../protocol';
import { addressKey } from '../admission';
import type { Clock } from '../clock';
import type { Sight } from '../store/moderation';
import type { Store } from '../store/store';

export class Sights {
  readonly #store: Pick<Store, 'saw'>;
  readonly #clock: Clock;
  /** Since the start, by device. */
  readonly #last = new Map<Id, Sight>();
  #waiting = new Map<string, Sight>();
  #cancel: (() => void) | null = null;

  constructor(store: Pick<Store, 'saw'>, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  saw(device: Id, address: string): void {
    // Never banned, so not worth knowing.
    if (isLoopback(address)) return;
    const now = this.#clock.now();
    const last = this.#last.get(device);
    if (last?.address === address && now - last.now < limits.seenEvery) return;
    const sight = { device, address, now };
    this.#last.set(device, sight);
    this.#waiting.set(`${device} ${address}`, sight);
    this.#cancel ??= this.#clock.after(limits.sightWindow, () => void this.flush());
  }

  /** What waits is not written down any more: it is a help, and nothing that anybody was promised. */
  close(): void {
    this.#cancel?.();
  }

  /** Writes down what waits. Never rejects: a disk that is full keeps nobody out. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    const sights = [...this.#waiting.values()];
    this.#waiting.clear();
    if (sights.length > 0) await this.#store.saw(sights).catch(() => undefined);
  }
}

/** Addresses that are never banned: this machine's, with all that share an IPv6 network with it. */
export const ownAddresses = (interfaces = networkInterfaces()): string[] => [
  ...new Set(
    Object.values(interfaces)
      .flatMap((addresses) => addresses ?? [])
      .map(({ address }) => addressKey(address)),
  ),
];

/** All of 127.0.0.0/8 and ::1 (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
const isLoopback = (address: string): boolean => /^127\.|^::1$/.test(address);
