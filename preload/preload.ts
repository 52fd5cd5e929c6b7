/** The bridge: two functions for the listed names; and what checks spelling, which no page needs to know of. The page gets no Electron object, and no event. */
import { contextBridge, ipcRenderer } from 'electron';
import { channel } from '../protocol/channel';
import type { Answer, Output, Payload } from '../protocol/define';
import { bridgeNames, type Bridge, type DesktopCalls, type DesktopPushes } from '../protocol/desktop';
import { refuse } from '../protocol/refusals';
import { watchSpelling } from './spelling';

const calls: ReadonlySet<string> = new Set(bridgeNames.calls);
const pushes: ReadonlySet<string> = new Set(bridgeNames.pushes);

/** `invoke` rejects for a value that cannot be copied (a function, a proxy), and while main goes away. */
const ask = (name: string, input: unknown): Promise<Answer<never>> =>
  calls.has(name)
    ? ipcRenderer.invoke(channel.call(name), input).catch(() => ({ ok: false, error: refuse('invalid') }))
    : Promise.resolve({ ok: false, error: refuse('unknown-call') });

/**
 * What every start asks first, by what main tells of it when it changes. It is asked before the page's scripts are read, which
 * takes longer than the answer.
 */
const first = { settings: 'settings', lockStatus: 'lock', hostStatus: 'host' } as const;
/** A change is told as it is answered. */
type Told = { [N in keyof typeof first]: Payload<DesktopPushes[(typeof first)[N]]> };
first satisfies { [N in keyof typeof first]: Told[N] extends Output<DesktopCalls[N]> ? string : never };

const answers = new Map<string, Promise<Answer<never>>>();
for (const [name, push] of Object.entries(first)) {
  answers.set(name, ask(name, {}));
  ipcRenderer.on(channel.push(push), (_event, value: unknown) => {
    if (answers.has(name)) answers.set(name, Promise.resolve({ ok: true, value: value as never }));
  });
}
/** Once: whoever asks again wants to know how it is by then. Where main did not know this page yet, it is asked again. */
function answered(name: string): Promise<Answer<never>> | undefined {
  const answer = answers.get(name);
  answers.delete(name);
  return answer?.then((first) => (first.ok ? first : ask(name, {})));
}

const bridge: Bridge = {
  call: (name, input) => answered(name) ?? ask(name, input),
  on(name, listener) {
    if (!pushes.has(name)) return () => undefined;
    const heard = (_event: unknown, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(channel.push(name), heard);
    return () => void ipcRenderer.removeListener(channel.push(name), heard);
  },
};
contextBridge.exposeInMainWorld('maru', bridge);

watchSpelling();
