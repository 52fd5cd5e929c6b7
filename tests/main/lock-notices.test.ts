/** Notifications and the lock, where main has the last word: whatever a page decided a moment before. */
import { beforeEach, expect, test, vi } from 'vitest';

type Listener = (...args: unknown[]) => void;
class Shown {
  static all: Shown[] = [];
  readonly options: { title: string; body: string; hasReply?: true };
  closed = false;
  readonly #listeners: Record<string, Listener> = {};
  constructor(options: Shown['options']) {
    this.options = options;
    Shown.all.push(this);
  }
  static isSupported = () => true;
  on(event: string, listener: Listener) {
    this.#listeners[event] = listener;
  }
  show() {}
  close() {
    this.closed = true;
  }
  tell(event: string, ...args: unknown[]) {
    this.#listeners[event]?.(...args);
  }
}
vi.mock('electron', () => ({ app: { on: () => undefined }, Notification: Shown }));
// Where toasts are answered in.
vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
const { showNotices } = await import('../../main/notices/notices');

const target = { server: '01890000-0000-7000-8000-000000000001', room: '01890000-0000-7000-8000-000000000002' };
const notice = { title: 'Mateo · Commons', body: '콩나물국밥', target, sound: false, reply: 'Answer…' };

function scene() {
  const pushed: unknown[] = [];
  const forward = vi.fn();
  const lock = { locked: false, listeners: [] as ((locked: boolean) => void)[] };
  const notices = showNotices(
    { browser: null, bringForward: forward } as never,
    (name, payload) => void pushed.push([name, payload]),
    {
      get locked() {
        return lock.locked;
      },
      onChange: (listener) => void lock.listeners.push(listener),
    },
    () => 'ko',
  );
  void notices.start?.();
  const be = (locked: boolean) => {
    lock.locked = locked;
    lock.listeners.forEach((listener) => listener(locked));
  };
  void notices.handlers.takeNotices({});
  return { notices, be, pushed, forward, last: () => Shown.all.at(-1) };
}
beforeEach(() => void (Shown.all = []));

test('locking takes back what stands on the screen, and what comes then has no text and no field to answer in', () => {
  const { notices, be, last } = scene();
  void notices.handlers.notify(notice);
  expect(last()?.options).toMatchObject({ title: notice.title, body: notice.body, hasReply: true });
  be(true);
  expect(Shown.all.map(({ closed }) => closed)).toEqual([true]);
  void notices.handlers.notify(notice);
  expect(last()?.options).toMatchObject({ title: '새 소식이 있어요', body: '' });
  expect(last()?.options).not.toHaveProperty('hasReply');
  // What names nobody may count.
  void notices.handlers.notify({ ...notice, title: '새 소식이 있어요 · 새 메시지 3개', body: '', bare: true });
  expect(last()?.options.title).toBe('새 소식이 있어요 · 새 메시지 3개');
});

test('a click behind the lock brings the window, and leads somewhere when it is unlocked, once', () => {
  const { notices, be, pushed, forward, last } = scene();
  be(true);
  void notices.handlers.notify(notice);
  last()?.tell('click');
  expect([forward.mock.calls.length, pushed]).toEqual([1, []]);
  // A page that was loaded anew is not told, either.
  expect(notices.handlers.takeNotices({})).toMatchObject({ value: { clicked: null } });
  be(false);
  be(false);
  expect(pushed).toEqual([['noticeClicked', target]]);
});

test('nobody answers in the name of whoever locked, in a toast of before', () => {
  const { notices, be, pushed, last } = scene();
  void notices.handlers.notify(notice);
  const before = last();
  be(true);
  before?.tell('reply', { reply: '내가 아니야' });
  be(false);
  expect(pushed).toEqual([]);
  void notices.handlers.notify(notice);
  last()?.tell('reply', { reply: '나예요' });
  expect(pushed).toMatchObject([['noticeAnswered', { text: '나예요' }]]);
});
