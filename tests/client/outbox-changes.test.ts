import { beforeEach, describe, expect, it } from 'vitest';
import { limits, refuse, type CallFunction, type NetworkCalls } from '../../protocol';
import { HERE, OutboxScene, ROOM, say } from '../support/outbox';
import { settled, testId } from '../support/ports';

const head = () => ({ log: ROOM, epoch: testId(3), head: 9 });
/** A server that only answers which of these ids it does not have. */
const lacking = (which: (ids: string[]) => string[]) =>
  (async (_name: string, { ids }: { ids: string[] }) => ({
    ok: true,
    value: { ids: which(ids) },
  })) as unknown as CallFunction<NetworkCalls>;
const lacks = (...missing: string[]) => lacking((ids) => ids.filter((id) => missing.includes(id)));

describe('what a device takes back, says anew, or says again', () => {
  let scene = new OutboxScene();
  let { clock, far, open, onDisk } = scene;
  beforeEach(() => {
    scene = new OutboxScene();
    ({ clock, far, open, onDisk } = scene);
  });

  it('takes back what was never on the wire, and nothing that was', async () => {
    scene.connected = false;
    const outbox = await open();
    const first = say(outbox, '취소할 말');
    expect(outbox.discard(ROOM, first)).toBe(true);
    scene.connected = true;
    far.whole = () => 'dropped';
    const second = say(outbox, '이미 나간 말');
    await settled();
    expect(outbox.discard(ROOM, second)).toBe(false);
    expect(far.batches).toEqual([['이미 나간 말']]);
  });

  it('edits in place what was never on the wire', async () => {
    scene.connected = false;
    const outbox = await open();
    const id = say(outbox, '오타가 있는 말');
    expect(outbox.edit(HERE, id, '오타가 없는 말')).toEqual({ ok: true, value: id });
    scene.connected = true;
    outbox.pumpAll();
    await settled();
    expect(far.batches).toEqual([['오타가 없는 말']]);
  });

  it('queues an edit and a deletion behind what may be on the server, in order, and the last edit counts', async () => {
    far.whole = () => (far.batches.length === 1 ? 'dropped' : 'kept');
    const outbox = await open();
    const id = say(outbox, '이미 나간 말');
    await settled();
    scene.connected = false;
    const first = outbox.edit(HERE, id, '한 번 고침');
    expect(outbox.edit(HERE, id, '두 번 고침')).toEqual(first);
    expect(outbox.pending(ROOM)).toMatchObject([
      { id, kind: 'message', text: '이미 나간 말', tried: true },
      { kind: 'edit', target: id, text: '두 번 고침' },
    ]);
    await settled();
    const after = await open(2);
    scene.connected = true;
    after.pumpAll();
    await settled();
    expect(far.batches.at(-1)).toEqual(['이미 나간 말', '두 번 고침']);

    far.whole = () => 'dropped';
    const other = say(after, '지울 말');
    await settled();
    scene.connected = false;
    after.edit(HERE, other, '지울 말을 고침');
    after.remove(HERE, other);
    after.remove(HERE, other);
    expect(after.pending(ROOM).map(({ kind }) => kind)).toEqual(['message', 'delete']);
    far.whole = () => 'kept';
    scene.connected = true;
    after.pumpAll();
    await settled();
    expect(far.batches.at(-1)).toEqual(['지울 말', 'delete']);
    expect(after.pending(ROOM)).toEqual([]);
  });

  it('counts a deletion as done where there is nothing to delete', async () => {
    far.each = (draft) => (draft.kind === 'delete' ? refuse('no-such-entry') : null);
    const outbox = await open();
    outbox.remove(HERE, testId(99));
    await settled();
    expect(outbox.pending(ROOM)).toEqual([]);
  });

  it('asks before it sends what is older than a day, and lets what is newer pass', async () => {
    scene.connected = false;
    const before = await open();
    const old = say(before, '어제 쓴 말');
    await clock.pass(limits.sendUnasked + 1);
    const outbox = await open(2);
    const edit = outbox.edit(HERE, old, '어제 쓴 말, 고침');
    expect(edit).toEqual({ ok: true, value: old });
    say(outbox, '방금 쓴 말');
    scene.connected = true;
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
    outbox.edit(HERE, first!, '하나, 고침');
    outbox.remove(HERE, third!);
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
    scene.connected = false;
    const before = await open(9);
    say(before, '먼저');
    await settled();
    // Ids of this run sort before those of the last one, as after a clock that was set back.
    const outbox = await open(1);
    say(outbox, '나중');
    await settled();
    scene.connected = true;
    const third = await open(2);
    third.pumpAll();
    await settled();
    expect(far.kept).toEqual(['먼저', '나중']);
  });
});
