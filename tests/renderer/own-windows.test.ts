/** Rooms' own windows with no window: which there are, and what is seen in one, which is decided by where somebody looks. */
import { expect, test } from 'vitest';
import { limits, nameOfOwnWindow, roomOfName, type Bridge, type RoomAt } from '../../protocol';
import { Conversation } from '../../renderer/conversation/conversation.svelte';
import type { Door, OwnersPage, RoomPage, Seen } from '../../renderer/own-window/door';
import { OwnWindows } from '../../renderer/own-window/own-windows.svelte';
import type { Visit } from '../../renderer/state/visit.svelte';
import { asSession, session } from '../support/lendable';

test('a name is exactly a server’s and a room’s id', () => {
  const at = { server: '01234567-89ab-4def-8123-456789abcdef', room: '11111111-89ab-4def-8123-456789abcdef' };
  expect(roomOfName(nameOfOwnWindow(at))).toEqual(at);
  for (const name of ['', '/', at.server, `${nameOfOwnWindow(at)}/`, ` ${nameOfOwnWindow(at)}`, `../${at.room}`])
    expect(roomOfName(name)).toBeNull();
});

const id = (digit: string) => `${digit.repeat(8)}-89ab-4def-8123-456789abcdef`;
const here: RoomAt = { server: id('0'), room: id('1') };
const there: RoomAt = { server: id('0'), room: id('2') };

/** A page of a room's own window, and the way it comes in. */
class FakePage extends EventTarget {
  closed = false;
  readonly name: string;
  door: Door | null = null;
  maruRoom: RoomPage['maruRoom'];
  readonly #owner: OwnersPage;
  constructor(name: string, owner: OwnersPage) {
    super();
    this.name = name;
    this.#owner = owner;
  }
  load(): void {
    const enter = () => void (this.door = this.#owner.maruRooms?.enter(this as unknown as Window) ?? null);
    this.maruRoom = { enter, leave: () => void (this.door = null) };
    enter();
  }
  close(): void {
    this.closed = true;
    this.dispatchEvent(new Event('pagehide'));
  }
  reportError(): void {
    return undefined;
  }
}

function desk(known: readonly RoomAt[] = []) {
  const owner = new EventTarget() as EventTarget & OwnersPage;
  const pages = new Map<string, FakePage>();
  const asked: string[] = [];
  const visit = { session: asSession(session()) } as Visit;
  const opened: RoomAt[] = [];
  const rooms = new OwnWindows({
    bridge: {
      call: async (name: string, input: { deed?: string }) => {
        if (name === 'ownWindow') asked.push(input.deed ?? '');
        return { ok: true, value: { windows: known.map((at) => ({ ...at, mini: false })), there: true } };
      },
    } as unknown as Bridge,
    visitOf: (server) => (server === here.server ? visit : undefined),
    common: () => ({ settings: { theme: 'system' }, language: 'en', locked: false, hosting: false, addresses: null }),
    looked: () => undefined,
    lead: (server, room) => void opened.push({ server, room }),
    openSettings: () => undefined,
    open(url, name) {
      if (url === '') return (pages.get(name) as unknown as Window | undefined) ?? null;
      const page = new FakePage(name, owner);
      pages.set(name, page);
      queueMicrotask(() => page.load());
      return page as unknown as Window;
    },
  });
  rooms.attach(owner as unknown as Window);
  const pageOf = (at: RoomAt) => pages.get(nameOfOwnWindow(at));
  const sees = (at: RoomAt, seen: Partial<Seen>) =>
    pageOf(at)?.door?.sees({ focused: true, room: true, atEnd: true, thread: null, ...seen });
  return { rooms, owner, pages, pageOf, sees, asked, opened };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('a room has one window; a second wish brings it forward, and beyond the most a sentence says so', async () => {
  const { rooms, asked, pages } = desk();
  rooms.open(here.server, here.room);
  await settled();
  rooms.open(here.server, here.room);
  expect([pages.size, asked]).toEqual([1, ['show']]);
  for (let at = 0; at <= limits.ownWindows; at += 1) rooms.open(here.server, id(at.toString(16)));
  expect([pages.size, rooms.full]).toEqual([limits.ownWindows, true]);
  rooms.understood();
  expect(rooms.full).toBe(false);
});

test('seen is what the window with the focus shows', async () => {
  const { rooms, sees } = desk();
  expect(rooms.sight(here, undefined, true)).toBeNull();
  rooms.open(here.server, here.room);
  await settled();
  const thread = id('7');
  const rows: [Partial<Seen> | null, RoomAt, string | undefined, boolean, ReturnType<typeof rooms.sight>][] = [
    [{}, here, undefined, false, { focused: true, inView: true, atEnd: true }],
    [{ atEnd: false }, here, undefined, false, { focused: true, inView: true, atEnd: false }],
    [{ room: false }, here, undefined, false, { focused: true, inView: false, atEnd: true }],
    [{}, here, thread, false, { focused: true, inView: false, atEnd: true }],
    [{ thread }, here, thread, false, { focused: true, inView: true, atEnd: true }],
    // Somebody looks at it: another room is not seen, wherever else it may stand.
    [{}, there, undefined, false, { focused: true, inView: false, atEnd: true }],
    // Nobody looks at any.
    [{ focused: false }, here, undefined, false, { focused: false, inView: true, atEnd: true }],
    [{ focused: false }, there, undefined, false, null],
    // Somebody looks at the main window: it knows.
    [{ focused: false }, here, undefined, true, null],
  ];
  for (const [seen, at, within, main, expected] of rows) {
    if (seen) sees(here, seen);
    expect(rooms.sight(at, within, main)).toEqual(expected);
  }
  sees(here, {});
  expect(rooms.inView).toEqual(here);
});

test('closed, it is the main window’s again, and sees nothing; a page that was loaded anew goes on', async () => {
  const { rooms, pageOf, sees } = desk();
  rooms.open(here.server, here.room);
  await settled();
  sees(here, {});
  const page = pageOf(here);
  // Loaded anew: it goes, and comes.
  const before = page?.door;
  page?.dispatchEvent(new Event('pagehide'));
  expect([rooms.has(here.server, here.room), rooms.inView]).toEqual([true, null]);
  page?.load();
  expect(page?.door).not.toBe(before);
  sees(here, {});
  // What the page before says is nobody's any more.
  before?.sees({ focused: false, room: false, atEnd: false, thread: null });
  expect(rooms.inView).toEqual(here);
  page?.close();
  expect([rooms.has(here.server, here.room), rooms.inView, rooms.sight(here, undefined, false)]).toEqual([
    false,
    null,
    null,
  ]);
});

test('what is being written goes on with the owner’s next page, whatever the disk took; where nothing was done, nothing is said', () => {
  const [before, after] = [session(), session()];
  const conversation = Conversation.of(asSession(before));
  const field = conversation.writing(here.room);
  const stop = field.shownBy(() => (field.text = '쓰다 만 말'));
  conversation.writing(there.room);
  field.text = '쓰다 만 마';
  field.whisper([id('5')]);
  const handed = conversation.handOver();
  stop();
  const next = Conversation.of(asSession(after));
  next.goOn(handed);
  expect(next.writing(here.room).text).toBe('쓰다 만 말');
  expect(after.drafts.kept).toEqual([
    { room: here.room, text: '쓰다 만 말', reply: null, whisperTo: [id('5')], mentions: [], edit: null },
  ]);
});

test('what was open comes back with its server; what leads elsewhere leads to the main window', async () => {
  const { rooms, pageOf, opened, asked } = desk([here, { server: id('9'), room: id('1') }]);
  await settled();
  expect([rooms.has(here.server, here.room), rooms.has(id('9'), id('1'))]).toEqual([true, false]);
  await settled();
  pageOf(here)?.door?.lead(there.room, null);
  expect([opened, asked]).toEqual([[there], ['owner']]);
  pageOf(here)?.door?.lead(here.room, null);
  expect([opened, rooms.has(here.server, here.room)]).toEqual([[there, here], false]);
});
