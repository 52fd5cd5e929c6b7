/**
 * Everybody who is connected, before it matters who they are. Where there are too many, of one address or in all, those
 * go first who have waited longest without asking anything: not the newest, who may be the one with something to say,
 * behind a router that gives a whole house one address.
 */
import type { Duplex } from 'node:stream';
import { limits } from '../../protocol';
import type { Capacity } from '../admission';

/** In the order in which they have to go: said nothing yet, between first byte and first request, between two requests. */
const idle = ['silent', 'greeting', 'resting'] as const;
type State = (typeof idle)[number] | 'served';

/** How many there may be before one has to go. */
export interface Room {
  /** Who have not asked for anything yet: bare connections, TLS handshakes, half a request. */
  waiting: number;
  /** All connections. */
  all: number;
}

export interface CrowdLimits {
  total: Room;
  perAddress: Room;
}

/** As in limits; more where a server was given room for more than usual. */
export function roomFor({ connections, connectionsPerAddress }: Capacity): CrowdLimits {
  const { handshakes, handshakesPerAddress, tcpConnections, tcpConnectionsPerAddress } = limits;
  return {
    total: { waiting: Math.max(handshakes, connections), all: Math.max(tcpConnections, connections) },
    perAddress: {
      waiting: Math.max(handshakesPerAddress, connectionsPerAddress),
      all: Math.max(tcpConnectionsPerAddress, connectionsPerAddress),
    },
  };
}

/** One TCP connection's stay. */
export class Stay {
  /** The connection itself, which has ended when this has closed. */
  readonly connection: Duplex;
  /** What carries its bytes now: the connection itself, or TLS over it. */
  stream: Duplex;
  readonly #crowd: Crowd;
  readonly #groups: readonly Group[];
  #state: State | null = null;
  #asking = 0;

  constructor(connection: Duplex, crowd: Crowd, groups: readonly Group[]) {
    this.connection = connection;
    this.stream = connection;
    this.#crowd = crowd;
    this.#groups = groups;
    this.#become('silent');
  }

  /** Whether it ever asked for anything. */
  get asked(): boolean {
    return this.#state === 'served' || this.#state === 'resting';
  }

  /** Its first byte has come. */
  greets(): void {
    if (this.#state === 'silent') this.#become('greeting');
  }

  /** A whole request has come; `answers` says when it has been answered. */
  asks(): void {
    this.#asking += 1;
    if (this.#state !== null) this.#become('served');
  }

  answers(): void {
    this.#asking -= 1;
    if (this.#asking === 0 && this.#state !== null) this.#become('resting');
  }

  leaves(): void {
    for (const group of this.#groups) if (this.#state !== null) group.of[this.#state].delete(this);
    this.#state = null;
  }

  #become(state: State): void {
    this.leaves();
    this.#state = state;
    for (const group of this.#groups) {
      group.of[state].add(this);
      this.#crowd.look(group);
    }
  }
}

class Group {
  /** Each in the order in which they came to be so. */
  readonly of: Readonly<Record<State, Set<Stay>>> = {
    silent: new Set(),
    greeting: new Set(),
    resting: new Set(),
    served: new Set(),
  };
  readonly room: Room;

  constructor(room: Room) {
    this.room = room;
  }

  get all(): number {
    const { silent, greeting, resting, served } = this.of;
    return silent.size + greeting.size + resting.size + served.size;
  }

  /** Who has to go now, or null where there is room enough (or all are being served). */
  get next(): Stay | null {
    const waits = this.of.silent.size + this.of.greeting.size > this.room.waiting;
    if (!waits && this.all <= this.room.all) return null;
    for (const state of idle) for (const stay of this.of[state]) return stay;
    return null;
  }
}

export class Crowd {
  readonly #limits: CrowdLimits;
  readonly #total: Group;
  readonly #byAddress = new Map<string, Group>();
  readonly #full = new Set<Group>();
  readonly #stays = new Set<Stay>();

  constructor(limits: CrowdLimits) {
    this.#limits = limits;
    this.#total = new Group(limits.total);
  }

  /** Everybody who is here now. */
  get stays(): Stay[] {
    return [...this.#stays];
  }

  /** @param connection leaves when it closes */
  enter(connection: Duplex, address: string): Stay {
    const group = this.#byAddress.get(address) ?? new Group(this.#limits.perAddress);
    this.#byAddress.set(address, group);
    const stay = new Stay(connection, this, [group, this.#total]);
    this.#stays.add(stay);
    connection.once('close', () => {
      stay.leaves();
      this.#stays.delete(stay);
      if (group.all === 0) this.#byAddress.delete(address);
    });
    return stay;
  }

  /**
   * Judges a group once what has already arrived for it was read: many may come in one turn, each with its first bytes
   * close behind. One turn's check comes before those bytes, the next one's after.
   */
  look(group: Group): void {
    if (group.next === null || this.#full.has(group)) return;
    this.#full.add(group);
    setImmediate(() =>
      setImmediate(() => {
        this.#full.delete(group);
        for (let stay = group.next; stay !== null; stay = group.next) {
          stay.leaves();
          stay.connection.destroy();
        }
      }),
    );
  }
}
