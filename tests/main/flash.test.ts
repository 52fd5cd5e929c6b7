/** Which window calls for attention: that of the room it is about, or else the main one. */
import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';

vi.mock('electron', () => ({ app: { on: () => undefined }, Notification: {} }));
const { showNotices } = await import('../../main/notices/notices');

class FakeWindow extends EventEmitter {
  focused = false;
  visible = true;
  flashes: boolean[] = [];
  isFocused = () => this.focused;
  isVisible = () => this.visible;
  isMinimized = () => false;
  flashFrame = (on: boolean) => void this.flashes.push(on);
}
const here = { server: '01890000-0000-7000-8000-000000000001', room: '01890000-0000-7000-8000-000000000002' };
const there = { ...here, room: '01890000-0000-7000-8000-000000000003' };

function scene() {
  const [main, own] = [new FakeWindow(), new FakeWindow()];
  const rooms = { bringForward: () => false, browserOf: ({ room }: typeof here) => (room === here.room ? own : null) };
  const { handlers } = showNotices(
    { browser: main } as never,
    () => undefined,
    { locked: false, onChange: () => undefined },
    () => 'en',
    () => rooms as never,
  );
  return { main, own, handlers };
}

test('a mention in a room that is in its own window flashes that one alone, until somebody looks', () => {
  const { main, own, handlers } = scene();
  for (let mention = 0; mention < 12; mention += 1) void handlers.flash({ at: here });
  expect([main.flashes, new Set(own.flashes)]).toEqual([[], new Set([true])]);
  expect(own.listenerCount('focus')).toBe(1);
  own.emit('focus');
  expect(own.flashes.at(-1)).toBe(false);
  own.focused = true;
  const before = own.flashes.length;
  void handlers.flash({ at: here });
  expect([main.flashes, own.flashes.length]).toEqual([[], before]);
});

test.each([[{ at: there }], [{}]])('of any other room, or of none, the main one: %j', (about) => {
  const { main, own, handlers } = scene();
  void handlers.flash(about);
  expect([main.flashes, own.flashes]).toEqual([[true], []]);
});

test('how a window stands is told of the room’s own: the main one may be in the tray', async () => {
  const { main, own, handlers } = scene();
  main.visible = false;
  const stands = async (about: object) => {
    const answer = await handlers.noticeSituation(about);
    return answer.ok && answer.value.window;
  };
  expect([await stands({ at: here }), await stands({ at: there }), await stands({})]).toEqual([
    ...['visible', 'hidden', 'hidden'],
  ]);
  own.focused = true;
  expect(await stands({ at: here })).toBe('focused');
});
