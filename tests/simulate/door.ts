/** A server's door into the simulated network: what sockets.ts is on a real one, with the same way to a session. */
import { limits, refuse, type Id, type NetworkPushes, type Payload } from '../../protocol';
import { attend, recognise, type Attended } from '../../server/attending';
import type { Core } from '../../server/core';
import type { Audience, Outlet } from '../../server/outlet';
import type { Wire } from './network';
import { pack, unpack, type Downward, type Upward } from './packets';
import type { Life } from './time';

/** Of everybody: of a documentation's network (RFC 5737). */
const ADDRESS = '192.0.2.1';

interface Caller {
  readonly wire: Wire;
  readonly logs: Set<Id>;
  /** Null until it resumed: from then on it is told what everybody and this member are told. */
  told: Id | null;
  readonly id: string;
  here: boolean;
  attended: Attended | null;
  /** Of the next ping, or of a pong that does not come. */
  cancel(): void;
}

export class Door implements Outlet {
  readonly #life: Life;
  readonly #newId: () => Id;
  readonly #callers = new Set<Caller>();
  readonly #late: number;
  #core: Core | null = null;

  /** @param late a planted bug: a connection is subscribed so many ms after it asked for it */
  constructor(life: Life, newId: () => Id, late = 0) {
    this.#life = life;
    this.#newId = newId;
    this.#late = late;
  }

  /** From now on connections are taken. */
  serve(core: Core): void {
    this.#core = core;
  }

  knock(wire: Wire, text: string): void {
    const [what, handshake] = unpack<Upward>(text);
    if (!this.#core) return wire.refuse('server');
    if (what === 'hello') return wire.send('server', pack(['hello', this.#core.hello()]));
    const caller: Caller = {
      ...{ wire, id: this.#newId(), logs: new Set<Id>(), told: null, here: true, attended: null },
      cancel: () => {},
    };
    this.#callers.add(caller);
    wire.attach('server', {
      receive: (said) => this.#receive(caller, unpack(said)),
      ended: () => this.#left(caller),
    });
    void this.#welcome(caller, handshake, this.#core);
  }

  push<N extends keyof NetworkPushes & string>(to: Audience, name: N, payload: Payload<NetworkPushes[N]>): number {
    if (!this.#life.alive) return 0;
    const text = pack(['push', name, payload]);
    const approvers = to === 'approvers' ? (this.#core?.context.roster.whoMay('approve') ?? []) : [];
    const meant = ({ id, told, logs }: Caller) => {
      if (typeof to === 'object' && 'session' in to) return id === to.session;
      if (told === null || to === 'members') return told !== null;
      if (to === 'approvers') return approvers.includes(told);
      return 'log' in to ? logs.has(to.log) : told === to.member;
    };
    const told = [...this.#callers].filter(meant);
    for (const { wire } of told) wire.send('server', text);
    return told.length;
  }

  openLog(log: Id, members?: readonly Id[]): void {
    for (const { told, logs } of this.#callers)
      if (told !== null && (members === undefined || members.includes(told))) logs.add(log);
  }

  closeLog(log: Id, member: Id): void {
    for (const { told, logs } of this.#callers) if (told === member) logs.delete(log);
  }

  /** Everybody hears that the server stops, then the connections end. */
  close(): void {
    for (const { wire } of this.#callers) wire.send('server', pack(['push', 'closing', {}]));
    this.end(false);
  }

  /** The process is no more. `mute`: nor is the machine. */
  end(mute: boolean): void {
    for (const caller of this.#callers) {
      caller.here = false;
      caller.wire.close('server', mute);
    }
    this.#callers.clear();
  }

  async #welcome(caller: Caller, handshake: unknown, { context, answering }: Core): Promise<void> {
    // As the real door has it: while the store is being closed nobody is let in.
    const failed = { ok: false, error: refuse('internal') } as const;
    const who = await recognise(context, ADDRESS, handshake).catch(() => failed);
    if (!this.#life.alive || !caller.here) return;
    if (!who.ok) {
      this.#send(caller, ['refused', who.error]);
      return this.#hangUp(caller);
    }
    const visitor = {
      id: caller.id,
      address: ADDRESS,
      via: 'program' as const,
      private: true,
      get connected() {
        return caller.here;
      },
      subscribe: (member: Id, logs: readonly Id[]) => {
        const subscribe = () => {
          caller.told = member;
          for (const log of logs) caller.logs.add(log);
        };
        if (this.#late === 0) subscribe();
        else this.#life.clock.after(this.#late, subscribe);
      },
      known: () => undefined,
      disconnect: () => this.#hangUp(caller),
    };
    caller.attended = attend(context, answering, visitor, who.value);
    this.#send(caller, ['open']);
    this.#pingLater(caller);
  }

  #receive(caller: Caller, packet: Upward): void {
    if (packet[0] === 'pong') return this.#pingLater(caller);
    if (packet[0] === 'call') void this.#answer(caller, packet);
  }

  async #answer(caller: Caller, [, id, name, input]: Extract<Upward, ['call', ...unknown[]]>): Promise<void> {
    const answer = await caller.attended?.answer(name, [input]);
    if (answer && caller.here && this.#life.alive) this.#send(caller, ['answer', id, answer]);
  }

  /** A heartbeat as Engine.IO's: a ping now and then, whose pong comes in time or the connection ends. */
  #pingLater(caller: Caller): void {
    caller.cancel();
    caller.cancel = this.#life.clock.after(limits.heartbeatInterval, () => {
      this.#send(caller, ['ping']);
      caller.cancel = this.#life.clock.after(limits.heartbeatTimeout, () => this.#hangUp(caller));
    });
  }

  #send(caller: Caller, packet: Downward): void {
    caller.wire.send('server', pack(packet));
  }

  #hangUp(caller: Caller): void {
    if (!caller.here) return;
    caller.wire.close('server');
    this.#left(caller);
  }

  #left(caller: Caller): void {
    caller.here = false;
    caller.cancel();
    this.#callers.delete(caller);
    caller.attended?.left();
  }
}
