import { describe, expect, test } from 'vitest';
import { rowsOf, type Row } from '../../renderer/conversation/timeline/rows';
import type { LogView } from '../../client';
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
const view = (entries: Entry[], more: Partial<LogView> = {}): LogView => ({
  entries,
  pending: [],
  complete: false,
  loadingOlder: false,
  head: 0,
  seen: 0,
  unread: 0,
  ...more,
});
const plain = { me: NARAE, newAfter: null };
const kinds = (rows: Row[]) => rows.map((row) => (row.kind === 'message' ? (row.opens ? 'opens' : 'run') : row.kind));

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
    const pending = [{ id: id(2), text: '곧 가요', at: MORNING + MINUTE, tried: false, refused: null }];
    const before = rowsOf(view([said(1, NARAE, MORNING)], { pending }), plain);
    const after = rowsOf(view([said(1, NARAE, MORNING), said(2, NARAE, MORNING + MINUTE, '곧 가요')]), plain);
    expect(before.map(({ key }) => key)).toEqual(after.map(({ key }) => key));
    expect(before.at(-1)).toMatchObject({ seq: null, opens: false, text: '곧 가요' });
  });

  test('keys stay unique even when the server’s clock went back a day', () => {
    const rows = rowsOf(
      view([said(1, NARAE, MORNING), said(2, NARAE, MORNING - 24 * 60 * MINUTE), said(3, NARAE, MORNING)]),
      plain,
    );
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });
});
