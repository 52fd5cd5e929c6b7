/** Toasts as the systems behave that no story here runs on: answers, late ones too; and the daemons that can be asked. */
import { describe, expect, test } from 'vitest';
import { readDaemon, type Run } from '../../main/notices/daemon';
import { Toasts, type Notice, type Toast, type ToastOptions } from '../../main/notices/toasts';
import type { NoticeReply, NoticeTarget } from '../../protocol';

const target = (room: string): NoticeTarget => ({ server: 'server', room, entry: `${room}-entry` });
const notice = (room: string, more: Partial<Notice> = {}): Notice => ({
  ...{ title: '윤서', body: 'a < b & <b>c</b>', target: target(room), sound: true, reply: 'Answer…', ...more },
});

class Fake implements Toast {
  readonly options: ToastOptions;
  state: 'made' | 'shown' | 'closed' = 'made';
  readonly #listeners: Record<string, ((...values: never[]) => void)[]> = {};

  constructor(options: ToastOptions) {
    this.options = options;
  }
  show = () => void (this.state = 'shown');
  close = () => void (this.state = 'closed');
  on = (event: string, listener: (...values: never[]) => void) => (this.#listeners[event] ??= []).push(listener);
  happens = (event: string, ...values: unknown[]) =>
    this.#listeners[event]?.forEach((listener) => listener(...(values as never[])));
}

function toasts(can = { answers: true, sounds: true, parsesBodies: false }) {
  const made: Fake[] = [];
  const clicked: NoticeTarget[] = [];
  const answered: NoticeReply[] = [];
  let ids = 0;
  const all = new Toasts({
    make(options) {
      const toast = new Fake(options);
      made.push(toast);
      return toast;
    },
    can,
    newId: () => String((ids += 1)),
    clicked: (where) => clicked.push(where),
    answered: (reply) => answered.push(reply),
  });
  return { all, made, clicked, answered };
}

test('one a room; what was read, or is the oldest of too many, is taken back', () => {
  const { all, made } = toasts();
  for (const room of ['a', 'b', 'a']) all.show(notice(room));
  expect(made.map(({ state }) => state)).toEqual(['closed', 'shown', 'shown']);
  all.closeRoom(target('b'));
  for (let room = 0; room < 20; room += 1) all.show(notice(String(room)));
  expect(made.slice(0, 4).map(({ state }) => state)).toEqual(['closed', 'closed', 'closed', 'shown']);
  all.closeAll();
  expect(made.every(({ state }) => state === 'closed')).toBe(true);
});

describe('where the system takes an answer', () => {
  test('it is posted once, however often the system tells of it', () => {
    const { all, made, answered } = toasts();
    all.show(notice('a'));
    expect(made[0]?.options).toMatchObject({
      hasReply: true,
      replyPlaceholder: 'Answer…',
      silent: false,
      groupId: 'a',
    });
    for (let told = 0; told < 3; told += 1) made[0]?.happens('reply', { reply: '네' }, '네');
    expect(answered).toEqual([{ id: '1', target: target('a'), text: '네' }]);
  });
  test('it is told of in the details alone, or as a value of its own', () => {
    const { all, made, answered } = toasts();
    all.show(notice('a'));
    all.show(notice('b'));
    made[0]?.happens('reply', {}, '하나');
    made[1]?.happens('reply', { reply: '둘' });
    expect(answered.map(({ text }) => text)).toEqual(['하나', '둘']);
  });
  test('one that comes late, from the list of old ones, lands where it was meant', () => {
    const { all, made, answered } = toasts();
    all.show(notice('a'));
    made[0]?.happens('close');
    all.show(notice('a'));
    made[0]?.happens('reply', { reply: '늦었어요' });
    expect(answered).toEqual([{ id: '1', target: target('a'), text: '늦었어요' }]);
    expect(made[1]?.state).toBe('shown');
  });
  test('an empty one is none', () => {
    const { all, made, answered } = toasts();
    all.show(notice('a'));
    made[0]?.happens('reply', { reply: '  ' });
    made[0]?.happens('reply', { reply: '이제' });
    expect(answered.map(({ text }) => text)).toEqual(['이제']);
  });
});

test('on Linux there is no field and no noise, and a body is no markup', () => {
  const { all, made, clicked } = toasts({ answers: false, sounds: false, parsesBodies: true });
  all.show(notice('a'));
  expect(made[0]?.options).toEqual({
    ...{ title: '윤서', silent: true, groupId: 'a' },
    body: 'a <\u2060 b &\u2060 <\u2060b>c<\u2060/b>',
  });
  made[0]?.happens('click');
  expect([clicked, made[0]?.state]).toEqual([[target('a')], 'closed']);
});

describe('a daemon’s own do-not-disturb', () => {
  const desktop = (name: string | null, printed: string | null) => {
    const asked: string[] = [];
    let at = 0;
    const run: Run = (program, args) => {
      const line = [program, ...args].join(' ');
      asked.push(line);
      if (line.includes('GetServerInformation')) return Promise.resolve(name && `('${name}', 'vendor', '1', '1.2')`);
      return Promise.resolve(printed);
    };
    return { daemon: readDaemon(run, () => at), asked, pass: (ms: number) => (at += ms) };
  };
  test.each([
    ['dunst', '(<true>,)', true, 'org.dunstproject.cmd0 paused'],
    ['dunst', '(<false>,)', false, 'org.dunstproject.cmd0 paused'],
    ['Plasma', '(<true>,)', true, 'org.freedesktop.Notifications Inhibited'],
    ['gnome-shell', 'true\n', false, 'show-banners'],
    ['gnome-shell', 'false\n', true, 'show-banners'],
    ['gnome-shell', null, null, 'show-banners'],
  ])('%s says %j: %s', async (name, printed, quiet, asks) => {
    const { daemon, asked } = desktop(name, printed);
    expect(await daemon.quiet()).toBe(quiet);
    expect(asked.at(-1)).toContain(asks);
  });
  test('another says nothing, and with none there is nothing to say', async () => {
    expect(await desktop('mako', '(<true>,)').daemon.quiet()).toBeNull();
    const none = desktop(null, null);
    expect([await none.daemon.quiet(), await none.daemon.there()]).toEqual([null, false]);
  });
  test('in a burst nobody asks anew', async () => {
    const { daemon, asked, pass } = desktop('dunst', '(<false>,)');
    for (let said = 0; said < 300; said += 1) await daemon.quiet();
    expect(asked).toHaveLength(2);
    pass(1_001);
    await daemon.quiet();
    expect(asked).toHaveLength(3);
  });
});
