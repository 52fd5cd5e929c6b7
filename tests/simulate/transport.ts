/** A device's side of the simulated network: it promises what client/ports.ts asks of a transport, as Socket.IO keeps it. */
import type { Line, LineEvents, Transport } from '../../client';
import { limits, type Answer, type CallFunction, type Handshake, type NetworkCalls } from '../../protocol';
import type { Link, Wire } from './network';
import { pack, unpack, type Downward } from './packets';
import type { Life } from './time';

/** Hears what a device asks, what it is answered, and what it is told unasked. */
export interface Ear {
  asks(name: string, input: unknown): void;
  hears(name: string, answer: Answer<unknown>): void;
  told(name: string, payload: unknown): void;
}

const UNREACHABLE = { ok: false, cause: { code: 'not-reachable' } } as const;

export class SimulatedTransport implements Transport {
  readonly #link: Link;
  readonly #life: Life;
  readonly #ear: Ear;
  readonly #open = new Set<Wire>();

  constructor(link: Link, life: Life, ear: Ear) {
    this.#link = link;
    this.#life = life;
    this.#ear = ear;
  }

  hello(): ReturnType<Transport['hello']> {
    const wire = this.#connect();
    return new Promise((resolve) => {
      const end = (found: Awaited<ReturnType<Transport['hello']>>) => {
        cancel();
        this.#close(wire);
        resolve(found);
      };
      const cancel = this.#life.clock.after(limits.helloTimeout, () => end(UNREACHABLE));
      wire.attach('client', {
        receive: (text) => {
          const [name, hello] = unpack<Downward>(text);
          end(name === 'hello' ? { ok: true, hello } : UNREACHABLE);
        },
        ended: () => end(UNREACHABLE),
      });
      wire.send('client', pack(['hello']));
    });
  }

  dial(_url: string, handshake: Handshake, events: LineEvents): Line {
    const wire = this.#connect();
    const line = new SimulatedLine(wire, events, this.#life, this.#ear, () => this.#close(wire));
    wire.send('client', pack(['dial', handshake]));
    return line;
  }

  /** The device is no more. `mute`: nor is its machine's network. */
  end(mute: boolean): void {
    for (const wire of this.#open) wire.close('client', mute);
    this.#open.clear();
  }

  #connect(): Wire {
    const wire = this.#link.connect();
    this.#open.add(wire);
    return wire;
  }

  #close(wire: Wire): void {
    if (this.#open.delete(wire)) wire.close('client');
  }
}

class SimulatedLine implements Line {
  readonly #wire: Wire;
  readonly #events: LineEvents;
  readonly #life: Life;
  readonly #ear: Ear;
  readonly #hangUp: () => void;
  readonly #asked = new Map<number, (answer: Answer<unknown> | null) => void>();
  #last = 0;
  #opened = false;
  #ended = false;
  #cancel: () => void;

  constructor(wire: Wire, events: LineEvents, life: Life, ear: Ear, hangUp: () => void) {
    this.#wire = wire;
    this.#events = events;
    this.#life = life;
    this.#ear = ear;
    this.#hangUp = hangUp;
    this.#cancel = life.clock.after(limits.connectTimeout, () => this.#lost());
    wire.attach('client', { receive: (text) => this.#receive(unpack(text)), ended: () => this.#lost() });
  }

  readonly call = (async (name: keyof NetworkCalls, input: unknown) => {
    if (this.#ended) throw new Error('the line is closed');
    const id = (this.#last += 1);
    this.#ear.asks(name, input);
    this.#wire.send('client', pack(['call', id, name, input]));
    const answer = await new Promise<Answer<unknown> | null>((resolve) => {
      const cancel = this.#life.clock.after(limits.callTimeout, () => this.#asked.get(id)?.(null));
      this.#asked.set(id, (given) => {
        cancel();
        this.#asked.delete(id);
        resolve(given);
      });
    });
    if (!answer) throw new Error('no answer came');
    this.#ear.hears(name, answer);
    return answer;
  }) as CallFunction<NetworkCalls>;

  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancel();
    this.#hangUp();
    for (const answer of [...this.#asked.values()]) answer(null);
  }

  #receive(packet: Downward): void {
    if (this.#ended) return;
    switch (packet[0]) {
      case 'open':
        this.#opened = true;
        this.#expectPing();
        return this.#events.open('websocket');
      case 'refused':
        this.#ended = true;
        this.#cancel();
        this.#hangUp();
        return this.#events.closed({ code: 'refused', refusal: packet[1] });
      case 'ping':
        this.#expectPing();
        return this.#wire.send('client', pack(['pong']));
      case 'answer':
        return this.#asked.get(packet[1])?.(packet[2]);
      case 'push':
        this.#ear.told(packet[1], packet[2]);
        return this.#events.push(packet[1] as 'heads', packet[2] as { logs: [] });
      default:
    }
  }

  #expectPing(): void {
    this.#cancel();
    this.#cancel = this.#life.clock.after(limits.heartbeatInterval + limits.heartbeatTimeout, () => this.#lost());
  }

  /** As Socket.IO does: first it says that the line closed, then that no call on it will be answered. */
  #lost(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancel();
    this.#hangUp();
    this.#events.closed({ code: this.#opened ? 'lost' : 'not-reachable' });
    for (const answer of [...this.#asked.values()]) answer(null);
  }
}
