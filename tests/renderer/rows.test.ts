import { describe, expect, test } from 'vitest';
import { rowsOf, type Row } from '../../renderer/conversation/timeline/rows';
import { EMPTY_LOG, type LogView, type Pending } from '../../client';
import type { Entry } from '../../protocol';

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
const plain = { me: NARAE, newAfter: null };
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
    expect(kinds(rowsOf(view(entries), { me: NARAE, newAfter: 1 }))).toEqual([
      'day',
      'opens',
      'opens',
      'new',
      'opens',
      'run',
    ]);
  });

  test('no divider where all is seen, nor where it would stand at the edge of what is held', () => {
    expect(kinds(rowsOf(view(entries), { me: NARAE, newAfter: 4 }))).not.toContain('new');
    expect(kinds(rowsOf(view(entries.slice(2)), { me: NARAE, newAfter: 1 }))).not.toContain('new');
    expect(kinds(rowsOf(view(entries, { complete: true }), { me: NARAE, newAfter: 0 }))[2]).toBe('new');
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
    const edit = (seq: number, target: string, text: string): Entry => ({
      ...{ seq, id: id(seq), author: NARAE, at: MORNING + seq * MINUTE, kind: 'edit' },
      body: { target, text },
    });
    const gone: Entry = { ...said(2, NARAE, MORNING), kind: 'message', body: { text: '', deleted: true } };
    const entries = [
      said(1, NARAE, MORNING),
      gone,
      edit(3, id(1), '첫 고침'),
      edit(4, id(1), '둘째 고침'),
      edit(5, id(2), ''),
    ];
    const rows = rowsOf(view(entries), plain).filter((row) => row.kind === 'message');
    expect(rows).toMatchObject([
      { key: id(1), text: '둘째 고침', edited: true, deleted: false },
      { key: id(2), text: '', edited: false, deleted: true },
    ]);
  });

  test('a change that waits stands on its message, sent or not', () => {
    const pending = [
      waits(id(2), 'message', null, '곧 가요'),
      waits(id(3), 'edit', id(1), '고친 말'),
      waits(id(4), 'delete', id(2)),
    ];
    const rows = rowsOf(view([said(1, NARAE, MORNING)], { pending }), plain).filter((row) => row.kind === 'message');
    expect(rows).toMatchObject([
      { key: id(1), text: '고친 말', edited: true, pending: null, change: { id: id(3) } },
      { key: id(2), text: '곧 가요', edited: false, pending: { id: id(2) }, change: { kind: 'delete' } },
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
    expect(kinds(rowsOf(unread, { me: NARAE, newAfter: 2 }))).toEqual(['day', 'opens', 'run', 'new', 'hole', 'opens']);
  });

  test('keys stay unique even when the server’s clock went back a day', () => {
    const rows = rowsOf(
      view([said(1, NARAE, MORNING), said(2, NARAE, MORNING - 24 * 60 * MINUTE), said(3, NARAE, MORNING)]),
      plain,
    );
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });
});
