/** A person's own end of the app, or of their porch: asked about only while others are on it. */
import { app, dialog, type MessageBoxOptions } from 'electron';
import type { Host } from './host/host';
import type { SettingsStore } from './settings';
import type { Status } from './status';
import type { AppWindow } from './window';
import { words } from './words';

export interface Leaving {
  /** What "Quit" does in every menu. The system's own ways to end a program ask nobody. */
  quit(): void;
  stopPorch(): void;
}

/** How many others are on the porch; null where nobody can say. */
export async function othersOn(
  host: Pick<Host, 'status' | 'here'>,
  status: Pick<Status, 'current'>,
): Promise<number | null> {
  const { status: porch } = host;
  if (porch.state === 'stopped') return 0;
  const here = await host.here();
  if (here === null || porch.state !== 'running') return null;
  const own = status.current.servers.some(({ id, state }) => id === porch.id && state === 'connected');
  return Math.max(0, here - (own ? 1 : 0));
}

/** @param question aborted where the app is locked while it stands, which takes it away */
export function leaving(
  window: AppWindow,
  settings: SettingsStore,
  host: Host,
  status: Status,
  question: () => AbortSignal,
): Leaving {
  let asking = false;

  const mayEnd = async (deed: 'stop' | 'close'): Promise<boolean> => {
    const others = await othersOn(host, status);
    if (others === 0) return true;
    const text = words[settings.language].leaving;
    const asked: MessageBoxOptions = {
      signal: question(),
      type: 'question',
      message: text.question(others),
      detail: text.detail,
      buttons: [text[deed], text.cancel],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    };
    // A dialog of a hidden window would be hidden with it.
    const parent = window.browser?.isVisible() === true ? window.browser : null;
    const { response } = await (parent ? dialog.showMessageBox(parent, asked) : dialog.showMessageBox(asked));
    return response === 0 && asked.signal?.aborted !== true;
  };
  const ending = async (deed: 'stop' | 'close', end: () => void) => {
    if (asking) return;
    asking = true;
    try {
      if (await mayEnd(deed)) end();
    } finally {
      asking = false;
    }
  };

  return {
    quit: () => void ending('stop', () => app.quit()),
    stopPorch: () => void ending('close', () => void host.close()),
  };
}
