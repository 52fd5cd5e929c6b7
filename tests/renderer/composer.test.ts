import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { EMPTY_LOG } from '../../client';
import { Emoji, type Entry, type Member } from '../../protocol';
import { lastMessage } from '../../renderer/conversation/composer/last';
import { codeMarked, marked, markOf, type Marked, type Selected } from '../../renderer/conversation/composer/marking';
import { whisperOrder, whispersToAll } from '../../renderer/conversation/composer/orders';
import { namingOf, peopleOf } from '../../renderer/conversation/composer/people';
import { emojiCalled, findEmoji, inTone, loadEmoji } from '../../renderer/ui/emoji';

/** [ ] is what is selected. */
function changed(text: string, change: (selected: Selected) => Marked): string {
  const start = text.indexOf('[');
  const end = text.indexOf(']') - 1;
  const plain = text.replace(/[[\]]/gu, '');
  const { from, to, insert, select } = change({ text: plain, start, end });
  const after = plain.slice(0, from) + insert + plain.slice(to);
  return `${after.slice(0, select[0])}[${after.slice(select[0], select[1])}]${after.slice(select[1])}`;
}

describe('marks around what is selected', () => {
  const bold = (text: string) => changed(text, (selected) => marked(selected, '**'));
  test('are put on, and taken off again', () => {
    expect(bold('이건 [중요]해요')).toBe('이건 **[중요]**해요');
    expect(bold('이건 **[중요]**해요')).toBe('이건 [중요]해요');
    expect(bold('이건 [**중요**]해요')).toBe('이건 [중요]해요');
    expect(bold('[ 중요 ]')).toBe(' **[중요]** ');
    expect(bold('[]')).toBe('**[]**');
  });
  test('code gets as many backticks as it needs, and several lines a fence of their own', () => {
    const code = (text: string) => changed(text, codeMarked);
    expect(code('[npm start]')).toBe('`[npm start]`');
    expect(code('[a ` b]')).toBe('`` [a ` b] ``');
    expect(code('보세요 [a\nb] 끝')).toBe('보세요 \n```\n[a\nb]\n```\n 끝');
    expect(code('[```\na\n```]')).toBe('````\n[```\na\n```]\n````');
  });
  test('keys go by their place, so that they hold in Korean mode', () => {
    const key = { ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, code: 'KeyB' };
    expect(markOf(key)).toBe('**');
    expect(markOf({ ...key, code: 'KeyX', shiftKey: true })).toBe('~~');
    expect(markOf({ ...key, code: 'KeyX' })).toBeNull();
    expect(markOf({ ...key, ctrlKey: false })).toBeNull();
  });
});

const orders = ['/w', '/귓'];
const two = [
  { member: 'n', name: '나래' },
  { member: 'm', name: 'Mateo Rossi' },
];
describe('/w @name', () => {
  test('becomes a whisper once the name is whole', () => {
    expect(whisperOrder('/w @나래', orders, two, true)?.to).toEqual([]);
    expect(whisperOrder('/w @나래 ', orders, two, true)).toEqual({ to: [two[0]], text: '' });
    expect(whisperOrder('/귓 @나래님 4시로 해요', orders, two, true)).toEqual({ to: [two[0]], text: '4시로 해요' });
    expect(whisperOrder('/w @나래, @Mateo Rossi hi', orders, two, false)).toEqual({ to: two, text: 'hi' });
  });
  test('for nobody it is never taken for a plain text', () => {
    expect(whisperOrder('/w @nobody secret', orders, two, false)).toEqual({ to: [], text: '@nobody secret' });
    expect(whisperOrder('/w', orders, two, false)).toEqual({ to: [], text: '' });
    expect(whisperOrder('/wow', orders, two, false)).toBeNull();
    expect(whispersToAll({ to: [], text: '@room hi' })).toBe(true);
  });
});

const person = (id: string, name: string): Member =>
  ({ id, name, role: 'member', standing: 'in', private: true, via: 'app' }) as Member;

test('who is named goes with the message, each once; nobody is meant by @here but everybody', () => {
  const present = [person('a', '나래'), person('b', 'here')];
  expect(namingOf('@나래야 @나래 @here', [], present)).toEqual({
    mentions: [{ member: 'a', name: '나래' }],
    everybody: 'here',
  });
  expect(namingOf('plain', [], present)).toEqual({});
  const all = new Map(present.map((member) => [member.id, member]));
  expect(peopleOf({ members: null, left: ['a'] }, all).map(({ id }) => id)).toEqual(['b']);
});

test('the last message of one’s own, as it is said now', () => {
  const entry = (seq: number, author: string, text: string, more = {}) =>
    ({ kind: 'message', seq, id: `e${seq}`, author, at: seq, body: { text, ...more } }) as Entry;
  const entries = [
    entry(1, 'me', '하나'),
    entry(2, 'me', '둘'),
    entry(3, 'you', '셋'),
    entry(4, 'me', '', { deleted: true }),
  ];
  const edit = {
    kind: 'edit',
    seq: 5,
    id: 'e5',
    author: 'me',
    at: 5,
    body: { target: 'e2', text: '둘 고침' },
  } as const;
  const view = { ...EMPTY_LOG, entries, changes: new Map([['e2', [edit]]]) };
  const mine = { me: 'me', whose: 'mine', thread: null } as const;
  expect(lastMessage(view, mine)).toEqual({ id: 'e2', text: '둘 고침', whisper: null });
  expect(lastMessage(view, { ...mine, whose: 'others' })).toEqual({ id: 'e3', text: '셋', whisper: null });
  expect(lastMessage(EMPTY_LOG, mine)).toBeNull();
  // A thread's are its own.
  const within = { ...view, entries: [...entries, entry(6, 'me', '넷', { thread: 'e1' })] };
  expect(lastMessage(within, mine)?.id).toBe('e2');
  expect(lastMessage(within, { ...mine, thread: 'e1' })?.id).toBe('e6');

  // Whispers stand where they were said.
  const aside = (log: string, after: number, text: string) => ({
    ...{ log, members: ['me', 'you'] },
    view: { ...EMPTY_LOG, entries: [{ ...entry(1, 'me', text), id: log, after } as Entry] },
  });
  const whispered = { ...view, asides: [aside('w1', 1, '먼저'), aside('w2', 4, '나중')] };
  expect(lastMessage(whispered, mine)).toEqual({ id: 'w2', text: '나중', whisper: ['me', 'you'] });
  expect(lastMessage({ ...view, asides: [aside('w1', 1, '먼저')] }, mine)?.id).toBe('e2');
});

describe('emoji', () => {
  test('each that can be chosen, in every tone, is one the protocol takes', async () => {
    const all = await loadEmoji();
    expect(all.length).toBeGreaterThan(1_500);
    const refused = all
      .flatMap((one) => [one.emoji, ...one.skins])
      .filter((emoji) => !v.safeParse(Emoji, emoji).success);
    expect(refused).toEqual([]);
  });

  test('are found by a word of either language, a code, initials, and half a syllable', async () => {
    const all = await loadEmoji();
    const found = (query: string) => findEmoji(all, query, 8).map(({ emoji }) => emoji);
    expect(found('tada')).toContain('🎉');
    expect(found('하트')).toContain('❤️');
    expect(found('박수')).toContain('👏');
    // A name comes before what one may think of: a door is “웃장” too, and a rocket a “launch”.
    expect(found('웃')).not.toContain('🚪');
    expect(found('lau').slice(0, 2)).toEqual(['😆', '🤣']);
    expect(found('ㅂㅅ').length).toBeGreaterThan(0);
    expect(found('asdfgh')).toEqual([]);
    const thumb = emojiCalled(all, '+1')!;
    expect([thumb.emoji, inTone(thumb, 3), inTone(thumb, 0)]).toEqual(['\u{1F44D}', '\u{1F44D}\u{1F3FD}', '\u{1F44D}']);
  });
});
