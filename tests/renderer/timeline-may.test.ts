import { expect, test } from 'vitest';
import { EMPTY_LOG, type LogView } from '../../client';
import type { Entry, Member, Role } from '../../protocol';
import { deedsFor } from '../../renderer/conversation/timeline/may';
import { hasNewsSince, lastIn, markedFrom, seenIn } from '../../renderer/conversation/timeline/news';
import { rowsOf, type MessageRow } from '../../renderer/conversation/timeline/rows';

const id = (letter: string) => `01890000-0000-7000-8000-00000000000${letter}`;
const [ROOM, NARAE, YUNSEO, SIDE] = ['0', 'a', 'b', 'c'].map(id) as [string, string, string, string];
const person = (who: string, role: Role = 'member') => ({ id: who, role }) as Member;
const said = (seq: number, author: string, body: object = { text: '말' }): Entry =>
  ({ seq, id: id(String(seq)), author, at: seq, kind: 'message', body }) as Entry;
const log = (entries: Entry[], more: Partial<LogView> = {}): LogView => ({ ...EMPTY_LOG, entries, ...more });

const row = (body?: object, author = NARAE) => {
  const rows = rowsOf(log([said(1, author, body)]), { room: ROOM, me: NARAE, newAfter: null });
  return rows.find((one) => one.kind === 'message') as MessageRow;
};
const deeds = (one: MessageRow, self: Member | null = person(NARAE), author = person(YUNSEO), archived = false) =>
  [...deedsFor(one, { room: { archived }, self, author })].sort();
const everybodys = ['copyLink', 'copyText', 'forward', 'pin', 'react', 'reply', 'thread', 'unread'];

test('one’s own is edited and deleted; another’s only deleted, by who may and stands above them', () => {
  expect(deeds(row())).toEqual([...everybodys, 'edit', 'remove'].sort());
  expect(deeds(row(undefined, YUNSEO))).toEqual(everybodys);
  expect(deeds(row(undefined, YUNSEO), person(NARAE, 'moderator'))).toEqual([...everybodys, 'remove'].sort());
  expect(deeds(row(undefined, YUNSEO), person(NARAE, 'moderator'), person(YUNSEO, 'host'))).toEqual(everybodys);
});

test('a room that was put away is only read, a deleted message has nothing left to do with, a whisper stays where it is', () => {
  expect(deeds(row(), person(NARAE), person(NARAE), true)).toEqual(['copyLink', 'copyText', 'forward', 'unread']);
  expect(deeds(row({ text: '', deleted: true }))).toEqual(['copyLink', 'unread']);
  expect(deeds({ ...row(), whisper: [NARAE, YUNSEO] })).toEqual([
    'copyText',
    'edit',
    'react',
    'remove',
    'reply',
    'thread',
  ]);
});

test('what the server does not have yet is changed where it waits, and what was passed on is another’s word', () => {
  expect(deeds({ ...row(), seq: null })).toEqual(['copyText']);
  const forwarded = { log: SIDE, id: id('9'), author: YUNSEO, at: 1 };
  expect(deeds(row({ text: '말', forwarded }))).not.toContain('edit');
  expect(deeds({ ...row(), edits: 1 })).toContain('versions');
});

test('where the new begins counts for each log apart; threads and one’s own are no news', () => {
  const aside = { log: SIDE, members: [NARAE, YUNSEO], view: log([said(1, YUNSEO)], { seen: 1 }) };
  const view = log([said(1, YUNSEO), said(2, NARAE)], { seen: 1, asides: [aside] });
  expect(seenIn(ROOM, view)).toEqual(
    new Map([
      [ROOM, 1],
      [SIDE, 1],
    ]),
  );
  expect(markedFrom(ROOM, view, 1)).toEqual(
    new Map([
      [ROOM, 0],
      [SIDE, 1],
    ]),
  );
  const last = lastIn(ROOM, view);
  const later = (entry: Entry) => hasNewsSince(last, ROOM, { ...view, entries: [...view.entries, entry] }, NARAE);
  expect(later(said(3, YUNSEO))).toBe(true);
  expect(later(said(3, NARAE))).toBe(false);
  expect(later(said(3, YUNSEO, { text: '답', thread: id('1') }))).toBe(false);
  const whispered = { ...aside, view: log([said(1, YUNSEO), said(2, YUNSEO)]) };
  expect(hasNewsSince(last, ROOM, { ...view, asides: [whispered] }, NARAE)).toBe(true);
});
