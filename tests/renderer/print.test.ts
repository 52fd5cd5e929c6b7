/** What goes onto paper: which days, what of them, and what is never on it. */
import { expect, test } from 'vitest';
import { EMPTY_LOG, type LogView } from '../../client';
import type { Entry } from '../../protocol';
import { fileNameOf } from '../../renderer/print/paper';
import { answeredIn, linesOf, missingIn } from '../../renderer/print/sheet';
import { dateOf, spanOf } from '../../renderer/print/stretch';
import { desktopCalls, parse } from '../../protocol';

const day = (date: string, time = '12:00') => new Date(`${date}T${time}`).getTime();
const between = { from: '2026-11-19', to: '2026-11-20' };
const message = (seq: number, at: number, body: object = {}): Entry =>
  ({
    id: `m${seq}`,
    seq,
    author: 'na',
    at,
    kind: 'message',
    body: { text: `text ${seq}`, ...body },
  }) as unknown as Entry;
const view = (entries: Entry[], more: Partial<LogView> = {}): LogView => ({
  ...EMPTY_LOG,
  complete: true,
  entries,
  ...more,
});
const everything = { from: -Infinity, to: Infinity };
const told = (lines: ReturnType<typeof linesOf>) =>
  lines.map((line) => (line.kind === 'message' ? line.text || 'deleted' : line.kind));

test('a stretch begins and ends with its days', () => {
  const now = day('2026-11-21', '00:30');
  expect(spanOf('held', now, between)).toEqual(everything);
  expect(spanOf('today', now, between)?.from).toBe(day('2026-11-21', '00:00'));
  expect(spanOf('week', now, between)?.from).toBe(day('2026-11-15', '00:00'));
  expect(spanOf('between', now, between)).toEqual({
    from: day('2026-11-19', '00:00'),
    to: day('2026-11-21', '00:00') - 1,
  });
  expect(spanOf('between', now, { from: '2026-11-21', to: '2026-11-20' })).toBeNull();
  expect(spanOf('between', now, { from: '', to: '2026-11-20' })).toBeNull();
  expect(dateOf(now)).toBe('2026-11-21');
});

test('only what was said in it, under its days; what still waits was not said, and a thread’s answers are in their thread', () => {
  const entries = [
    message(1, day('2026-11-18')),
    message(2, day('2026-11-19')),
    message(3, day('2026-11-19', '12:01'), { thread: 'm2' }),
    message(4, day('2026-11-20')),
    message(5, day('2026-11-21')),
  ];
  const waits = {
    id: 'w1',
    kind: 'message',
    body: { text: 'waits' },
    target: null,
    at: day('2026-11-20'),
    refused: null,
  };
  const held = view(entries, { pending: [waits] as unknown as LogView['pending'] });
  const lines = linesOf(held, 'room', 'na', spanOf('between', day('2026-11-21'), between)!);
  expect(told(lines)).toEqual(['day', 'text 2', 'day', 'text 4']);
});

test('a deleted message says so and nothing else; a missing stretch is told where it is, not at the edges', () => {
  const entries = [message(1, day('2026-11-19')), message(4, day('2026-11-19', '12:01'), { text: '', deleted: true })];
  const held = view(entries, { holes: [{ after: 1, before: 4, loading: false }] as unknown as LogView['holes'] });
  const lines = linesOf(held, 'room', 'na', everything);
  expect(told(lines)).toEqual(['day', 'text 1', 'hole', 'deleted']);
  expect(lines.at(-1)).toMatchObject({ deleted: true });
  expect(told(linesOf(held, 'room', 'na', { from: 0, to: day('2026-11-19') }))).toEqual(['day', 'text 1']);
});

test('what is answered is quoted as it is said now, fetched or held; a deleted one is not', () => {
  const at = day('2026-11-19');
  const held = view([
    message(5, at),
    message(6, at, { reply: 'm5' }),
    message(7, at, { reply: 'm1' }),
    message(8, at, { reply: 'm2' }),
  ]);
  const lines = linesOf(held, 'room', 'na', everything);
  expect(missingIn(lines, held)).toEqual(['m1', 'm2']);
  const answered = answeredIn(lines, held, [message(1, at), message(2, at, { text: '', deleted: true })]);
  expect([...answered]).toEqual([
    ['m5', { author: 'na', text: 'text 5' }],
    ['m1', { author: 'na', text: 'text 1' }],
    ['m2', null],
  ]);
});

test('a file’s name is one that main takes, whatever a room is called', () => {
  expect(fileNameOf('사랑방', '2026-11-21')).toBe('사랑방 2026-11-21.pdf');
  for (const title of ['../../etc/passwd', '', '🙂', 'a/b:c', '가'.repeat(60), '.hidden', '\u202egpj', 'e\u0301'])
    expect(parse(desktopCalls.savePdf.input, { name: fileNameOf(title, '2026-11-21') })).toMatchObject({ ok: true });
  for (const name of ['../x.pdf', 'x.exe', '.x.pdf', 'a/b.pdf'])
    expect(parse(desktopCalls.savePdf.input, { name })).toMatchObject({ ok: false });
});
