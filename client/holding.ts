/** What this device holds of logs, and what it can say of them without asking anybody. */
import type { Entry, Id, MessageEntry, NetworkPushes, Payload, Position, Side, Tally } from '../protocol';
import type { Answered } from './around';
import type { Asides } from './asides';
import { partsHeld } from './counts';
import type { Marks } from './marks';
import type { Replica } from './replica';
import type { Held } from './showing';

export abstract class Holding {
  protected readonly held = new Map<Id, Held>();
  protected abstract readonly asides: Asides;
  protected abstract readonly marks: Marks;
  protected abstract me(): Id | null;

  /** Makes a log's views anew, after something that is shown in them changed. */
  abstract refresh(log: Id): void;

  get positions(): Position[] {
    return [...this.held.values()].flatMap(({ replica }) => replica.position ?? []);
  }

  /** An entry this device knows: held, or looked up before. */
  entry(log: Id, id: Id): Entry | null {
    const replica = this.replica(log);
    return replica?.entries.find((held) => held.id === id) ?? replica?.around.found(id) ?? null;
  }

  message(log: Id, id: Id): MessageEntry | null {
    const entry = this.entry(log, id);
    return entry?.kind === 'message' ? entry : null;
  }

  /** The highest seq this device holds of a log. */
  last(log: Id): number {
    return this.replica(log)?.position?.seq ?? 0;
  }

  /** The lineage that is held of a log; null for a log nobody told of. */
  epoch(log: Id): Id | null {
    return this.replica(log)?.epoch ?? null;
  }

  /** The room and the people of a side log. */
  side(log: Id): Side | null {
    return this.asides.of(log);
  }

  /** This person has a part in a thread, as far as the device knows. */
  takesPart(log: Id, root: Id): boolean {
    const entries = this.replica(log)?.entries ?? [];
    return this.marks.knowsThread(log, root) || partsHeld({ entries, me: this.me() }).has(root);
  }

  /** The server was asked about messages of a log of this lineage. */
  answered(log: Id, epoch: Id, answer: Answered): void {
    const replica = this.replica(log);
    if (replica?.epoch === epoch) replica.answered(answer);
  }

  tallied({ log, tallies }: Payload<NetworkPushes['tallies']>): void {
    this.replica(log)?.around.tallied(tallies);
    this.refresh(log);
  }

  /** This person's own vote was taken. */
  voted(log: Id, tally: Tally): void {
    this.replica(log)?.around.voted(tally);
    this.refresh(log);
  }

  /** Somebody looks at what is around this seq. */
  lookAt(log: Id, seq: number): void {
    this.replica(log)?.lookAt(seq);
  }

  protected replica(log: Id): Replica | null {
    return this.held.get(log)?.replica ?? null;
  }
}
