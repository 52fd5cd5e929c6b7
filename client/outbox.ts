/**
 * Entries this device has made and not yet seen acknowledged. An entry gets its id once and is on the device's disk
 * before it is first tried; it leaves on an acknowledgement, or when the person takes a refused one back.
 * One ordered batch is in flight per log, so a sender's entries keep their order.
 */
import {
  Draft,
  parse,
  type Answer,
  type CallFunction,
  type Id,
  type LogHead,
  type NetworkCalls,
  type Side,
} from '../protocol';
import { Anew, type Naming, type Saying } from './anew';
import type { Clock, Random, Storage } from './ports';
import { Queue } from './queue';
import { reconcile } from './reconcile';
import { Said } from './said';
import { Sender, type SenderHooks } from './sender';
import type { Pending } from './views';
import { Rows, toWaiting, type Waiting } from './waiting';

/** Where something is said. */
export interface Place {
  server: Id;
  log: Id;
  /** Of a side log. */
  side?: Side | null;
}

export class Outbox {
  readonly #rows: Rows;
  readonly #said: Said;
  readonly #queue: Queue;
  readonly #anew: Anew;
  readonly #sender: Sender;
  readonly #hooks: SenderHooks;
  #server: Id | null = null;

  constructor(storage: Storage, clock: Clock, random: Random, hooks: SenderHooks) {
    this.#rows = new Rows(storage.table('outbox'));
    this.#said = new Said(storage.table('said'), clock);
    this.#queue = new Queue(this.#rows, clock, random);
    this.#anew = new Anew(this.#queue, this.#rows);
    this.#sender = new Sender({ rows: this.#rows, said: this.#said, queue: this.#queue }, clock, random, hooks);
    this.#hooks = hooks;
  }

  /** Takes up what an earlier run of this device left for this server. */
  async load(server: Id): Promise<void> {
    if (this.#server === server) return;
    this.#server = server;
    const [rows] = await Promise.all([this.#rows.all(), this.#said.load(server)]);
    const kept = rows.filter((entry) => entry.server === server);
    this.#queue.takeUp(kept.map(toWaiting));
    this.#queue.rise(this.#said.last);
    for (const log of this.#queue.logs) this.#hooks.changed(log);
  }

  pending(log: Id): Pending[] {
    return this.#queue.pending(log);
  }

  /** Side logs in which something waits, also where nobody has said anything yet. */
  get sides(): ReadonlyMap<Id, Side> {
    return this.#queue.sides;
  }

  /**
   * What says anew what was never on the wire takes its place: another vote, a reaction that is taken back.
   * @param others it deletes what another said
   * @returns the id of the entry that says it, or the limit it breaks: then nothing is kept
   */
  say({ server, log, side = null }: Place, saying: Saying, others = false): Answer<Id> {
    const id = this.#queue.newId();
    const parsed = parse(Draft, { id, ...saying });
    if (!parsed.ok) return parsed;
    const settled = this.#anew.settle(log, parsed.value);
    if (settled === null) this.#queue.add({ server, log, side, others, draft: parsed.value });
    this.#hooks.changed(log);
    void this.#sender.pump(log);
    return { ok: true, value: settled ?? id };
  }

  /**
   * Says a message of this device anew: in place where it was never on the wire, else by an entry behind it.
   * @returns the id of the entry that says it, or the limit the text breaks
   */
  edit(place: Place, target: Id, text: string, naming: Naming = {}): Answer<Id> {
    const saying = { kind: 'edit', body: { target, text, ...naming } } as const;
    const parsed = parse(Draft, { id: this.#queue.newId(), ...saying });
    if (!parsed.ok) return parsed;
    const inPlace = this.#anew.edit(place.log, parsed.value);
    if (inPlace === null) return this.say(place, saying);
    this.#hooks.changed(place.log);
    return { ok: true, value: inPlace };
  }

  /**
   * Deletes a message: takes it back where nobody has it, else by an entry behind it.
   * @param others it is another's
   */
  remove(place: Place, target: Id, others = false): void {
    const { log } = place;
    if (this.discard(log, target)) return;
    const message = this.#queue.find(log, target);
    // It may be there, or not: the deletion goes out in its stead, and where there is nothing to delete all is well.
    if (message && this.#queue.held(message)) this.#queue.forget(message);
    for (const change of this.#queue.changes(log, target)) {
      if (change.draft.kind === 'delete') return;
      if (!change.tried || change.refused) this.#queue.forget(change);
    }
    this.say(place, { kind: 'delete', body: { target } }, others);
  }

  /** Takes back what was never on the wire, or was refused. False: too late. */
  discard(log: Id, id: Id): boolean {
    const entry = this.#queue.find(log, id);
    if (!entry || (entry.tried && !entry.refused)) return false;
    for (const gone of [entry, ...this.#queue.changes(log, id)]) this.#queue.forget(gone);
    this.#hooks.changed(log);
    return true;
  }

  /** An old entry shall go out all the same, and what changes it. */
  sendNow(log: Id, id: Id): void {
    for (const entry of [this.#queue.find(log, id), ...this.#queue.changes(log, id)]) {
      if (!entry) continue;
      entry.confirmed = true;
      void this.#rows.write(entry);
    }
    this.#hooks.changed(log);
    void this.#sender.pump(log);
  }

  /** The log of this lineage is held up to `last` now, with `ids` among it: those rows are no longer pending ones. */
  arrived({ log, epoch }: Pick<LogHead, 'log' | 'epoch'>, ids: ReadonlySet<Id>, last: number): void {
    for (const entry of this.#queue.of(log)) {
      const acknowledged = entry.acknowledged !== null && entry.acknowledged <= last;
      // Its row goes as soon as it is kept as said.
      if (acknowledged) this.#queue.drop(entry);
      else if (ids.has(entry.id)) this.#done(entry, epoch);
    }
  }

  /** Whether this device said something in one of these logs in another lineage. */
  suspects(heads: readonly LogHead[]): boolean {
    return this.#said.suspects(new Map(heads.map(({ log, epoch }) => [log, epoch])), new Set()).length > 0;
  }

  /** Offers again what the server lacks. As `reconcile` says. */
  async reconcile(
    call: CallFunction<NetworkCalls>,
    heads: readonly LogHead[],
    rewound: ReadonlySet<Id>,
  ): Promise<ReadonlyMap<Id, number>> {
    const before = this.#queue.logs;
    const offered = await reconcile({ queue: this.#queue, said: this.#said, rows: this.#rows }, call, heads, rewound);
    for (const log of new Set([...before, ...offered.keys()])) this.#hooks.changed(log);
    return offered;
  }

  /** Sends what waits in every log, also where a wait was going on: the connection is new. */
  pumpAll(): void {
    this.#sender.close();
    for (const log of this.#queue.logs) void this.#sender.pump(log);
  }

  close(): void {
    this.#sender.close();
  }

  #done(entry: Waiting, epoch: Id): void {
    this.#queue.drop(entry);
    void this.#said.keep(entry, epoch).then(() => this.#rows.delete(entry));
  }
}
