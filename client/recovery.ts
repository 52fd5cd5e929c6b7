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
    const before = roster.view.current.rooms;
    const resumed = await this.#ask(call);
    const back = await bringBack(call, before, resumed);
    const latest = back ? await this.#ask(call) : resumed;
    const { logs: heads } = latest;
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
 * Makes those rooms again that this member made and the server lacks: it came back with a history from before them.
 * @returns whether there were any
 */
async function bringBack(call: Call, before: readonly Room[], { me, rooms }: Resumed): Promise<boolean> {
  const there = new Set<Id>(rooms.map(({ id }) => id));
  const lost = before.filter(({ id, createdBy }) => createdBy === me && !there.has(id));
  for (const { id, name } of lost) await call('createRoom', { id, name, kind: 'open', topic: '', members: [] });
  return lost.length > 0;
}
