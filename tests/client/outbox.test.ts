import { beforeEach, describe, expect, it } from 'vitest';
import { FrameTooLarge } from '../../client';
import { Outbox } from '../../client/outbox';
import {
  limits,
  refuse,
  type AppendResult,
  type CallFunction,
  type Draft,
  type NetworkCalls,
  type Refusal,
} from '../../protocol';
import { ManualClock, MemoryStorage, seededRandom, settled, testId } from '../support/ports';

const SERVER = testId(1);
const ROOM = testId(2);

type Fate = 'kept' | 'dropped' | Refusal;

const textOf = ({ body }: Draft) => ('text' in body ? body.text : 'delete');

/** The far end of `append`: keeps what it is given, or does what the story says. */
class FarEnd {
  kept: string[] = [];
  batches: string[][] = [];
  /** What becomes of a whole call, by its number from 0. */
  whole: (batch: readonly Draft[]) => Fate = () => 'kept';
  each: (draft: Draft) => Refusal | null = () => null;

  readonly call = (async (_name: string, { entries }: { entries: Draft[] }) => {
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
    return { ok: true, value: { log: ROOM, epoch: testId(3), head: this.kept.length, results } };
  }) as unknown as CallFunction<NetworkCalls>;
}

const head = () => ({ log: ROOM, epoch: testId(3), head: 9 });
/** A server that only answers which of these ids it does not have. */
const lacking = (which: (ids: string[]) => string[]) =>
  (async (_name: string, { ids }: { ids: string[] }) => ({
    ok: true,
    value: { ids: which(ids) },
  })) as unknown as CallFunction<NetworkCalls>;
const lacks = (...missing: string[]) => lacking((ids) => ids.filter((id) => missing.includes(id)));

describe('the outbox of a device', () => {
  let storage: MemoryStorage;
  let clock: ManualClock;
  let far: FarEnd;
  let connected: boolean;

  beforeEach(() => {
    storage = new MemoryStorage();
    clock = new ManualClock();
    far = new FarEnd();
    connected = true;
  });

  const open = async (seed = 1) => {
    const outbox: Outbox = new Outbox(storage, clock, seededRandom(seed), {
      call: () => (connected ? far.call : null),
      changed: () => undefined,
      acknowledged: (head, draft, { seq }) => outbox.arrived(head, new Set([draft.id]), seq),
    });
    await outbox.load(SERVER);
    return outbox;
  };
  const say = (outbox: Outbox, text: string) => {
    const answer = outbox.add(SERVER, ROOM, text);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  };
  const texts = (outbox: Outbox) => outbox.pending(ROOM).map(({ text }) => text);
  const onDisk = () => storage.table<{ text: string }>('outbox').all();

  it('keeps the order of what Narae says, in one batch after another', async () => {
    const outbox = await open();
    for (const text of ['하나', '둘', '셋', '넷']) say(outbox, text);
    expect(texts(outbox)).toEqual(['하나', '둘', '셋', '넷']);
    await settled();
    expect(far.kept).toEqual(['하나', '둘', '셋', '넷']);
    expect(texts(outbox)).toEqual([]);
    expect(await onDisk()).toEqual([]);
  });

  it('waits without a connection, survives a restart, and goes out with the same ids', async () => {
    connected = false;
    const before = await open(1);
    const ids = [say(before, '끊겼을 때'), say(before, '쓴 말')];
    await settled();
    expect(far.batches).toEqual([]);

    connected = true;
    const after = await open(2);
    expect(after.pending(ROOM).map(({ id }) => id)).toEqual(ids);
    after.pumpAll();
    await settled();
    expect(far.kept).toEqual(['끊겼을 때', '쓴 말']);
    expect(await onDisk()).toEqual([]);
  });

  it('offers the same batch again when the line dies before the answer', async () => {
    far.whole = () => (far.batches.length === 1 ? 'dropped' : 'kept');
    const outbox = await open();
    say(outbox, '한 번만');
    await settled();
    expect(texts(outbox)).toEqual(['한 번만']);
    outbox.pumpAll();
    await settled();
    expect(far.batches).toEqual([['한 번만'], ['한 번만']]);
    expect(texts(outbox)).toEqual([]);
  });

  it('stays waiting on `retry`, and nobody overtakes meanwhile', async () => {
    far.whole = () => (far.batches.length === 1 ? refuse('disk', { retryAfter: 2_000 }) : 'kept');
    const outbox = await open();
    say(outbox, '먼저');
    await settled();
    say(outbox, '나중');
    await settled();
    expect(far.batches).toEqual([['먼저']]);
    expect(outbox.pending(ROOM).every(({ refused }) => refused === null)).toBe(true);
    await clock.pass(1_999);
    expect(far.batches).toHaveLength(1);
    await clock.pass(1);
    expect(far.kept).toEqual(['먼저', '나중']);
  });

  it('marks a final refusal with its reason, and lets the rest go on', async () => {
    far.each = (draft) => (textOf(draft) === '거절될 말' ? refuse('not-allowed') : null);
    const outbox = await open();
    const refused = say(outbox, '거절될 말');
    say(outbox, '괜찮은 말');
    await settled();
    expect(far.kept).toEqual(['괜찮은 말']);
    expect(outbox.pending(ROOM)).toMatchObject([{ id: refused, refused: { code: 'not-allowed' } }]);
    expect(outbox.discard(ROOM, refused)).toBe(true);
    await settled();
    expect(await onDisk()).toEqual([]);
  });

  it('sends one by one when a batch is refused whole, so that one bad entry keeps nobody back', async () => {
    far.whole = (batch) => (batch.some((draft) => textOf(draft) === '못 읽을 말') ? refuse('invalid') : 'kept');
    connected = false;
    const outbox = await open();
    for (const text of ['앞', '못 읽을 말', '뒤']) say(outbox, text);
    connected = true;
    outbox.pumpAll();
    await settled();
    expect(far.kept).toEqual(['앞', '뒤']);
    expect(outbox.pending(ROOM)).toMatchObject([{ text: '못 읽을 말', refused: { code: 'invalid' } }]);
  });

  it('takes back what was never on the wire, and nothing that was', async () => {
    connected = false;
    const outbox = await open();
    const first = say(outbox, '취소할 말');
    expect(outbox.discard(ROOM, first)).toBe(true);
    connected = true;
    far.whole = () => 'dropped';
    const second = say(outbox, '이미 나간 말');
    await settled();
    expect(outbox.discard(ROOM, second)).toBe(false);
    expect(far.batches).toEqual([['이미 나간 말']]);
  });

  it('edits in place what was never on the wire', async () => {
    connected = false;
    const outbox = await open();
    const id = say(outbox, '오타가 있는 말');
    expect(outbox.edit(SERVER, ROOM, id, '오타가 없는 말')).toEqual({ ok: true, value: id });
    connected = true;
    outbox.pumpAll();
    await settled();
    expect(far.batches).toEqual([['오타가 없는 말']]);
  });

  it('queues an edit and a deletion behind what may be on the server, in order, and the last edit counts', async () => {
    far.whole = () => (far.batches.length === 1 ? 'dropped' : 'kept');
    const outbox = await open();
    const id = say(outbox, '이미 나간 말');
    await settled();
    connected = false;
    const first = outbox.edit(SERVER, ROOM, id, '한 번 고침');
    expect(outbox.edit(SERVER, ROOM, id, '두 번 고침')).toEqual(first);
    expect(outbox.pending(ROOM)).toMatchObject([
      { id, kind: 'message', text: '이미 나간 말', tried: true },
      { kind: 'edit', target: id, text: '두 번 고침' },
    ]);
    await settled();
    const after = await open(2);
    connected = true;
    after.pumpAll();
    await settled();
    expect(far.batches.at(-1)).toEqual(['이미 나간 말', '두 번 고침']);

    far.whole = () => 'dropped';
    const other = say(after, '지울 말');
    await settled();
    connected = false;
    after.edit(SERVER, ROOM, other, '지울 말을 고침');
    after.remove(SERVER, ROOM, other);
    after.remove(SERVER, ROOM, other);
    expect(after.pending(ROOM).map(({ kind }) => kind)).toEqual(['message', 'delete']);
    far.whole = () => 'kept';
    connected = true;
    after.pumpAll();
    await settled();
    expect(far.batches.at(-1)).toEqual(['지울 말', 'delete']);
    expect(after.pending(ROOM)).toEqual([]);
  });

  it('counts a deletion as done where there is nothing to delete', async () => {
    far.each = (draft) => (draft.kind === 'delete' ? refuse('no-such-entry') : null);
    const outbox = await open();
    outbox.remove(SERVER, ROOM, testId(99));
    await settled();
    expect(outbox.pending(ROOM)).toEqual([]);
  });

  it('asks before it sends what is older than a day, and lets what is newer pass', async () => {
    connected = false;
    const before = await open();
    const old = say(before, '어제 쓴 말');
    await clock.pass(limits.sendUnasked + 1);
    const outbox = await open(2);
    const edit = outbox.edit(SERVER, ROOM, old, '어제 쓴 말, 고침');
    expect(edit).toEqual({ ok: true, value: old });
    say(outbox, '방금 쓴 말');
    connected = true;
    outbox.pumpAll();
    await settled();
    expect(far.kept).toEqual(['방금 쓴 말']);
    expect(outbox.pending(ROOM)).toMatchObject([{ id: old, held: true, refused: null }]);
    outbox.sendNow(ROOM, old);
    await settled();
    expect(far.kept).toEqual(['방금 쓴 말', '어제 쓴 말, 고침']);
    expect(await onDisk()).toEqual([]);
  });

  it('finds out whether an old message that was tried has arrived, before it asks', async () => {
    far.whole = () => 'dropped';
    const outbox = await open();
    const [arrived, lost] = [say(outbox, '닿은 말'), say(outbox, '닿지 않은 말')];
    await settled();
    await clock.pass(limits.sendUnasked + 1);
    await outbox.reconcile(lacks(lost), [head()], new Set());
    expect(outbox.pending(ROOM)).toMatchObject([{ id: lost, held: true }]);
    expect(outbox.pending(ROOM).map(({ id }) => id)).not.toContain(arrived);
  });

  it('offers again what it saw acknowledged and another history lacks, oldest first', async () => {
    const outbox = await open();
    const [first, second, third] = ['하나', '둘', '셋'].map((text) => say(outbox, text));
    await settled();
    outbox.edit(SERVER, ROOM, first!, '하나, 고침');
    outbox.remove(SERVER, ROOM, third!);
    await settled();
    expect(outbox.pending(ROOM)).toEqual([]);

    // The history that came back has the first message, and nothing after it.
    const after = await open(2);
    const asked: string[] = [];
    const known = new Set([first]);
    const call = lacking((ids) => {
      asked.push(...ids);
      return ids.filter((id) => !known.has(id));
    });
    const offered = await after.reconcile(call, [{ ...head(), epoch: testId(77) }], new Set());
    expect(offered).toEqual(new Map([[ROOM, 2]]));
    expect(after.pending(ROOM)).toMatchObject([
      { id: second, kind: 'message', text: '둘', tried: true },
      { kind: 'edit', target: first, text: '하나, 고침' },
    ]);
    // What was deleted is not kept, so nobody is asked to delete it again either.
    expect(asked).not.toContain('셋');
    after.pumpAll();
    await settled();
    expect(far.kept.slice(-2)).toEqual(['둘', '하나, 고침']);
  });

  it('keeps the order in which things were said, whatever the clock did', async () => {
    connected = false;
    const before = await open(9);
    say(before, '먼저');
    await settled();
    // Ids of this run sort before those of the last one, as after a clock that was set back.
    const outbox = await open(1);
    say(outbox, '나중');
    await settled();
    connected = true;
    const third = await open(2);
    third.pumpAll();
    await settled();
    expect(far.kept).toEqual(['먼저', '나중']);
  });

  it('keeps every batch below the frame limit, in bytes and in number', async () => {
    connected = false;
    const outbox = await open();
    const long = '가'.repeat(limits.messageText);
    for (let count = 0; count < 5; count += 1) say(outbox, long);
    for (let count = 0; count < limits.batchEntries + 5; count += 1) say(outbox, `짧은 말 ${count}`);
    connected = true;
    outbox.pumpAll();
    await settled();
    expect(far.kept).toHaveLength(5 + limits.batchEntries + 5);
    for (const batch of far.batches) {
      expect(batch.length).toBeLessThanOrEqual(limits.batchEntries);
      expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThanOrEqual(limits.batchBytes);
    }
  });

  it('names the limit where a frame was too large, instead of trying for ever', async () => {
    const call: CallFunction<NetworkCalls> = (name, input) => {
      const { entries } = input as { entries: Draft[] };
      // A server with a smaller frame than ours.
      if (entries.map(textOf).join('').length <= 10) return far.call(name, input);
      connected = false;
      return Promise.reject(new FrameTooLarge());
    };
    const outbox: Outbox = new Outbox(storage, clock, seededRandom(), {
      call: () => (connected ? call : null),
      changed: () => undefined,
      acknowledged: (to, draft, { seq }) => outbox.arrived(to, new Set([draft.id]), seq),
    });
    await outbox.load(SERVER);
    connected = false;
    for (const text of ['짧은 말', '이것은 열 글자를 훌쩍 넘는 긴 말', '또 짧은 말']) say(outbox, text);
    for (let tries = 0; tries < 3; tries += 1) {
      connected = true;
      outbox.pumpAll();
      await settled();
    }
    expect(far.kept).toEqual(['짧은 말', '또 짧은 말']);
    expect(outbox.pending(ROOM)).toMatchObject([{ refused: { code: 'too-large', limit: limits.frameBytes } }]);
  });

  it('says which limit a text breaks before anything is kept', async () => {
    const outbox = await open();
    expect(outbox.add(SERVER, ROOM, ' \n ')).toMatchObject({ ok: false, error: { code: 'invalid', rule: 'empty' } });
    const tooLong = outbox.add(SERVER, ROOM, '가'.repeat(limits.messageText + 1));
    expect(tooLong).toMatchObject({ ok: false, error: { code: 'invalid', rule: 'long', limit: limits.messageText } });
    expect(await onDisk()).toEqual([]);
  });
});
