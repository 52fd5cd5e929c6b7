/** What a page may not do, whatever it becomes: leave, open windows, embed others, ask for devices. */
import { app, session, shell, type HandlerDetails, type WebContents, type WindowOpenHandlerResponse } from 'electron';
import { ok, refused, type HandlersFor } from './answers';
import type { Log } from './log';
import type { Module } from './module';
import { isOurs, roomOfPage } from './page';

/** Everything else is denied, also permissions that a later Chromium invents. */
const granted: ReadonlySet<string> = new Set(['notifications', 'clipboard-sanitized-write']);

const mayUse = (permission: string, url: string): boolean => granted.has(permission) && isOurs(url);

/**
 * An address may go to the system's own program: http, https or mailto, no longer than a browser takes, and without
 * credentials (with which a link can look like another site).
 */
export function mayOpen(address: string): boolean {
  if (address.length > 2_048) return false;
  try {
    const { protocol, username, password } = new URL(address);
    return ['http:', 'https:', 'mailto:'].includes(protocol) && username === '' && password === '';
  } catch {
    return false;
  }
}

export interface Security extends Module {
  readonly handlers: HandlersFor<'openLink'>;
}

/** Nothing was ever in it. */
const isFirst = (url: string): boolean => url === '' || url === 'about:blank';

/** @returns null for every wish that is not exactly one it knows */
export type Opening = (contents: WebContents, wish: HandlerDetails) => WindowOpenHandlerResponse | null;

/** @param opening the one exception to: a page opens no window */
export function secure(log: Log, opening: Opening = () => null): Security {
  return {
    name: 'security',
    prepare() {
      // Where the system's sandbox cannot work (root, some containers) a person says so on the command line; enabling it
      // all the same would end every child process. The window's own sandbox setting holds in both cases.
      if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
      app.on('web-contents-created', (_event, contents) => {
        const deny = (event: { preventDefault(): void }) => event.preventDefault();
        // A window that was allowed comes to its page by itself, as the first thing it does; Electron 22 tells the address beside.
        const denyNext = (event: { preventDefault(): void; url?: string }, url = event.url ?? '') => {
          if (roomOfPage(url) === null || !isFirst(contents.getURL())) event.preventDefault();
        };
        contents.on('will-navigate', denyNext);
        contents.on('will-frame-navigate', denyNext);
        contents.on('will-redirect', deny);
        contents.on('will-attach-webview', deny);
        contents.setWindowOpenHandler((wish) => opening(contents, wish) ?? { action: 'deny' });
      });
    },
    start() {
      const used = session.defaultSession;
      used.setPermissionRequestHandler((contents, permission, answer, details) => {
        answer(details.isMainFrame && mayUse(permission, details.requestingUrl || contents.getURL()));
      });
      used.setPermissionCheckHandler((_contents, permission, origin) => mayUse(permission, origin));
      used.setDevicePermissionHandler(() => false);
      used.on('will-download', (event) => event.preventDefault());
    },
    handlers: {
      async openLink({ url }) {
        if (!mayOpen(url)) return refused('invalid', { field: 'url', rule: 'shape' });
        try {
          await shell.openExternal(url);
          return ok({});
        } catch (error) {
          log.error('the system could not open a link', error);
          return refused('internal');
        }
      },
    },
  };
}
