/** What a device does for a host who asks why others cannot join: it dials once more where it is connected, and says so. */
import { limits, type CallFunction, type Id, type NetworkCalls } from '../protocol';
import type { Clock, Ports } from './ports';

/** In ms. Less than what a server keeps to: its two questions may reach this device closer together than they left. */
const HEARD_EVERY = limits.dialBackEvery / 2;

export class DialsBack {
  readonly #url: string;
  readonly #dial: Ports['dialBack'];
  readonly #clock: Pick<Clock, 'now'>;
  readonly #call: CallFunction<NetworkCalls>;
  #last: number | null = null;

  /**
   * @param url of the session: the only address that is ever dialled, whatever the server says
   * @param dial undefined where a device has no way to (a browser): it says nothing then
   */
  constructor(url: string, dial: Ports['dialBack'], clock: Pick<Clock, 'now'>, call: CallFunction<NetworkCalls>) {
    this.#url = url;
    this.#dial = dial;
    this.#clock = clock;
    this.#call = call;
  }

  /** A server that asks more often than a server of ours may is not heard. Never rejects. */
  async asked(ask: Id): Promise<void> {
    const now = this.#clock.now();
    const since = this.#last === null ? Infinity : now - this.#last;
    if (!this.#dial || (since >= 0 && since < HEARD_EVERY)) return;
    this.#last = now;
    try {
      const outcome = await this.#dial(this.#url);
      if (outcome === null) return;
      const { hostname, port, protocol } = new URL(this.#url);
      const host = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
      await this.#call('dialledBack', { ask, host, outcome });
    } catch {
      // The connection went away: the host hears nothing from here, which is true as well.
    }
  }
}
