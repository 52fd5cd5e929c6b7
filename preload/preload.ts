/** The bridge: two functions for the listed names; and what checks spelling, which no page needs to know of. The page gets no Electron object, and no event. */
import { contextBridge, ipcRenderer } from 'electron';
import { channel } from '../protocol/channel';
import type { Answer } from '../protocol/define';
import { bridgeNames, type Bridge } from '../protocol/desktop';
import { refuse } from '../protocol/refusals';
import { watchSpelling } from './spelling';

const calls: ReadonlySet<string> = new Set(bridgeNames.calls);
const pushes: ReadonlySet<string> = new Set(bridgeNames.pushes);

/** `invoke` rejects for a value that cannot be copied (a function, a proxy), and while main goes away. */
const ask = (name: string, input: unknown): Promise<Answer<never>> =>
  calls.has(name)
    ? ipcRenderer.invoke(channel.call(name), input).catch(() => ({ ok: false, error: refuse('invalid') }))
    : Promise.resolve({ ok: false, error: refuse('unknown-call') });

const bridge: Bridge = {
  call: ask,
  on(name, listener) {
    if (!pushes.has(name)) return () => undefined;
    const heard = (_event: unknown, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(channel.push(name), heard);
    return () => void ipcRenderer.removeListener(channel.push(name), heard);
  },
};
contextBridge.exposeInMainWorld('maru', bridge);

watchSpelling();
