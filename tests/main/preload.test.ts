/** The bridge, as a page finds it: what every start asks first was asked before the page could. */
import { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../../protocol';

const { main, exposed, invoke } = vi.hoisted(() => ({
  main: {} as { ipc: EventEmitter },
  exposed: {} as { maru?: Bridge },
  invoke: vi.fn(),
}));
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (_name: string, bridge: Bridge) => (exposed.maru = bridge) },
  ipcRenderer: {
    invoke,
    on: (name: string, listener: () => void) => main.ipc.on(name, listener),
    removeListener: (name: string, listener: () => void) => main.ipc.off(name, listener),
  },
}));
vi.mock('../../preload/spelling', () => ({ watchSpelling: () => undefined }));

const stopped = { state: 'stopped' };
const starting = { state: 'starting' };

/** As a page begins. @param answer main's, by the name of the call */
async function begin(answer: (name: string) => unknown): Promise<Bridge> {
  vi.resetModules();
  main.ipc = new EventEmitter();
  invoke.mockReset();
  invoke.mockImplementation(async (name: string) => answer(name));
  await import('../../preload/preload');
  return exposed.maru!;
}
const asked = () => invoke.mock.calls.map(([name]) => name as string);
const first = ['call:settings', 'call:lockStatus', 'call:hostStatus'];
beforeEach(() => void invoke.mockReset());

test('main is asked before the page asks, and once; whoever asks again hears how it is by then', async () => {
  let status = stopped;
  const bridge = await begin(() => ({ ok: true, value: status }));
  expect(asked()).toEqual(first);
  expect(await bridge.call('hostStatus', {})).toEqual({ ok: true, value: stopped });
  expect(asked()).toEqual(first);
  status = starting;
  expect(await bridge.call('hostStatus', {})).toEqual({ ok: true, value: starting });
  expect(asked()).toEqual([...first, 'call:hostStatus']);
});

test('what main tells meanwhile is what the page is answered', async () => {
  const bridge = await begin(() => ({ ok: true, value: stopped }));
  main.ipc.emit('push:host', {}, starting);
  expect(await bridge.call('hostStatus', {})).toEqual({ ok: true, value: starting });
});

test('where main did not know the page yet, it is asked again', async () => {
  let knows = false;
  const bridge = await begin(() =>
    knows ? { ok: true, value: stopped } : { ok: false, error: { code: 'not-allowed' } },
  );
  knows = true;
  expect(await bridge.call('hostStatus', {})).toEqual({ ok: true, value: stopped });
});
