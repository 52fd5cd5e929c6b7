/** Who hears what is pushed, through the doors beside Socket.IO. */
import type { Id, NetworkPushes, Payload, Relayed } from '../../protocol';
import { Bag } from '../bag';
import type { Audience, Outlet, RelayHow } from '../outlet';
import { Spoken } from './spoken';

type Name = keyof NetworkPushes & string;

/** For what is said in one log. */
export interface Hearer {
  /** Null: a stranger. */
  readonly member: Id | null;
  hear(spoken: Spoken): void;
  /** Whether it hears what is relayed, and not too much waits for it already; and whose it is, who is not told what they say. */
  readonly relays?: { readonly session: string; ready(): boolean };
  /** A log it follows is not its member's any more: nothing further comes of it. */
  lost(log: Id): void;
}

export interface Listener extends Hearer {
  /** Of its session. */
  readonly id: string;
  /** It hears all that its member may hear, of logs that are not there yet too; else of the logs it follows, and nothing more. */
  readonly everything: boolean;
}

export class Listeners implements Outlet {
  readonly #approvers: () => readonly Id[];
  readonly #here = new Map<string, Listener>();
  readonly #byLog = new Map<Id, Bag<Hearer>>();
  /** Those who hear everything, by whom they belong to. */
  readonly #byMember = new Map<Id, Set<Listener>>();
  /** What ends their following of each log. */
  readonly #following = new Map<Hearer, Map<Id, () => void>>();

  /** @param approvers who may let others in, at that moment */
  constructor(approvers: () => readonly Id[]) {
    this.#approvers = approvers;
  }

  enter(listener: Listener): void {
    const { id, member, everything } = listener;
    this.#here.set(id, listener);
    if (everything && member !== null) add(this.#byMember, member, listener);
  }

  /** Hears nothing more. Idempotent. */
  leave(listener: Listener): void {
    if (this.#here.get(listener.id) === listener) this.#here.delete(listener.id);
    if (listener.member !== null) take(this.#byMember, listener.member, listener);
    for (const end of this.#following.get(listener)?.values() ?? []) end();
    this.#following.delete(listener);
  }

  /** From now on it hears what is said in these logs. */
  follow(listener: Listener, logs: readonly Id[]): void {
    const following = this.#following.get(listener) ?? new Map<Id, () => void>();
    this.#following.set(listener, following);
    for (const log of logs) if (!following.has(log)) following.set(log, this.wait(listener, log));
  }

  /**
   * For somebody who comes for one thing and goes: it hears what is said in this log, and need not enter.
   *
   * @returns lets it go
   */
  wait(hearer: Hearer, log: Id): () => void {
    const bag = this.#byLog.get(log) ?? new Bag();
    this.#byLog.set(log, bag);
    return bag.add(hearer);
  }

  push<N extends Name>(to: Audience, name: N, payload: Payload<NetworkPushes[N]>): number {
    let spoken: Spoken | undefined;
    const listeners = this.#of(to);
    for (const listener of listeners) listener.hear((spoken ??= new Spoken(name, payload)));
    return listeners.length;
  }

  openLog(log: Id, members?: readonly Id[]): void {
    for (const member of members ?? [...this.#byMember.keys()])
      for (const listener of this.#byMember.get(member) ?? []) this.follow(listener, [log]);
  }

  closeLog(log: Id, member: Id): void {
    for (const listener of this.#byLog.get(log)?.all() ?? []) {
      if (listener.member !== member) continue;
      this.#following.get(listener)?.get(log)?.();
      this.#following.get(listener)?.delete(log);
      listener.lost(log);
    }
  }

  relay(relayed: Relayed, { except, binary }: RelayHow): number {
    if (binary) return 0;
    const heard = this.#of({ log: relayed.room }).filter(
      ({ relays }) => relays && relays.session !== except && relays.ready(),
    );
    const spoken = new Spoken('relay', relayed);
    for (const listener of heard) listener.hear(spoken);
    return heard.length;
  }

  /** A copy: who hears something may leave. */
  #of(to: Audience): Hearer[] {
    if (typeof to === 'object' && 'log' in to) return this.#byLog.get(to.log)?.all() ?? [];
    if (typeof to === 'object' && 'session' in to) return [this.#here.get(to.session) ?? []].flat();
    if (to === 'members') return [...this.#byMember.values()].flatMap((theirs) => [...theirs]);
    const members = to === 'approvers' ? this.#approvers() : [to.member];
    return members.flatMap((member) => [...(this.#byMember.get(member) ?? [])]);
  }
}

function add<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}

function take<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const values = map.get(key);
  if (values?.delete(value) && values.size === 0) map.delete(key);
}
