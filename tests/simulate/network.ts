/**
 * Connections as TCP makes them: what is sent arrives in order, once, after a while, or the connection ends. A way that
 * is shut holds what is sent until it opens (the sender's system sends it again), and nobody is told.
 */
import type { Dice, Time } from './time';

export type Way = 'up' | 'down';

interface Packet {
  due: number;
  arrive: () => void;
}

/** One direction of one connection. */
export class Pipe {
  readonly #time: Time;
  readonly #delay: () => number;
  readonly #shut: () => boolean;
  #packets: Packet[] = [];
  #last = 0;
  #armed = false;

  constructor(time: Time, delay: () => number, shut: () => boolean = () => false) {
    this.#time = time;
    this.#delay = delay;
    this.#shut = shut;
  }

  send(arrive: () => void): void {
    this.#last = Math.max(this.#last, this.#time.now + this.#delay());
    this.#packets.push({ due: this.#last, arrive });
    this.#arm();
  }

  /** The way is open again: what was held goes on its way. */
  opened(): void {
    if (this.#packets.length === 0) return;
    this.#last = Math.max(this.#last, this.#time.now + this.#delay());
    for (const packet of this.#packets) packet.due = Math.max(packet.due, this.#last);
    this.#arm();
  }

  /** Nothing of what is under way arrives. */
  drop(): void {
    this.#packets = [];
  }

  #arm(): void {
    const [next] = this.#packets;
    if (this.#armed || !next || this.#shut()) return;
    this.#armed = true;
    this.#time.after(next.due - this.#time.now, () => {
      this.#armed = false;
      if (this.#shut()) return;
      const [first] = this.#packets;
      if (first && first.due <= this.#time.now) this.#packets.shift()?.arrive();
      this.#arm();
    });
  }
}

export type End = 'client' | 'server';
const across = (end: End): End => (end === 'client' ? 'server' : 'client');

interface Attached {
  receive(text: string): void;
  /** The other end closed it, or it broke. The last that is heard. */
  ended(): void;
}

/** The machine a connection leads to. */
export interface Host {
  /** Nothing there answers, and nothing refuses. */
  readonly off: boolean;
  /** The first words of a connection. Whoever listens attaches itself, or refuses. */
  knock(wire: Wire, text: string): void;
}

/** One connection between a person's machine and the server's. */
export class Wire {
  readonly pipes: Readonly<Record<End, Pipe>>;
  readonly #host: Host;
  readonly #heard: (at: End, text: string) => void;
  readonly #forget: (wire: Wire) => void;
  readonly #ends: Record<End, Attached | null> = { client: null, server: null };
  /** Ends that were there once and have no power any more. */
  readonly #mute = new Set<End>();
  #knocked = false;
  #gone = false;

  /** @param pipes what goes out from each end */
  constructor(
    pipes: Record<End, Pipe>,
    host: Host,
    { heard, forget }: { heard: (at: End, text: string) => void; forget: (wire: Wire) => void },
  ) {
    this.pipes = pipes;
    this.#host = host;
    this.#heard = heard;
    this.#forget = forget;
  }

  attach(end: End, attached: Attached): void {
    this.#ends[end] = attached;
  }

  send(from: End, text: string): void {
    if (!this.#gone) this.pipes[from].send(() => this.#arrive(across(from), text));
  }

  /** This end closes; the other one hears of it behind all that was sent. `mute`: its machine lost its power. */
  close(end: End, mute = false): void {
    this.#ends[end] = null;
    if (mute) this.#mute.add(end);
    else this.refuse(end);
  }

  /** The other end hears that nobody is here. */
  refuse(end: End): void {
    if (!this.#gone) this.pipes[end].send(() => this.#tell(across(end)));
  }

  /** The connection breaks: what is under way is lost, and both ends hear of it. */
  cut(): void {
    if (this.#gone) return;
    this.#gone = true;
    for (const pipe of Object.values(this.pipes)) pipe.drop();
    this.#forget(this);
    this.#tell('client');
    this.#tell('server');
  }

  #arrive(at: End, text: string): void {
    if (this.#mute.has(at) || (at === 'server' && this.#host.off)) return;
    this.#heard(at, text);
    const end = this.#ends[at];
    if (end) return end.receive(text);
    const first = at === 'server' && !this.#knocked;
    this.#knocked = true;
    if (first) this.#host.knock(this, text);
    else this.refuse(at);
  }

  #tell(end: End): void {
    const attached = this.#ends[end];
    this.#ends[end] = null;
    attached?.ended();
    if (this.#ends.client || this.#ends.server || this.#gone) return;
    this.#gone = true;
    this.#forget(this);
  }
}

/** What lies between one person's machine and the server's. */
export class Link {
  readonly #time: Time;
  readonly #dice: Dice;
  readonly #host: Host;
  readonly #heard: (at: End, text: string) => void;
  readonly #shut = new Set<Way>();
  readonly #wires = new Set<Wire>();

  /** @param heard all that arrives, for a trace */
  constructor(time: Time, dice: Dice, host: Host, heard: (at: End, text: string) => void) {
    this.#time = time;
    this.#dice = dice;
    this.#host = host;
    this.#heard = heard;
  }

  /** Mostly quick; now and then something is late, and all behind it. In ms. */
  readonly #delay = (): number =>
    this.#dice.fraction() < 0.04 ? this.#dice.between(40, 900) : this.#dice.between(0, 12);

  connect(): Wire {
    const pipe = (way: Way) => new Pipe(this.#time, this.#delay, () => this.#shut.has(way));
    const wire = new Wire({ client: pipe('up'), server: pipe('down') }, this.#host, {
      heard: this.#heard,
      forget: (gone) => this.#wires.delete(gone),
    });
    this.#wires.add(wire);
    return wire;
  }

  shut(ways: readonly Way[]): void {
    for (const way of ways) this.#shut.add(way);
  }

  open(): void {
    this.#shut.clear();
    for (const { pipes } of this.#wires) for (const pipe of Object.values(pipes)) pipe.opened();
  }

  /** Every connection breaks. */
  cut(): void {
    for (const wire of [...this.#wires]) wire.cut();
  }
}
