/** All that can be said waits in the outbox alike: reactions, pins, votes, whispers, messages with whatever goes with them. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Saying } from '../../client/anew';
import { limits, refuse, sideLogOf, type CallFunction, type Id, type NetworkCalls } from '../../protocol';
import { HERE, OutboxScene, ROOM, SERVER } from '../support/outbox';
import { settled, testId } from '../support/ports';
import type { Outbox } from '../../client/outbox';

const TARGET = testId(50);
const react = (emoji: string, on: boolean, target = TARGET): Saying => ({ kind: 'react', body: { target, emoji, on } });
const pin = (on: boolean): Saying => ({ kind: 'pin', body: { target: TARGET, on } });
const vote = (...choices: number[]): Saying => ({ kind: 'vote', body: { target: TARGET, choices } });
const must = (outbox: Outbox, saying: Saying, place = HERE): Id => {
  const answer = outbox.say(place, saying);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
};

let scene: OutboxScene;
let drafts: unknown[];
let inputs: { log: Id; side?: unknown }[];
const bodies = (outbox: Outbox, log = ROOM) => outbox.pending(log).map(({ kind, body }) => ({ kind, ...body }));

beforeEach(() => {
  scene = new OutboxScene();
  drafts = [];
  inputs = [];
  const { call } = scene.far;
  Object.assign(scene.far, {
    call: ((name, input) => {
      inputs.push(input as (typeof inputs)[number]);
      drafts.push(...(input as { entries: unknown[] }).entries);
      return call(name, input);
    }) as CallFunction<NetworkCalls>,
  });
});

describe('what was never on the wire', () => {
  it('is taken back without a trace: a reaction, a pin', async () => {
    scene.connected = false;
    const outbox = await scene.open();
    must(outbox, react('👍', true));
    must(outbox, react('🎉', true));
    must(outbox, pin(true));
    must(outbox, react('👍', false));
    must(outbox, pin(false));
    expect(bodies(outbox)).toEqual([{ kind: 'react', target: TARGET, emoji: '🎉', on: true }]);
    await settled();
    expect(await scene.onDisk()).toHaveLength(1);
  });

  it('is said once, however often it is said; another vote takes the place of the first', async () => {
    scene.connected = false;
    const outbox = await scene.open();
    const first = must(outbox, vote(0));
    expect(must(outbox, vote(1, 2))).toBe(first);
    expect(must(outbox, react('👍', true))).toBe(must(outbox, react('👍', true)));
    const close: Saying = { kind: 'close', body: { target: TARGET } };
    expect(must(outbox, close)).toBe(must(outbox, close));
    scene.connected = true;
    outbox.pumpAll();
    await settled();
    expect(drafts).toMatchObject([
      { id: first, kind: 'vote', body: { choices: [1, 2] } },
      { kind: 'react', body: { on: true } },
      { kind: 'close' },
    ]);
  });

  it('keeps what goes with a message when its text is said anew, but for whom it names', async () => {
    scene.connected = false;
    const outbox = await scene.open();
    const poll = { options: ['김밥', '라면'], anonymous: false, many: false, closesAt: null };
    const mentions = [{ member: testId(7), name: '윤서' }];
    const id = must(outbox, { kind: 'message', body: { text: '점심?', reply: TARGET, poll, mentions } });
    expect(outbox.edit(HERE, id, '점심 @모두', { everybody: 'room' })).toEqual({ ok: true, value: id });
    expect(bodies(outbox)).toEqual([{ kind: 'message', text: '점심 @모두', reply: TARGET, poll, everybody: 'room' }]);
  });
});

describe('what may be on the server', () => {
  it('is never changed: what takes it back goes behind it', async () => {
    scene.far.whole = () => 'dropped';
    const outbox = await scene.open();
    must(outbox, react('👍', true));
    must(outbox, vote(0));
    await settled();
    must(outbox, react('👍', false));
    must(outbox, vote());
    expect(bodies(outbox).map((body) => ('on' in body ? body.on : body.kind))).toEqual([true, 'vote', false, 'vote']);
    // And is taken back in its turn.
    must(outbox, react('👍', true));
    expect(bodies(outbox)).toHaveLength(3);
    await settled();
    const after = await scene.open(2);
    scene.far.whole = () => 'kept';
    after.pumpAll();
    await settled();
    expect(drafts.slice(-3)).toMatchObject([{ kind: 'react', body: { on: true } }, { kind: 'vote' }, { kind: 'vote' }]);
  });

  it('stands with its refusal until it is said anew; to take back what is not there is done at once', async () => {
    scene.far.each = ({ kind }) => (kind === 'react' || kind === 'pin' ? refuse('no-such-entry') : null);
    const outbox = await scene.open();
    must(outbox, react('👍', true));
    must(outbox, pin(false));
    await settled();
    expect(outbox.pending(ROOM)).toMatchObject([{ kind: 'react', refused: { code: 'no-such-entry' } }]);
    scene.far.each = () => null;
    must(outbox, react('👍', true));
    await settled();
    expect(outbox.pending(ROOM)).toEqual([]);
  });
});

describe('what was said about others’ messages', () => {
  it('is offered again after a restore, and is over where its message is not there', async () => {
    const outbox = await scene.open();
    const [kept, lost] = [must(outbox, react('👍', true)), must(outbox, react('🎉', true))];
    const words = must(outbox, { kind: 'message', body: { text: '답', reply: TARGET } });
    await settled();
    // Whether another's message is there, the server does not say.
    const lacksAll = (async (_name: string, value: unknown) => ({
      ok: true,
      value,
    })) as unknown as typeof scene.far.call;
    await outbox.reconcile(lacksAll, [{ log: ROOM, epoch: testId(77), head: 1 }], new Set());
    expect(outbox.pending(ROOM).map(({ id }) => id)).toEqual([kept, lost, words]);
    scene.far.each = ({ id }) => (id === kept ? null : refuse('no-such-entry'));
    outbox.pumpAll();
    await settled();
    expect(outbox.pending(ROOM)).toMatchObject([{ id: words, refused: { code: 'no-such-entry' } }]);
  });
});

describe('a whisper', () => {
  const members = [testId(7), testId(8)];
  const place = { server: SERVER, log: sideLogOf(ROOM, members), side: { room: ROOM, members } };

  it('says whom it is for with each batch, also after a restart and a restore', async () => {
    scene.connected = false;
    must(await scene.open(), { kind: 'message', body: { text: '귓속말' } }, place);
    await settled();
    const outbox = await scene.open(2);
    expect([...outbox.sides]).toEqual([[place.log, place.side]]);
    expect(bodies(outbox, place.log)).toEqual([{ kind: 'message', text: '귓속말' }]);
    scene.connected = true;
    outbox.pumpAll();
    await settled();
    expect(inputs).toMatchObject([{ log: place.log, side: place.side }]);
    expect(outbox.sides.size).toBe(0);

    // The history that came back has the room, and not the whisper's log.
    const lacksAll = (async (_name: string, value: unknown) => ({
      ok: true,
      value,
    })) as unknown as typeof scene.far.call;
    const room = { log: ROOM, epoch: testId(77), head: 1 };
    expect(await outbox.reconcile(lacksAll, [room], new Set([ROOM]))).toEqual(new Map([[place.log, 1]]));
    outbox.pumpAll();
    await settled();
    expect(inputs).toHaveLength(2);
    expect(inputs[1]).toMatchObject({ side: place.side });
  });
});

it('sends what an older version of the program left, and offers again what it had said', async () => {
  const table = scene.storage.table<unknown>('outbox');
  const base = { server: SERVER, log: ROOM, at: scene.clock.now(), refused: null };
  // The first version knew neither kinds nor places.
  await table.put(testId(1, 9), { ...base, id: testId(1, 9), text: '옛날 말', tried: false });
  const edit = { ...base, id: testId(2, 9), n: 3, kind: 'edit', target: testId(1, 9), text: '고침', tried: true };
  await table.put(edit.id, { ...edit, confirmed: true });
  const said = { ...base, id: testId(3, 9), n: 2, kind: 'message', target: null, text: '한 말', epoch: testId(3) };
  await scene.storage.table<unknown>('said').put(said.id, said);
  const outbox = await scene.open();
  expect(outbox.pending(ROOM)).toMatchObject([
    { kind: 'message', text: '옛날 말', target: null },
    { kind: 'edit', text: '고침', target: testId(1, 9), body: { target: testId(1, 9), text: '고침' } },
  ]);
  outbox.pumpAll();
  await settled();
  expect(scene.far.kept).toEqual(['옛날 말', '고침']);
  const lacksOne = (async () => ({ ok: true, value: { ids: [said.id] } })) as unknown as typeof scene.far.call;
  await outbox.reconcile(lacksOne, [{ log: ROOM, epoch: testId(77), head: 1 }], new Set());
  expect(outbox.pending(ROOM)).toMatchObject([{ id: said.id, text: '한 말', tried: true }]);
});

it('keeps every batch below the frame limit, whatever goes with the messages', async () => {
  scene.connected = false;
  const outbox = await scene.open();
  const options = Array.from({ length: limits.pollOptions }, (_, at) => `${at} ${'답'.repeat(limits.pollOption - 2)}`);
  const poll = { options, anonymous: true, many: true, closesAt: limits.lastMoment };
  const mentions = Array.from({ length: limits.mentions }, (_, at) => ({
    member: testId(at, 7),
    name: '이'.repeat(limits.memberName),
  }));
  const text = '"\\\n\u0001\ud800'.repeat(limits.messageText / 5);
  const forward = { log: testId(8), id: testId(9) };
  for (let count = 0; count < 5; count += 1)
    must(outbox, {
      kind: 'message',
      body: { text: `${count}`, poll, mentions, reply: TARGET, thread: TARGET, forward },
    });
  for (let count = 0; count < 5; count += 1) must(outbox, { kind: 'message', body: { text } });
  for (let count = 0; count < limits.batchEntries; count += 1) must(outbox, react('👍', true, testId(count, 5)));
  const sizes: number[] = [];
  scene.far.whole = (batch) => {
    sizes.push(Buffer.byteLength(JSON.stringify({ log: ROOM, side: { room: ROOM, members: [] }, entries: batch })));
    return 'kept';
  };
  scene.connected = true;
  outbox.pumpAll();
  await settled();
  expect(drafts).toHaveLength(10 + limits.batchEntries);
  expect(sizes.length).toBeGreaterThan(2);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(limits.batchBytes);
});

it('says which limit is broken before anything is kept', async () => {
  const outbox = await scene.open();
  const many = Array.from({ length: limits.pollOptions + 1 }, (_, at) => `${at}`);
  const poll = { options: many, anonymous: false, many: false, closesAt: null };
  expect(outbox.say(HERE, { kind: 'message', body: { text: '?', poll } })).toMatchObject({
    error: { code: 'invalid', rule: 'long', limit: limits.pollOptions },
  });
  expect(outbox.say(HERE, react('글자', true))).toMatchObject({ error: { code: 'invalid', rule: 'shape' } });
  expect(outbox.pending(ROOM)).toEqual([]);
});
