/** Who hears what is pushed, through the doors beside Socket.IO. */
import type { Id, NetworkPushes, Payload, Relayed } from '../../protocol';
import type { Audience, Outlet, RelayHow } from '../outlet';
import { Spoken } from './spoken';

type Name = keyof NetworkPushes & string;

export interface Listener {
  /** Of its session. */
  readonly id: string;
  /** Null: a stranger. */
  readonly member: Id | null;
  /** It hears all that its member may hear, of logs that are not there yet too; else of the logs it follows, and nothing more. */
  readonly everything: boolean;
  hear(spoken: Spoken): void;
  /** Whether it hears what is relayed, and not too much waits for it already; and whose it is, who is not told what they say. */
  readonly relays?: { readonly session: string; ready(): boolean };
  /** A log it follows is not its member's any more: nothing further comes of it. */
  lost(log: Id): void;
}

export class Listeners implements Outlet {
  readonly #approvers: () => readonly Id[];
  readonly #here = new Map<string, Listener>();
  readonly #byLog = new Map<Id, Set<Listener>>();

  /** @param approvers who may let others in, at that moment */
  constructor(approvers: () => readonly Id[]) {
    this.#approvers = approvers;
  }

  enter(listener: Listener): void {
    this.#here.set(listener.id, listener);
  }

  /** Hears nothing more. Idempotent. */
  leave(listener: Listener): void {
    if (this.#here.get(listener.id) === listener) this.#here.delete(listener.id);
    for (const log of [...this.#byLog.keys()]) this.#unfollow(log, listener);
  }

  /** From now on it hears what is said in these logs. */
  follow(listener: Listener, logs: readonly Id[]): void {
    for (const log of logs) this.#byLog.set(log, (this.#byLog.get(log) ?? new Set()).add(listener));
  }

  push<N extends Name>(to: Audience, name: N, payload: Payload<NetworkPushes[N]>): void {
    let spoken: Spoken | undefined;
    for (const listener of this.#of(to)) listener.hear((spoken ??= new Spoken(name, payload)));
  }

  openLog(log: Id, members?: readonly Id[]): void {
    for (const listener of this.#here.values()) {
      const { member, everything } = listener;
      if (everything && member !== null && (members?.includes(member) ?? true)) this.follow(listener, [log]);
    }
  }

  closeLog(log: Id, member: Id): void {
    for (const listener of [...(this.#byLog.get(log) ?? [])]) {
      if (listener.member !== member) continue;
      this.#unfollow(log, listener);
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
  #of(to: Audience): Listener[] {
    if (typeof to === 'object' && 'log' in to) return [...(this.#byLog.get(to.log) ?? [])];
    if (typeof to === 'object' && 'session' in to) return [this.#here.get(to.session) ?? []].flat();
    const approvers = to === 'approvers' ? this.#approvers() : [];
    return [...this.#here.values()].filter(({ member, everything }) => {
      if (!everything || member === null) return false;
      if (to === 'members') return true;
      return to === 'approvers' ? approvers.includes(member) : member === to.member;
    });
  }

  #unfollow(log: Id, listener: Listener): void {
    const here = this.#byLog.get(log);
    if (here?.delete(listener) && here.size === 0) this.#byLog.delete(log);
  }
}
