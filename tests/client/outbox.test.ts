import { beforeEach, describe, expect, it } from 'vitest';
import { FrameTooLarge } from '../../client';
import { Outbox } from '../../client/outbox';
import { limits, refuse, type CallFunction, type Draft, type NetworkCalls } from '../../protocol';
import { HERE, OutboxScene, ROOM, SERVER, say, textOf, texts } from '../support/outbox';
import { seededRandom, settled } from '../support/ports';

describe('the outbox of a device', () => {
  let scene = new OutboxScene();
  let { storage, clock, far, open, onDisk } = scene;
  beforeEach(() => {
    scene = new OutboxScene();
    ({ storage, clock, far, open, onDisk } = scene);
  });

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
    scene.connected = false;
    const before = await open(1);
    const ids = [say(before, '끊겼을 때'), say(before, '쓴 말')];
    await settled();
    expect(far.batches).toEqual([]);

    scene.connected = true;
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
    scene.connected = false;
    const outbox = await open();
    for (const text of ['앞', '못 읽을 말', '뒤']) say(outbox, text);
    scene.connected = true;
    outbox.pumpAll();
    await settled();
    expect(far.kept).toEqual(['앞', '뒤']);
    expect(outbox.pending(ROOM)).toMatchObject([{ text: '못 읽을 말', refused: { code: 'invalid' } }]);
  });

  it('keeps every batch below the frame limit, in bytes and in number', async () => {
    scene.connected = false;
    const outbox = await open();
    const long = '가'.repeat(limits.messageText);
    for (let count = 0; count < 5; count += 1) say(outbox, long);
    for (let count = 0; count < limits.batchEntries + 5; count += 1) say(outbox, `짧은 말 ${count}`);
    scene.connected = true;
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
      scene.connected = false;
      return Promise.reject(new FrameTooLarge());
    };
    const outbox: Outbox = new Outbox(storage, clock, seededRandom(), {
      call: () => (scene.connected ? call : null),
      changed: () => undefined,
      acknowledged: (to, draft, { seq }) => outbox.arrived(to, new Set([draft.id]), seq),
    });
    await outbox.load(SERVER);
    scene.connected = false;
    for (const text of ['짧은 말', '이것은 열 글자를 훌쩍 넘는 긴 말', '또 짧은 말']) say(outbox, text);
    for (let tries = 0; tries < 3; tries += 1) {
      scene.connected = true;
      outbox.pumpAll();
      await settled();
    }
    expect(far.kept).toEqual(['짧은 말', '또 짧은 말']);
    expect(outbox.pending(ROOM)).toMatchObject([{ refused: { code: 'too-large', limit: limits.frameBytes } }]);
  });

  it('says which limit a text breaks before anything is kept', async () => {
    const outbox = await open();
    expect(outbox.say(HERE, { kind: 'message', body: { text: ' \n ' } })).toMatchObject({
      ok: false,
      error: { code: 'invalid', rule: 'empty' },
    });
    const tooLong = outbox.say(HERE, { kind: 'message', body: { text: '가'.repeat(limits.messageText + 1) } });
    expect(tooLong).toMatchObject({ ok: false, error: { code: 'invalid', rule: 'long', limit: limits.messageText } });
    expect(await onDisk()).toEqual([]);
  });
});
