/**
 * Everybody who is connected, before it matters who they are. Where there are too many, of one address or in all, those
 * go first who have waited longest without asking anything: not the newest, who may be the one with something to say,
 * behind a router that gives a whole house one address.
 */
import type { Duplex } from 'node:stream';
import { limits } from '../../protocol';
import type { Capacity } from '../admission';

/**
 * In the order in which they have to go: said nothing yet, between first byte and first request, between two requests; and
 * being served. Places in a list of counts: they change with each request, and by a name that varies V8 finds nothing fast.
 */
const [SILENT, GREETING, RESTING, SERVED] = [0, 1, 2, 3] as const;
const idle = [SILENT, GREETING, RESTING] as const;
type State = (typeof idle)[number] | typeof SERVED;

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
  /** When it came to be so, by its crowd's count of such changes. */
  #since = 0;
  #asking = 0;

  constructor(connection: Duplex, crowd: Crowd, groups: readonly Group[]) {
    this.connection = connection;
    this.stream = connection;
    this.#crowd = crowd;
    this.#groups = groups;
    this.#become(SILENT);
  }

  /** Whether it ever asked for anything. */
  get asked(): boolean {
    return this.#state === SERVED || this.#state === RESTING;
  }

  /** Its first byte has come. */
  greets(): void {
    if (this.#state === SILENT) this.#become(GREETING);
  }

  /** A whole request has come; `answers` says when it has been answered. */
  asks(): void {
    this.#asking += 1;
    if (this.#state !== null) this.#become(SERVED);
  }

  answers(): void {
    this.#asking -= 1;
    if (this.#asking === 0 && this.#state !== null) this.#become(RESTING);
  }

  get state(): State | null {
    return this.#state;
  }

  get since(): number {
    return this.#since;
  }

  leaves(): void {
    if (this.#state === null) return;
    for (const group of this.#groups) {
      group.counts[this.#state] -= 1;
      group.stays.delete(this);
    }
    this.#state = null;
  }

  #become(state: State): void {
    const before = this.#state;
    this.#state = state;
    this.#since = this.#crowd.change();
    for (const group of this.#groups) {
      if (before === null) group.stays.add(this);
      else group.counts[before] -= 1;
      group.counts[state] += 1;
      this.#crowd.look(group);
    }
  }
}

/** With each request somebody becomes another: that costs a count, and who has waited longest is looked for when it matters. */
class Group {
  readonly stays = new Set<Stay>();
  readonly counts: Record<State, number> = [0, 0, 0, 0];
  readonly room: Room;

  constructor(room: Room) {
    this.room = room;
  }

  /** Who has to go now, or null where there is room enough (or all are being served). */
  get next(): Stay | null {
    const { counts, room, stays } = this;
    if (counts[SILENT] + counts[GREETING] <= room.waiting && stays.size <= room.all) return null;
    const state = idle.find((one) => counts[one] > 0);
    let first: Stay | null = null;
    for (const stay of stays) if (stay.state === state && (first === null || stay.since < first.since)) first = stay;
    return first;
  }
}

export class Crowd {
  readonly #limits: CrowdLimits;
  readonly #total: Group;
  readonly #byAddress = new Map<string, Group>();
  readonly #full = new Set<Group>();
  readonly #stays = new Set<Stay>();
  #changes = 0;

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
      if (group.stays.size === 0) this.#byAddress.delete(address);
    });
    return stay;
  }

  /** @returns the number of one more change of anybody's state */
  change(): number {
    return (this.#changes += 1);
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
