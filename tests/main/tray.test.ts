/** What the tray says and offers, whether there is one, and what closing means with it: for every system. */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import type { TrayDeeds, TrayFacts } from '../../main/tray/menu';
import { limits, type HostStatus, type ServerState, type ServerStatus } from '../../protocol';

vi.mock('electron', () => ({ app: {}, dialog: {}, nativeImage: {} }));
const { meaningOf } = await import('../../main/closing');
const { othersOn } = await import('../../main/leaving');
const { titleOf, worstOf } = await import('../../main/status');
const { menuOfTray, tooltipOf } = await import('../../main/tray/menu');
const { cellOf } = await import('../../main/tray/pictures');
const { linuxTray, trayPlace } = await import('../../main/tray/place');

const server = (
  name: string,
  state: ServerState,
  unread = 0,
  id = '01890000-0000-7000-8000-000000000001',
): ServerStatus => ({
  id,
  name,
  state,
  unread,
});
const did: unknown[] = [];
const deeds: TrayDeeds = {
  show: () => void did.push('show'),
  stopPorch: () => void did.push('stopPorch'),
  quieten: (term) => void did.push(['quieten', term]),
  present: (on) => void did.push(['present', on]),
  lock: () => void did.push('lock'),
  quit: () => void did.push('quit'),
};
const facts: TrayFacts = {
  status: { servers: [] },
  host: { state: 'stopped' },
  presenting: false,
  lock: 'open',
  language: 'en',
  now: new Date(2026, 0, 5, 12, 0).getTime(),
};
const stopped: HostStatus = { state: 'stopped' };
const running: HostStatus = {
  state: 'running',
  id: '01890000-0000-7000-8000-000000000001',
  name: '디자인실',
  port: 7420,
  password: false,
  url: 'http://127.0.0.1:7420/',
  fingerprint: 'f'.repeat(43),
  guests: true,
  announce: true,
  addresses: [],
  hostKey: 'k'.repeat(43),
  pid: 1,
  restarts: 0,
};
const labels = (servers: ServerStatus[], host: HostStatus = stopped, language: 'en' | 'ko' = 'en') =>
  menuOfTray({ ...facts, status: { servers }, host, language }, deeds).map(({ label, type, enabled }) =>
    type === 'separator' ? type : enabled === false ? `(${label})` : label,
  );

describe('the menu', () => {
  test('shows and quits where nothing else is to be said', () => {
    expect(labels([])).toEqual(['Show Maru', 'separator', 'Presenting', 'Lock now', 'separator', 'Quit']);
  });
  test('tells of each server, and ends one’s own porch', () => {
    expect(labels([server('A & B', 'offline', 2)], running, 'ko')).toEqual([
      '마루 열기',
      'separator',
      '(A && B · 연결 끊김 · 안 읽은 메시지 2개)',
      'separator',
      '(내 마루: 디자인실)',
      '마루 닫기…',
      'separator',
      '발표 중',
      '지금 잠그기',
      'separator',
      '끝내기',
    ]);
  });
  test('is as wide and as long as a menu can be, whatever servers call themselves', () => {
    const many = labels(Array.from({ length: 32 }, () => server(`${'가'.repeat(60)}\u202e`, 'connected')));
    expect(many).toHaveLength(19);
    expect(many[2]).toBe(`(${'가'.repeat(47)}… · connected)`);
  });
  test('lets nobody disturb for so long, on servers that are connected, and says until when', () => {
    const quiet = (quietUntil: number | null, language: 'en' | 'ko' = 'en') =>
      menuOfTray({ ...facts, language, status: { servers: [], quietUntil } }, deeds)[2];
    const off = quiet(null);
    expect(off?.label).toBe('Do not disturb');
    const choices = off?.submenu as MenuItemConstructorOptions[];
    expect(choices.map(({ label, type }) => label ?? type)).toEqual([
      ...['For 30 minutes', 'For 1 hour', 'For 2 hours', 'Until tomorrow morning', 'separator', 'Off'],
    ]);
    did.length = 0;
    for (const { click } of choices) click?.(...([] as unknown as Parameters<NonNullable<typeof click>>));
    expect(did).toEqual(['half', 'one', 'two', 'tomorrow', null].map((term) => ['quieten', term]));
    expect(quiet(new Date(2026, 0, 5, 15, 30).getTime())?.label).toMatch(/^Do not disturb · until 3:30\sPM$/u);
    expect(quiet(new Date(2026, 0, 6, 9, 0).getTime(), 'ko')?.label).toMatch(/^방해 금지 · .*화.*9:00까지$/u);
    expect(quiet(limits.lastMoment)?.label).toBe('Do not disturb · until you end it');
    // It is over: what the page told before is not said any more.
    expect(quiet(facts.now)?.label).toBe('Do not disturb');
  });
  test('switches presenting, which it shows, and locks', () => {
    const [, , presenting, lock] = menuOfTray({ ...facts, presenting: true }, deeds);
    expect(presenting).toMatchObject({ label: 'Presenting', type: 'checkbox', checked: true });
    did.length = 0;
    for (const item of [presenting, lock])
      item?.click?.(...([] as unknown as Parameters<NonNullable<typeof item.click>>));
    expect(did).toEqual([['present', false], 'lock']);
  });
  test('names no server and no porch while the app is locked, and changes nothing', () => {
    const items = menuOfTray(
      {
        ...facts,
        lock: 'locked',
        host: running,
        status: { servers: [server('디자인실', 'offline', 2)], quietUntil: null },
      },
      deeds,
    );
    expect(items.map(({ label, type }) => label ?? type)).toEqual([
      ...['Show Maru', 'separator', 'Locked', 'separator', 'Quit'],
    ]);
  });
});

test('the worst server is what the icon tells of', () => {
  expect(worstOf([])).toBe('connected');
  expect(worstOf([server('a', 'reconnecting'), server('b', 'connected')])).toBe('reconnecting');
  expect(worstOf([server('a', 'offline'), server('b', 'reconnecting')])).toBe('offline');
  expect(tooltipOf({ servers: [server('a', 'offline'), server('b', 'connected')], unread: 2 }, 'en')).toBe(
    'Maru · offline · 2 unread',
  );
  expect(tooltipOf({ servers: [], unread: 0 }, 'ko')).toBe('마루');
  expect([titleOf('Lab', 0), titleOf('Lab', 3)]).toEqual(['Lab', '(3) Lab']);
});

test('each state and number has its picture; macOS has them black, with the number beside them', () => {
  expect(cellOf('connected', 0, 'linux')).toEqual({ column: 0, row: 0 });
  expect(cellOf('offline', 9, 'win32')).toEqual({ column: 9, row: 2 });
  expect(cellOf('reconnecting', 4_000, 'win32')).toEqual({ column: 10, row: 1 });
  expect(cellOf('offline', 4, 'darwin')).toEqual({ column: 2, row: 3 });
});

test('closing hides only into a tray that is there and wanted; it never ends a porch unasked', () => {
  expect(meaningOf(true, true, true)).toBe('hide');
  expect(meaningOf(true, true, false)).toBe('hide');
  expect(meaningOf(true, false, true)).toBe('ask');
  expect(meaningOf(false, true, true)).toBe('ask');
  expect(meaningOf(false, true, false)).toBe('end');
  expect(meaningOf(true, false, false)).toBe('end');
});

describe('who else is on the porch', () => {
  const status = (...servers: ServerStatus[]) => ({ current: { title: '', unread: 0, servers } });
  const host = (here: number | null, porch: HostStatus = running) => ({ status: porch, here: async () => here });
  test('nobody, where it is closed', async () => expect(await othersOn(host(null, stopped), status())).toBe(0));
  test('all but this person, who is on it too', async () =>
    expect(await othersOn(host(3), status(server('own', 'connected')))).toBe(2));
  test('everybody, where this window is not connected to it', async () => {
    expect(await othersOn(host(1), status(server('own', 'reconnecting')))).toBe(1);
    expect(await othersOn(host(1), status(server('other', 'connected', 0, running.id.replace('1', '2'))))).toBe(1);
  });
  test('nobody knows, where it opens or does not answer', async () => {
    expect(await othersOn(host(null), status())).toBeNull();
    expect(await othersOn(host(1, { state: 'starting' }), status())).toBeNull();
  });
});

describe('whether there is a tray', () => {
  test('always, on Windows and macOS', () => {
    expect([trayPlace('win32').there, trayPlace('darwin').there]).toEqual([true, true]);
  });

  /** What `gdbus monitor` prints, by hand. */
  function scene() {
    const child = Object.assign(new EventEmitter(), { stdout: new PassThrough(), stdin: new PassThrough() });
    const answers: ((there: boolean) => void)[] = [];
    const place = linuxTray({
      hasHost: () => new Promise((resolve) => answers.push(resolve)),
      follow: () => child as never,
    });
    const heard: boolean[] = [];
    place.onChange((there) => void heard.push(there));
    place.start();
    const say = async (text: string) => {
      child.stdout.write(text);
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { place, child, answers, heard, say };
  }

  test('on Linux where a watcher is, with somebody who draws its icons; it is followed as it comes and goes', async () => {
    const { place, answers, heard, say } = scene();
    expect(place.there).toBeNull();
    await say('Monitoring signals\nThe name org.kde.StatusNotifierWatcher does not ');
    expect(heard).toEqual([]);
    await say('have an owner\nThe name org.kde.StatusNotifierWatcher is owned by :1.6\n');
    answers[0]?.(false);
    await say('/StatusNotifierWatcher: org.kde.StatusNotifierWatcher.StatusNotifierHostRegistered ()\n');
    answers[1]?.(true);
    await say('');
    expect(heard).toEqual([false, true]);
    // Gone while it was asked: what it says now is of yesterday.
    await say(
      'The name org.kde.StatusNotifierWatcher is owned by :1.9\nThe name org.kde.StatusNotifierWatcher does not have an owner\n',
    );
    answers[2]?.(true);
    await say('');
    expect(heard).toEqual([false, true, false]);
  });

  test('not where nobody can tell: no session bus, no program that asks it', () => {
    const { place, child, heard } = scene();
    child.emit('exit', 127);
    expect([place.there, heard]).toEqual([false, [false]]);
  });
});
