/** Who listens to what a server tells, by the name of the push. */
import type { NetworkPushes, OnFunction, Payload } from '../protocol';

type Name = keyof NetworkPushes & string;

export class Heard {
  readonly #listeners = new Map<Name, Set<(payload: never) => void>>();

  readonly on: OnFunction<NetworkPushes> = (name, listener) => {
    const all = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, all.add(listener));
    return () => all.delete(listener);
  };

  tell<N extends Name>(name: N, payload: Payload<NetworkPushes[N]>): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])])
      (listener as (payload: Payload<NetworkPushes[N]>) => void)(payload);
  }
}
