import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EMPTY_LOG, Signal, type Arrival, type Pending, type Session, type ThreadView } from '../../client';
import type { Answer, Entry, MessageEntry } from '../../protocol';
import { excerptOf } from '../../renderer/conversation/panel/excerpt';
import { OwnThreads, type OwnThread } from '../../renderer/conversation/panel/own-threads.svelte';
import { lastAboutPins, Pinned } from '../../renderer/conversation/panel/pinned.svelte';
import { threadRows } from '../../renderer/conversation/panel/thread-rows';
import { versionsOf } from '../../renderer/conversation/versions/versions';

const ROOM = '01890000-0000-7000-8000-0000000000aa';
const NARAE = '01890000-0000-7000-8000-00000000000a';
const YUNSEO = '01890000-0000-7000-8000-00000000000b';
const NOON = new Date(2026, 10, 21, 12, 0).getTime();
const MINUTE = 60_000;
const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const said = (seq: number, author: string, at = NOON, more: Partial<MessageEntry['body']> = {}): MessageEntry => ({
  ...{ seq, id: id(seq), author, at, kind: 'message' },
  body: { text: `말 ${seq}`, ...more },
});
const EMPTY_THREAD: ThreadView = {
  ...{ root: null, entries: [], pending: [], changes: new Map(), tallies: new Map() },
  ...{ complete: true, loading: false, seen: 0, unread: 0, mentions: 0 },
};
const waits = (key: string, text: string): Pending => ({
  ...{ id: key, kind: 'message', target: null, text, body: { text }, at: NOON + MINUTE },
  ...{ tried: false, refused: null, held: false },
});

describe('the lines of a thread', () => {
  const context = { log: ROOM, whisper: null, me: NARAE, newAfter: null };
  const kinds = (more: Partial<ThreadView>, newAfter: number | null = null) =>
    threadRows({ ...EMPTY_THREAD, root: said(1, YUNSEO), ...more }, { ...context, newAfter }).answers.map((row) =>
      row.kind === 'message' ? (row.opens ? 'opens' : 'run') : row.kind,
    );

  test('a run stands under one name; another day and what is new begin anew', () => {
    const answers = [
      said(4, YUNSEO, NOON + MINUTE),
      said(5, YUNSEO, NOON + 2 * MINUTE),
      said(9, NARAE, NOON + 3 * MINUTE),
      said(12, YUNSEO, NOON + 24 * 60 * MINUTE),
      said(13, YUNSEO, NOON + 24 * 60 * MINUTE),
    ];
    expect(kinds({ entries: answers })).toEqual(['opens', 'run', 'opens', 'day', 'opens', 'run']);
    expect(kinds({ entries: answers }, 4)).toEqual(['opens', 'new', 'opens', 'opens', 'day', 'opens', 'run']);
    expect(kinds({ entries: answers }, 13)).toEqual(['opens', 'run', 'opens', 'day', 'opens', 'run']);
  });

  test('one’s own answers are never what is new', () => {
    expect(kinds({ entries: [said(4, NARAE)] }, 1)).toEqual(['opens']);
  });

  test('what waits stands at the end, and once where the server has it already', () => {
    const { answers } = threadRows(
      {
        ...EMPTY_THREAD,
        root: said(1, YUNSEO),
        entries: [said(4, NARAE)],
        pending: [waits(id(4), '말 4'), waits(id(5), '말 5')],
      },
      context,
    );
    expect(answers.map(({ key }) => key)).toEqual([id(4), id(5)]);
  });

  test('answers outlive the message they hang on; without it there is nothing to hang them on', () => {
    const root = said(1, YUNSEO, NOON, { text: '', deleted: true });
    const shown = threadRows({ ...EMPTY_THREAD, root, entries: [said(4, NARAE)] }, context);
    expect(shown.root).toMatchObject({ deleted: true });
    expect(shown.answers).toHaveLength(1);
    expect(threadRows(EMPTY_THREAD, context).root).toBeNull();
  });
});

describe('one’s own threads', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('are asked for at once and then at most once a second, however much is said in them', async () => {
    let arrive: (arrival: Arrival) => void = () => undefined;
    const root = said(1, NARAE);
    const one: OwnThread = {
      log: ROOM,
      root,
      summary: { root: root.id, count: 3, last: 7, lastAt: NOON, people: [YUNSEO] },
      count: { log: ROOM, thread: root.id, above: 1, upTo: 7, unread: 2, mentions: 1 },
    };
    const view = new Signal<ThreadView>(EMPTY_THREAD);
    const ask = vi.fn(() => Promise.resolve<Answer<{ threads: OwnThread[] }>>({ ok: true, value: { threads: [one] } }));
    const session = {
      talk: { threads: ask, thread: () => view },
      onArrival: (listener: typeof arrive) => {
        arrive = listener;
        return () => (arrive = () => undefined);
      },
    } as unknown as Session;
    const threads = new OwnThreads(session);
    const stop = threads.follow();
    const answer = (within?: string) =>
      arrive({ entry: said(8, YUNSEO, NOON, within ? { thread: within } : {}) } as Arrival);
    await vi.advanceTimersByTimeAsync(0);
    expect(threads.unread).toBe(2);
    answer();
    for (let times = 0; times < 20; times += 1) answer(root.id);
    expect(ask).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ask).toHaveBeenCalledTimes(2);

    // Opened on this device, its own count is the fresher one.
    view.set({ ...EMPTY_THREAD, root, unread: 0 });
    expect(threads.unread).toBe(0);
    stop();
    answer(root.id);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ask).toHaveBeenCalledTimes(2);
  });
});

describe('pins', () => {
  test('are asked for anew after a pin or a deletion, and after nothing else', () => {
    const placed = (seq: number) => ({ seq, id: id(seq), author: NARAE, at: NOON });
    const pin: Entry = { ...placed(2), kind: 'pin', body: { target: id(1), on: true } };
    const edit: Entry = { ...placed(3), kind: 'edit', body: { target: id(1), text: '새 말' } };
    const gone: Entry = { ...placed(5), kind: 'delete', body: { target: id(1) } };
    const after = (...entries: Entry[]) => lastAboutPins({ ...EMPTY_LOG, entries });
    expect(after(said(1, NARAE))).toBe(0);
    expect(after(said(1, NARAE), pin, edit, said(4, YUNSEO))).toBe(2);
    expect(after(said(1, NARAE), pin, edit, gone)).toBe(5);
  });

  test('an answer that was overtaken by a later one changes nothing', async () => {
    const answers: ((answer: Answer<Entry[]>) => void)[] = [];
    const session = {
      talk: { pins: () => new Promise((resolve) => answers.push(resolve)) },
    } as unknown as Session;
    const pinned = new Pinned(session, ROOM);
    const [first, second] = [pinned.ask(), pinned.ask()];
    answers[1]?.({ ok: true, value: [said(2, NARAE)] });
    await second;
    answers[0]?.({ ok: true, value: [said(1, NARAE), said(3, NARAE, NOON, { text: '', deleted: true })] });
    await first;
    expect(pinned.list?.map(({ seq }) => seq)).toEqual([2]);
  });
});

test('an excerpt is one line, and is cut between signs', () => {
  expect(excerptOf(' 하나\n\n  둘 ')).toBe('하나 둘');
  expect(excerptOf('👩‍👩‍👧'.repeat(200)).endsWith('…')).toBe(true);
  expect(Array.from(excerptOf('가'.repeat(8_000)))).toHaveLength(161);
});

test('versions stand newest first, and of a deleted message there are none', () => {
  const edit = (seq: number, text: string): Entry => ({
    ...{ seq, id: id(seq), author: NARAE, at: NOON, kind: 'edit' },
    body: { target: id(1), text },
  });
  expect(versionsOf([said(1, NARAE), edit(2, '둘'), edit(3, '셋')]).map(({ text }) => text)).toEqual([
    '셋',
    '둘',
    '말 1',
  ]);
  expect(versionsOf([said(1, NARAE, NOON, { text: '', deleted: true }), edit(2, '')])).toEqual([]);
});
