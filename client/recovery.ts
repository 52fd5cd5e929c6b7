/**
 * The one way back, whatever happened: `resume` tells every readable log and its head, the logs fetch what they miss,
 * and what this device said and the server lacks is offered again.
 */
import {
  limits,
  type CallFunction,
  type Id,
  type LogHead,
  type NetworkCalls,
  type Output,
  type Room,
} from '../protocol';
import type { Logs } from './logs';
import type { Outbox } from './outbox';
import type { Roster } from './roster';

type Call = CallFunction<NetworkCalls>;
type Resumed = Output<NetworkCalls['resume']>;

export interface RecoveryParts {
  roster: Roster;
  logs: Logs;
  outbox: Outbox;
  /** Drops what is held of logs that are not among these, but for open rooms. */
  gone(heads: readonly LogHead[]): void;
  /** The standing connection. */
  call: Call;
}

export class Recovery {
  readonly #parts: RecoveryParts;
  /** The line that is being opened: its calls go past the state, which says connected only afterwards. */
  #line: Call | null = null;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** The line that is being opened, else the standing connection. */
  readonly call: Call = (name, input) => (this.#line ?? this.#parts.call)(name, input);

  /** A line opened. @throws when it ends before all is fetched */
  async opened(line: Call): Promise<void> {
    this.#line = line;
    try {
      await this.#resume(line);
    } finally {
      this.#line = null;
    }
  }

  /** The server spoke of another lineage in the middle of a connection. */
  async again(): Promise<void> {
    if (this.#line) return;
    await this.opened(this.#parts.call).then(
      () => this.#parts.outbox.pumpAll(),
      () => undefined,
    );
  }

  /** Logs that are new on the server; this device may have said something in them in another lineage. */
  appeared(heads: readonly LogHead[]): void {
    if (this.#parts.outbox.suspects(heads)) void this.again();
  }

  async #resume(call: Call): Promise<void> {
    const { roster, logs, outbox } = this.#parts;
    const before = [...roster.view.current.rooms, ...roster.view.current.others];
    const epochs = new Set(before.flatMap(({ id }) => logs.epoch(id) ?? []));
    const resumed = await this.#ask(call);
    const back = await bringBack(call, before, resumed, epochs);
    const latest = back ? await this.#ask(call) : resumed;
    const { logs: heads } = latest;
    this.#parts.gone(heads);
    await logs.resumed(latest);
    const rewound = new Set(heads.flatMap(({ log, lineage }) => (lineage === 'other' ? log : [])));
    const offered = await outbox.reconcile(call, heads, rewound);
    for (const [log, count] of offered) logs.rewound(log, count);
  }

  async #ask(call: Call): Promise<Resumed> {
    const { roster, logs } = this.#parts;
    const answer = await call('resume', { logs: logs.positions.slice(0, limits.resumeLogs) });
    if (!answer.ok) throw new Error(answer.error.code);
    roster.resumed(answer.value);
    return answer.value;
  }
}

/**
 * Makes those rooms again that this member made and the server lacks: it came back with a history from before them. A private
 * one, and a direct one that they are in, only where that is another lineage: else they were left, or this member was put out.
 * @param epochs of what is held
 * @returns whether there were any
 */
async function bringBack(
  call: Call,
  before: readonly Room[],
  { me, members, rooms, logs }: Resumed,
  epochs: ReadonlySet<Id>,
): Promise<boolean> {
  const there = new Set<Id>(rooms.map(({ id }) => id));
  const rewound = logs.some(({ epoch, lineage }) => lineage === 'other' || (epochs.size > 0 && !epochs.has(epoch)));
  const lost = before.filter(
    ({ id, kind, createdBy }) =>
      !there.has(id) && (kind === 'open' || rewound) && (kind === 'direct' || createdBy === me),
  );
  const standing = new Set(members.flatMap(({ id, standing }) => (standing === 'in' ? id : [])));
  for (const { id, kind, name, topic, members: people } of lost) {
    const others = (people ?? []).filter((member) => member !== me && (kind === 'direct' || standing.has(member)));
    await call('createRoom', { id, kind, topic, members: others, ...(kind === 'direct' ? {} : { name }) });
  }
  return lost.length > 0;
}
