/** An outbox, a far end that does what the story says, and a disk that survives the device. */
import { Outbox } from '../../client/outbox';
import type { Kept } from '../../client/waiting';
import type { AppendResult, CallFunction, Draft, Id, NetworkCalls, Refusal } from '../../protocol';
import { ManualClock, MemoryStorage, seededRandom, testId } from './ports';

export const SERVER = testId(1);
export const ROOM = testId(2);
export const HERE = { server: SERVER, log: ROOM };

export type Fate = 'kept' | 'dropped' | Refusal;

export const textOf = ({ kind, body }: Draft) => ('text' in body ? body.text : kind);

/** The far end of `append`: keeps what it is given, or does what the story says. */
export class FarEnd {
  kept: string[] = [];
  batches: string[][] = [];
  /** What becomes of a whole call, by its number from 0. */
  whole: (batch: readonly Draft[]) => Fate = () => 'kept';
  each: (draft: Draft) => Refusal | null = () => null;

  readonly call = (async (_name: string, { log, entries }: { log: Id; entries: Draft[] }) => {
    this.batches.push(entries.map(textOf));
    const fate = this.whole(entries);
    if (fate === 'dropped') throw new Error('the line is gone');
    if (fate !== 'kept') return { ok: false, error: fate };
    const results = entries.map((draft): AppendResult => {
      const error = this.each(draft);
      if (error) return { ok: false, id: draft.id, error };
      this.kept.push(textOf(draft));
      return { ok: true, id: draft.id, seq: this.kept.length, at: 0, duplicate: false };
    });
    return { ok: true, value: { log, epoch: testId(3), head: this.kept.length, results } };
  }) as unknown as CallFunction<NetworkCalls>;
}

export class OutboxScene {
  readonly storage = new MemoryStorage();
  readonly clock = new ManualClock();
  readonly far = new FarEnd();
  connected = true;

  /** The device starts: an outbox on what its disk holds. */
  readonly open = async (seed = 1): Promise<Outbox> => {
    const outbox: Outbox = new Outbox(this.storage, this.clock, seededRandom(seed), {
      call: () => (this.connected ? this.far.call : null),
      changed: () => undefined,
      acknowledged: (head, draft, { seq }) => outbox.arrived(head, new Set([draft.id]), seq),
    });
    await outbox.load(SERVER);
    return outbox;
  };
  readonly onDisk = () => this.storage.table<Kept>('outbox').all();
}

export const say = (outbox: Outbox, text: string) => {
  const answer = outbox.say(HERE, { kind: 'message', body: { text } });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
};
export const texts = (outbox: Outbox) => outbox.pending(ROOM).map(({ text }) => text);
