/** The only file that knows Electron's IPC in main: it mounts the handler table and sends the pushes. */
import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import {
  bridgeNames,
  channel,
  desktopCalls,
  parse,
  type Answer,
  type DesktopCalls,
  type DesktopPushes,
  type Payload,
} from '../protocol';
import { refused, type DesktopHandlers } from './answers';
import type { Log } from './log';
import type { Module } from './module';
import { mayNow } from './lock/allowed';
import type { Lock } from './lock/lock';
import type { OwnWindows } from './own-windows/own-windows';
import { isOurs, roomOfPage } from './page';
import type { AppWindow } from './window';

export type Push = <N extends keyof DesktopPushes & string>(name: N, payload: Payload<DesktopPushes[N]>) => void;

/** Tells the window something. Nothing happens where there is none. */
export const pushTo =
  (window: AppWindow): Push =>
  (name, payload) => {
    const contents = window.browser?.webContents;
    if (contents !== undefined && !contents.isDestroyed()) contents.send(channel.push(name), payload);
  };

/** Only the top frame of our page in our window is heard; a frame inside it, or another page in its place, is not. */
function isWindow(event: IpcMainInvokeEvent, window: AppWindow): boolean {
  const frame = event.senderFrame;
  return event.sender === window.browser?.webContents && frame !== null && frame.parent === null && isOurs(frame.url);
}

/** What a room's own window asks by itself: what is written there is checked as anywhere. Its page is not heard, only its preload. */
const fromRooms: ReadonlySet<keyof DesktopCalls> = new Set(['misspelled']);

function isRoom({ sender, senderFrame: frame }: IpcMainInvokeEvent, rooms: Pick<OwnWindows, 'holds'>): boolean {
  return rooms.holds(sender) && frame !== null && frame.parent === null && roomOfPage(frame.url) !== null;
}

async function answer<N extends keyof DesktopCalls>(
  name: N,
  raw: unknown,
  handler: DesktopHandlers[N],
  log: Log,
): Promise<Answer<unknown>> {
  const input = parse(desktopCalls[name].input, raw);
  if (!input.ok) return input;
  try {
    // The table's type ties name, input and handler together; indexing it by a generic name loses that tie.
    return await (handler as (value: unknown) => Answer<unknown> | Promise<Answer<unknown>>)(input.value);
  } catch (error) {
    log.error(`${name} failed`, error);
    return refused('internal');
  }
}

/** Sender, then the lock, then shape, then the handler; the answer is always a value. */
export function mountCalls(
  window: AppWindow,
  rooms: Pick<OwnWindows, 'holds'>,
  handlers: DesktopHandlers,
  log: Log,
  lock: Pick<Lock, 'locked'>,
): Module {
  const mayAsk = (name: keyof DesktopCalls, event: IpcMainInvokeEvent) =>
    isWindow(event, window) || (fromRooms.has(name) && isRoom(event, rooms));
  return {
    name: 'ipc',
    start() {
      for (const name of bridgeNames.calls) {
        ipcMain.handle(channel.call(name), (event, raw: unknown) =>
          mayAsk(name, event) && mayNow(name, lock.locked)
            ? answer(name, raw, handlers[name], log)
            : refused('not-allowed'),
        );
      }
    },
    stop() {
      for (const name of bridgeNames.calls) ipcMain.removeHandler(channel.call(name));
    },
  };
}
