import { expect, test } from 'vitest';
import { insideOf, readBy } from '../../renderer/conversation/timeline/readers';
import { messageLink, messageLinkLength, parseMessageLink } from '../../renderer/conversation/timeline/message-link';

const id = (letter: string) => `01890000-0000-7000-8000-00000000000${letter}`;
const [NARAE, YUNSEO, MATEO, JIHO] = ['a', 'b', 'c', 'd'].map(id) as [string, string, string, string];
const everybody = new Set([NARAE, YUNSEO, MATEO, JIHO]);
const reader = (member: string, seq: number, since = 0) => ({ member, seq, since });

test('the number is of those who were there when it was said, without the author; it shrinks to nothing', () => {
  const message = { author: NARAE, at: 1_000, seq: 5 };
  const after = (...readers: ReturnType<typeof reader>[]) => readBy(message, { readers, me: null, inside: everybody });
  expect(after(reader(NARAE, 0), reader(YUNSEO, 4), reader(MATEO, 5))).toEqual({ read: [MATEO], unread: [YUNSEO] });
  // Jiho came later: it was never theirs to read.
  expect(after(reader(NARAE, 5), reader(YUNSEO, 9), reader(JIHO, 0, 1_001))).toEqual({ read: [YUNSEO], unread: [] });
  expect(after(reader(JIHO, 0, 1_000)).unread).toEqual([JIHO]);
});

test('who has left is not waited for, and what waits for the server is read by nobody', () => {
  const readers = [reader(YUNSEO, 0), reader(MATEO, 0)];
  const standing = (member: string, standing: 'in' | 'removed' = 'in') => [member, { id: member, standing }] as const;
  const members = new Map([standing(NARAE), standing(YUNSEO), standing(MATEO), standing(JIHO, 'removed')]);
  const inside = insideOf({ members: null, left: [YUNSEO] }, members);
  expect([...inside]).toEqual([NARAE, MATEO]);
  expect([...insideOf({ members: [YUNSEO, JIHO], left: [] }, members)]).toEqual([YUNSEO]);
  expect(readBy({ author: NARAE, at: 1, seq: 5 }, { readers, me: null, inside }).unread).toEqual([MATEO]);
  expect(readBy({ author: NARAE, at: 1, seq: null }, { readers, me: null, inside }).unread).toEqual([]);
});

test('what this person has before them is read, whatever the server knows of it yet', () => {
  const readers = [reader(YUNSEO, 3), reader(MATEO, 3)];
  const said = { author: NARAE, at: 1, seq: 5 };
  const read = (seq: number) => readBy(said, { readers, me: { id: YUNSEO, seq }, inside: everybody }).unread;
  expect(read(5)).toEqual([MATEO]);
  expect(read(4)).toEqual([YUNSEO, MATEO]);
});

test('a link to a message is three ids and nothing else', () => {
  const link = messageLink(NARAE, YUNSEO, MATEO);
  expect(parseMessageLink(link)).toEqual({ server: NARAE, room: YUNSEO, entry: MATEO });
  for (const bad of [
    `${link}/`,
    `${link}?x=1`,
    link.slice(0, -1),
    `${link}0`,
    link.toUpperCase(),
    link.replace('message', 'join'),
  ])
    expect(parseMessageLink(bad), bad).toBeNull();
  // Korean writes on without a space.
  expect(messageLinkLength(`${link}에서 봐요`)).toBe(link.length);
  expect(messageLinkLength(`${link}/x`)).toBe(0);
});
