import { describe, expect, test } from 'vitest';
import { rowsOf, type Row } from '../../renderer/conversation/timeline/rows';
import { EMPTY_LOG, type LogView, type Pending } from '../../client';
import { refuse, type Change, type Entry, type Id } from '../../protocol';

const NARAE = '01890000-0000-7000-8000-00000000000a';
const YUNSEO = '01890000-0000-7000-8000-00000000000b';
const MORNING = new Date(2026, 10, 21, 10, 2).getTime();
const MINUTE = 60_000;
const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const said = (seq: number, author: string, at: number, text = `말 ${seq}`): Entry => ({
  seq,
  id: id(seq),
  author,
  at,
  kind: 'message',
  body: { text },
});
const joined = (seq: number, author: string, at: number): Entry => ({
  seq,
  id: id(seq),
  author,
  at,
  kind: 'joined',
  body: { name: '윤서' },
});
const view = (entries: Entry[], more: Partial<LogView> = {}): LogView => ({ ...EMPTY_LOG, entries, ...more });
const waits = (key: string, kind: Pending['kind'], target: string | null, text = ''): Pending => ({
  ...{ id: key, kind, target, text, body: { text }, at: MORNING + MINUTE },
  ...{ tried: kind !== 'message', refused: null, held: false },
});
const ROOM = '01890000-0000-7000-8000-0000000000aa';
const plain = { room: ROOM, me: NARAE, newAfter: null };
const since = (seq: number) => ({ ...plain, newAfter: new Map([[ROOM, seq]]) });
const about = (seq: number, author: string, kind: Change['kind'], body: object): Change =>
  ({ seq, id: id(seq), author, at: MORNING + seq * MINUTE, kind, body }) as Change;
const edit = (seq: number, target: string, text: string) => about(seq, NARAE, 'edit', { target, text });
const byTarget = (changes: readonly Change[]) => {
  const all = new Map<Id, Change[]>();
  for (const change of changes) all.set(change.body.target, [...(all.get(change.body.target) ?? []), change]);
  return all;
};
const messages = (log: LogView) => rowsOf(log, plain).filter((row) => row.kind === 'message');
const kinds = (rows: Row[]) => rows.map((row) => (row.kind === 'message' ? (row.opens ? 'opens' : 'run') : row.kind));

test('a message that is back from the server while the outbox still has it is one message', () => {
  const rows = rowsOf(
    view([said(1, NARAE, MORNING)], {
      pending: [waits(id(1), 'message', null, '말 1'), waits(id(2), 'message', null, '말 2')],
    }),
    plain,
  );
  expect(rows.map(({ key }) => key)).toEqual([expect.stringContaining('day'), id(1), id(2)]);
});

describe('runs', () => {
  test('one author within five minutes stands under one name; a pause, another person, a quiet line or a new day begins anew', () => {
    const entries = [
      said(1, NARAE, MORNING),
      said(2, NARAE, MORNING + 4 * MINUTE),
      said(3, NARAE, MORNING + 10 * MINUTE),
      said(4, YUNSEO, MORNING + 10 * MINUTE),
      joined(5, YUNSEO, MORNING + 10 * MINUTE),
      said(6, YUNSEO, MORNING + 11 * MINUTE),
      said(7, YUNSEO, MORNING + 24 * 60 * MINUTE),
    ];
    expect(kinds(rowsOf(view(entries), plain))).toEqual([
      'day',
      'opens',
      'run',
      'opens',
      'opens',
      'quiet',
      'opens',
      'day',
      'opens',
    ]);
  });

  test('the room’s beginning is shown once the first entry is held', () => {
    expect(kinds(rowsOf(view([], { complete: true }), plain))).toEqual(['start']);
    expect(kinds(rowsOf(view([said(9, NARAE, MORNING)]), plain))).toEqual(['day', 'opens']);
  });
});

describe('what is new', () => {
  const entries = [
    said(1, YUNSEO, MORNING),
    said(2, NARAE, MORNING),
    said(3, YUNSEO, MORNING),
    said(4, YUNSEO, MORNING),
  ];

  test('the divider stands before the first new message of somebody else', () => {
    expect(kinds(rowsOf(view(entries), since(1)))).toEqual(['day', 'opens', 'opens', 'new', 'opens', 'run']);
  });

  test('no divider where all is seen, nor where it would stand at the edge of what is held', () => {
    expect(kinds(rowsOf(view(entries), since(4)))).not.toContain('new');
    expect(kinds(rowsOf(view(entries.slice(2)), since(1)))).not.toContain('new');
    expect(kinds(rowsOf(view(entries, { complete: true }), since(0)))[2]).toBe('new');
  });
});

describe('what waits', () => {
  test('a waiting message keeps its key when it becomes an entry', () => {
    const pending = [waits(id(2), 'message', null, '곧 가요')];
    const before = rowsOf(view([said(1, NARAE, MORNING)], { pending }), plain);
    const after = rowsOf(view([said(1, NARAE, MORNING), said(2, NARAE, MORNING + MINUTE, '곧 가요')]), plain);
    expect(before.map(({ key }) => key)).toEqual(after.map(({ key }) => key));
    expect(before.at(-1)).toMatchObject({ seq: null, opens: false, text: '곧 가요' });
  });

  test('what was said anew shows its last text; what was deleted shows none; their own lines show nothing', () => {
    const gone: Entry = { ...said(2, NARAE, MORNING), kind: 'message', body: { text: '', deleted: true } };
    const changes = [edit(3, id(1), '첫 고침'), edit(4, id(1), '둘째 고침'), edit(5, id(2), '')];
    const entries = [said(1, NARAE, MORNING), gone, ...changes];
    expect(messages(view(entries, { changes: byTarget(changes) }))).toMatchObject([
      { key: id(1), text: '둘째 고침', edits: 2, deleted: false },
      { key: id(2), text: '', edits: 0, deleted: true },
    ]);
    // Behind a hole there may be more edits than are held.
    const holes = [{ after: 1, before: 3, loading: false }];
    expect(messages(view(entries, { changes: byTarget(changes), holes }))[0]).toMatchObject({ edits: 1 });
  });

  test('a change that waits stands on its message, sent or not', () => {
    const pending = [
      waits(id(2), 'message', null, '곧 가요'),
      waits(id(3), 'edit', id(1), '고친 말'),
      waits(id(4), 'delete', id(2)),
    ];
    expect(messages(view([said(1, NARAE, MORNING)], { pending }))).toMatchObject([
      { key: id(1), text: '고친 말', edits: 1, pending: null, change: { id: id(3) } },
      { key: id(2), text: '곧 가요', edits: 0, pending: { id: id(2) }, change: { kind: 'delete' } },
    ]);
  });

  test('a hole stands between the lines around it, and opens a new run', () => {
    const holes = [{ after: 2, before: 9, loading: false }];
    const rows = rowsOf(
      view([said(1, NARAE, MORNING), said(2, NARAE, MORNING), said(9, NARAE, MORNING)], { holes }),
      plain,
    );
    expect(kinds(rows)).toEqual(['day', 'opens', 'run', 'hole', 'opens']);
    expect(rows[3]).toMatchObject({ after: 2, before: 9 });
    const unread = view([said(1, YUNSEO, MORNING), said(2, YUNSEO, MORNING), said(9, YUNSEO, MORNING)], { holes });
    expect(kinds(rowsOf(unread, since(2)))).toEqual(['day', 'opens', 'run', 'new', 'hole', 'opens']);
  });

  test('keys stay unique even when the server’s clock went back a day', () => {
    const rows = rowsOf(
      view([said(1, NARAE, MORNING), said(2, NARAE, MORNING - 24 * 60 * MINUTE), said(3, NARAE, MORNING)]),
      plain,
    );
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });
});

describe('what became of a message', () => {
  const hello = said(1, YUNSEO, MORNING);
  const react = (seq: number, who: string, emoji: string, on = true) =>
    about(seq, who, 'react', { target: id(1), emoji, on });

  test('a reaction names its people in their order; one taken back is gone, and its own choice shows at once', () => {
    const changes = byTarget([
      react(2, YUNSEO, '👋'),
      react(3, NARAE, '👋'),
      react(4, YUNSEO, '🎉'),
      react(5, YUNSEO, '🎉', false),
    ]);
    expect(messages(view([hello], { changes }))[0]?.reactions).toEqual([
      { emoji: '👋', people: [YUNSEO, NARAE], mine: true },
    ]);
    const choice = (on: boolean, emoji: string): Pending => ({
      ...waits(id(9), 'react', id(1)),
      body: { target: id(1), emoji, on },
    });
    const pending = [choice(false, '👋'), choice(true, '🍵')];
    const [row] = messages(view([hello], { changes, pending }));
    expect(row?.reactions).toEqual([
      { emoji: '👋', people: [YUNSEO], mine: false },
      { emoji: '🍵', people: [NARAE], mine: true },
    ]);
    // It is no reason to say that the message waits.
    expect(row).toMatchObject({ pending: null, change: null, refused: [] });
  });

  test('a refused reaction is not shown as one, and stands there to be told', () => {
    const refused = { ...waits(id(9), 'react', id(1)), refused: refuse('no-such-entry') };
    const pending = [{ ...refused, body: { target: id(1), emoji: '🍵', on: true } }];
    const [row] = messages(view([hello], { pending }));
    expect(row).toMatchObject({ reactions: [], refused: [{ id: id(9) }] });
  });

  test('pinned until it is taken off; nothing of it stays on a deleted message but its thread', () => {
    const pins = [about(2, NARAE, 'pin', { target: id(1), on: true })];
    expect(messages(view([hello], { changes: byTarget(pins) }))[0]?.pinned).toBe(true);
    const off = [...pins, about(3, YUNSEO, 'pin', { target: id(1), on: false })];
    expect(messages(view([hello], { changes: byTarget(off) }))[0]?.pinned).toBe(false);
    const gone: Entry = { ...said(1, YUNSEO, MORNING), kind: 'message', body: { text: '', deleted: true } };
    const threads = new Map([[id(1), { root: id(1), count: 2, last: 9, lastAt: MORNING, people: [NARAE] }]]);
    expect(messages(view([gone], { changes: byTarget([...pins, react(3, NARAE, '👋')]), threads }))[0]).toMatchObject({
      deleted: true,
      pinned: false,
      reactions: [],
      thread: { count: 2 },
    });
  });

  test('what stands in a thread is not in the room’s course, nor what waits there', () => {
    const answer: Entry = { ...said(2, NARAE, MORNING), kind: 'message', body: { text: '답', thread: id(1) } };
    const pending = [{ ...waits(id(3), 'message', null, '또 답'), body: { text: '또 답', thread: id(1) } }];
    expect(messages(view([hello, answer], { pending })).map(({ key }) => key)).toEqual([id(1)]);
  });
});

describe('whispers', () => {
  const MATEO = '01890000-0000-7000-8000-00000000000c';
  const SIDE = '01890000-0000-8000-8000-0000000000bb';
  const OTHER = '01890000-0000-8000-8000-0000000000cc';
  const whispered = (key: number, after: number, author: string, seq = key): Entry => ({
    ...said(seq, author, MORNING + after * MINUTE, `귓속말 ${key}`),
    id: id(key),
    after,
  });
  const aside = (log: string, members: string[], entries: Entry[], more: Partial<LogView> = {}) => ({
    log,
    members,
    view: view(entries, more),
  });
  const room = [1, 2, 3].map((seq) => said(seq, YUNSEO, MORNING + seq * MINUTE));
  const order = (log: LogView, context = plain as Parameters<typeof rowsOf>[1]) =>
    rowsOf(log, context).flatMap((row) => (row.kind === 'day' ? [] : [row.kind === 'message' ? row.key : row.kind]));

  test('each stands behind the entry it was said after, in its log’s order, and under its own name', () => {
    const asides = [
      aside(SIDE, [NARAE, YUNSEO], [whispered(101, 2, YUNSEO, 1), whispered(102, 3, NARAE, 2)]),
      aside(OTHER, [NARAE, MATEO, YUNSEO], [whispered(201, 2, MATEO, 1)]),
    ];
    expect(order(view(room, { asides }))).toEqual([id(1), id(2), id(101), id(201), id(3), id(102)]);
    const rows = messages(view(room, { asides }));
    expect(rows.map(({ opens }) => opens)).toEqual([true, false, true, true, true, true]);
    expect(rows[2]).toMatchObject({ log: SIDE, seq: 1, whisper: [NARAE, YUNSEO] });
    expect(rows[0]).toMatchObject({ log: ROOM, whisper: null });
  });

  test('one whose place is not held waits for it, at the beginning and in a hole', () => {
    const far = [said(5, YUNSEO, MORNING), said(9, YUNSEO, MORNING)];
    const holes = [{ after: 5, before: 9, loading: false }];
    const entries = [3, 5, 7, 9].map((after, at) => whispered(101 + at, after, YUNSEO, at + 1));
    const asides = [aside(SIDE, [NARAE, YUNSEO], entries)];
    expect(order(view(far, { asides, holes }))).toEqual([id(5), id(102), 'hole', id(9), id(104)]);
    expect(order(view(far, { asides, holes, complete: true }))).toEqual([
      'start',
      id(101),
      id(5),
      id(102),
      'hole',
      id(9),
      id(104),
    ]);
  });

  test('a new one is under the line, one that was read is not', () => {
    const asides = [aside(SIDE, [NARAE, YUNSEO], [whispered(101, 3, YUNSEO, 1), whispered(102, 3, YUNSEO, 2)])];
    const marks = new Map([
      [ROOM, 3],
      [SIDE, 1],
    ]);
    expect(order(view(room, { asides }), { ...plain, newAfter: marks })).toEqual([
      ...[id(1), id(2), id(3), id(101)],
      'new',
      id(102),
    ]);
  });

  test('one that waits stands at the end, among what else waits', () => {
    const asides = [aside(SIDE, [NARAE, YUNSEO], [], { pending: [waits(id(101), 'message', null, '쉿')] })];
    const pending = [{ ...waits(id(4), 'message', null, '나중'), at: MORNING + 2 * MINUTE }];
    expect(order(view(room, { asides, pending }))).toEqual([id(1), id(2), id(3), id(101), id(4)]);
  });
});

test('two thousand lines with reactions are laid out in a few milliseconds', () => {
  const entries = Array.from({ length: 2_000 }, (_, n) => said(n + 1, n % 3 ? NARAE : YUNSEO, MORNING + n * MINUTE));
  const chosen = entries.map(({ id: target }, n) =>
    about(3_000 + n, n % 2 ? NARAE : YUNSEO, 'react', { target, emoji: '👍', on: true }),
  );
  const log = view(entries, { changes: byTarget(chosen), complete: true });
  const times = Array.from({ length: 15 }, () => {
    const begun = performance.now();
    rowsOf({ ...log }, plain);
    return performance.now() - begun;
  }).sort((a, b) => a - b);
  const [fastest = Infinity] = times;
  console.log(`rows of 2,000 entries: ${fastest.toFixed(2)} ms (the fastest of 15)`);
  // Ten times what it takes: this finds a loop within a loop, not a busy machine.
  expect(fastest).toBeLessThan(40);
});
