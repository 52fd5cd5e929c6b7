/** Which windows a page may open: a room's own, from the one page that owns the connections, and where each stands after that. */
import { EventEmitter } from 'node:events';
import type { BrowserWindow, HandlerDetails, WebContents } from 'electron';
import { beforeEach, expect, test, vi } from 'vitest';
import { limits, nameOfOwnWindow, type RoomAt } from '../../protocol';
import type { KeptRooms } from '../../main/own-windows/kept';

const told = { quit: () => undefined as void };
const area = { x: 0, y: 0, width: 1_920, height: 1_080 };
const screen = new EventEmitter();
vi.mock('electron', () => ({
  app: {
    name: 'Maru',
    on: (name: string, listener: () => void) => void (name === 'before-quit' && (told.quit = listener)),
  },
  nativeTheme: { shouldUseDarkColors: false, shouldUseHighContrastColors: false },
  screen: Object.assign(screen, {
    getPrimaryDisplay: () => ({ workArea: area, bounds: area }),
    getAllDisplays: () => [{ workArea: area, bounds: area }],
  }),
}));
const { ownWindows } = await import('../../main/own-windows/own-windows');
const { roomOfPage } = await import('../../main/page');

const ids = (digit: string): RoomAt => ({
  server: '01234567-89ab-4def-8123-456789abcdef',
  room: `${digit.repeat(8)}-89ab-4def-8123-456789abcdef`,
});
const room = ids('1');
const urlOf = (at: RoomAt) => `app://maru/own-window/room.html#${nameOfOwnWindow(at)}`;
const wishFor = (at: RoomAt, more: Partial<HandlerDetails> = {}): HandlerDetails => ({
  ...{ url: urlOf(at), frameName: nameOfOwnWindow(at), features: '', disposition: 'foreground-tab' },
  ...{ referrer: { url: '', policy: 'default' } },
  ...more,
});

class FakeWindow extends EventEmitter {
  bounds = { x: 100, y: 100, width: 640, height: 720 };
  least = [0, 0];
  onTop = false;
  destroyed = false;
  webContents = Object.assign(new EventEmitter(), { opener: {} as object | null });
  getNormalBounds = () => this.bounds;
  getBounds = () => this.bounds;
  isMaximized = () => false;
  isFullScreen = () => false;
  isMinimized = () => false;
  isDestroyed = () => this.destroyed;
  setMinimumSize = (...least: number[]) => (this.least = least);
  setBounds = (bounds: typeof this.bounds) => (this.bounds = bounds);
  setSize = (width: number, height: number) => Object.assign(this.bounds, { width, height });
  center = () => Object.assign(this.bounds, { x: 10, y: 10 });
  setAlwaysOnTop = (on: boolean) => (this.onTop = on);
  shows: string[] = [];
  show = () => this.shows.push('show');
  showInactive = () => this.shows.push('inactive');
  focus = () => this.shows.push('focus');
  close() {
    this.emit('close');
    this.destroy();
  }
  destroy() {
    this.destroyed = true;
    this.emit('closed');
  }
}
const asBrowser = (window: FakeWindow) => window as unknown as BrowserWindow;

let file: KeptRooms;
let owner: FakeWindow;
let rooms: ReturnType<typeof ownWindows>;
let forward = 0;
const contents = () => owner.webContents as unknown as WebContents;

function begin(hidden = false): void {
  owner = new FakeWindow();
  rooms = ownWindows({
    window: { browser: asBrowser(owner), hidden, bringForward: () => (forward += 1) } as never,
    settings: { current: { theme: 'system' } },
    file: { read: () => file, write: (value) => (file = value) },
    preload: 'room.cjs',
    icon: 'icon.png',
    zoom: { hold: () => undefined },
    log: { info: () => undefined, error: () => undefined, lines: () => undefined },
  });
  rooms.prepare?.();
  void rooms.start?.();
}
function open(at: RoomAt): FakeWindow {
  expect(rooms.opening(contents(), wishFor(at))?.action).toBe('allow');
  const made = new FakeWindow();
  owner.webContents.emit('did-create-window', made, { url: urlOf(at), frameName: nameOfOwnWindow(at) });
  made.emit('ready-to-show');
  return made;
}
const listed = async () => {
  const answer = await rooms.handlers.ownWindows({});
  return answer.ok ? answer.value.windows.map((one) => one.room) : null;
};
const make = (deed: 'show' | 'mini' | 'whole' | 'owner', at = room) => rooms.handlers.ownWindow({ ...at, deed });

beforeEach(() => {
  screen.removeAllListeners();
  file = { rooms: [] };
  forward = 0;
  begin();
});

test('the owner’s page opens a room’s window, sandboxed, with no bridge and nothing the page chose', () => {
  const answer = rooms.opening(contents(), wishFor(room));
  const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
  // Where the system checks spelling, it does so here as well.
  expect(rooms.opening(contents(), wishFor(room))).toMatchObject({
    overrideBrowserWindowOptions: { webPreferences: { spellcheck: true } },
  });
  platform.mockRestore();
  expect(answer).toMatchObject({
    action: 'allow',
    overrideBrowserWindowOptions: {
      ...{ show: false, width: 640, height: 720, minWidth: 360, minHeight: 400 },
      webPreferences: {
        ...{ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true },
        ...{ preload: 'room.cjs', spellcheck: false },
      },
    },
  });
});

test.each<[string, Partial<HandlerDetails>]>([
  ['another page of ours', { url: 'app://maru/index.html' }],
  ['a page beside it', { url: urlOf(room).replace('room.html', 'room.html/..') }],
  ['another host', { url: urlOf(room).replace('maru/', 'maru.example/') }],
  ['another scheme', { url: urlOf(room).replace('app:', 'https:') }],
  ['a name in front of the host', { url: urlOf(room).replace('//', '//narae@') }],
  ['a query', { url: urlOf(room).replace('#', '?x#') }],
  ['no room', { url: 'app://maru/own-window/room.html' }],
  ['a room that is none', { url: 'app://maru/own-window/room.html#../x', frameName: '../x' }],
  ['more behind the room', { url: `${urlOf(room)}/x`, frameName: `${nameOfOwnWindow(room)}/x` }],
  ['another room’s name', { frameName: nameOfOwnWindow(ids('2')) }],
  ['no name', { frameName: '' }],
  ['nothing', { url: '' }],
  ['an empty page', { url: 'about:blank' }],
  ['code', { url: 'javascript:alert(1)' }],
  ['data', { url: 'data:text/html,x' }],
  ['features', { features: 'width=300' }],
  ['no opener', { features: 'noopener' }],
  ['something to send', { postBody: { contentType: 'text/plain', data: [] } as never }],
])('%s is not for it to open', (_what, more) => {
  expect(rooms.opening(contents(), wishFor(room, more))).toBeNull();
});

test('nobody else opens one: not a room’s own window, nor a page of another one', () => {
  const own = open(room);
  expect(rooms.opening(own.webContents as unknown as WebContents, wishFor(ids('2')))).toBeNull();
  expect(rooms.opening(new FakeWindow().webContents as unknown as WebContents, wishFor(ids('2')))).toBeNull();
});

test('one a room, and no more than may be', () => {
  open(room);
  expect(rooms.opening(contents(), wishFor(room))).toBeNull();
  for (const digit of '23456789abc'.slice(0, limits.ownWindows - 1)) open(ids(digit));
  expect(rooms.opening(contents(), wishFor(ids('f')))).toBeNull();
});

test('its page is its own address alone', () => {
  expect(roomOfPage(urlOf(room))).toEqual(room);
  for (const url of ['app://maru/own-window/room.html', `${urlOf(room)}#x`, urlOf(room).toUpperCase(), 'app://maru/#'])
    expect(roomOfPage(url)).toBeNull();
});

test('what a person closes stays closed; what ends with the app, its main window or a crash comes back', async () => {
  const [one, two] = [open(room), open(ids('2'))];
  expect(one.shows).toEqual(['show']);
  one.close();
  expect(await listed()).toEqual([ids('2').room]);
  // Electron ends it with the page that opened it.
  owner.emit('close');
  two.destroy();
  expect(await listed()).toEqual([ids('2').room]);
  begin();
  const again = open(ids('2'));
  // It takes the focus from nobody.
  expect(again.shows).toEqual(['inactive']);
  owner.webContents.emit('render-process-gone');
  expect([again.destroyed, await listed()]).toEqual([true, [ids('2').room]]);
  begin();
  const last = open(ids('2'));
  told.quit();
  last.close();
  expect(await listed()).toEqual([ids('2').room]);
});

test('started hidden, what was open is made and waits for its person: not for a main window that is only put onto the taskbar', async () => {
  for (const at of [room, ids('2'), ids('3')]) open(at);
  begin(true);
  const [own, other] = [open(room), open(ids('2'))];
  expect(await listed()).toContain(room.room);
  owner.emit('show');
  expect([own.shows, other.shows]).toEqual([[], []]);
  other.close();
  owner.emit('focus');
  expect([own.shows, other.shows]).toEqual([['inactive'], []]);
  expect(open(ids('3')).shows).toEqual(['inactive']);
});

test('its place and that of its small form are remembered apart, and it is above others while it is small', async () => {
  const own = open(room);
  own.bounds = { x: 30, y: 40, width: 700, height: 800 };
  await make('mini');
  expect([own.onTop, own.least, own.bounds]).toEqual([true, [280, 240], { x: 30, y: 40, width: 320, height: 400 }]);
  own.bounds = { x: 1_500, y: 600, width: 300, height: 300 };
  await make('whole');
  expect([own.onTop, own.least, own.bounds]).toEqual([false, [360, 400], { x: 30, y: 40, width: 700, height: 800 }]);
  await make('mini');
  expect(own.bounds).toEqual({ x: 1_500, y: 600, width: 300, height: 300 });
  own.close();
  begin();
  expect(rooms.opening(contents(), wishFor(room))).toMatchObject({
    overrideBrowserWindowOptions: { x: 1_500, y: 600, width: 300, height: 300, minWidth: 280 },
  });
  expect(open(room).onTop).toBe(true);
});

test('of a server that was left nothing is remembered, and no window of it stays; of others all is', async () => {
  const other = { ...ids('2'), server: ids('f').room };
  const [own, foreign] = [open(room), open(other)];
  open(ids('3')).close();
  expect(file.rooms.map((one) => one.room).sort()).toEqual([room.room, other.room, ids('3').room]);
  await rooms.handlers.forgetOwnWindows({ server: room.server });
  expect([own.destroyed, foreign.destroyed]).toEqual([true, false]);
  expect(file.rooms.map((one) => one.room)).toEqual([other.room]);
  expect([rooms.browserOf(room), rooms.browserOf(other)]).toEqual([null, foreign]);
});

test('its page is known by its window, until that closes', () => {
  const own = open(room);
  const page = own.webContents as unknown as WebContents;
  expect([rooms.holds(page), rooms.holds(contents())]).toEqual([true, false]);
  own.close();
  expect(rooms.holds(page)).toBe(false);
});

test('it comes forward when asked, the main one when that is asked; what is not there is said', async () => {
  const own = open(room);
  await make('show');
  expect(own.shows).toEqual(['show', 'show', 'focus']);
  expect(rooms.bringForward(room)).toBe(true);
  expect(rooms.bringForward(ids('2'))).toBe(false);
  expect(await make('show', ids('2'))).toEqual({ ok: true, value: { there: false } });
  await make('owner');
  expect(forward).toBe(1);
});

test('Ctrl+W closes it, on any layout, and no other window', () => {
  const own = open(room);
  const press = (more: object) => {
    const preventDefault = vi.fn();
    const input = { type: 'keyDown', code: 'KeyW', key: 'ㅈ', control: true, meta: false, alt: false, shift: false };
    own.webContents.emit('before-input-event', { preventDefault }, { ...input, ...more });
    return preventDefault.mock.calls.length;
  };
  expect([press({ alt: true }), press({ code: 'KeyE' }), press({ type: 'keyUp' }), own.destroyed]).toEqual([
    0,
    0,
    0,
    false,
  ]);
  expect([press({}), own.destroyed, owner.destroyed]).toEqual([1, true, false]);
});

test('a window that comes with no room’s name, or with no opener, is ended at once', () => {
  const [stranger, orphan] = [new FakeWindow(), new FakeWindow()];
  owner.webContents.emit('did-create-window', stranger, { url: 'app://maru/', frameName: 'x' });
  orphan.webContents.opener = null;
  owner.webContents.emit('did-create-window', orphan, { url: urlOf(room), frameName: nameOfOwnWindow(room) });
  expect([stranger.destroyed, orphan.destroyed]).toEqual([true, true]);
});
