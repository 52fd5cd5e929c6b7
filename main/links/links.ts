/** Links that the system hands over: at the start, from a second process, by macOS. One waits for the window; none acts. */
import { app } from 'electron';
import { resolve } from 'node:path';
import { ok, type HandlersFor } from '../answers';
import type { Push } from '../ipc';
import type { Log } from '../log';
import type { Module } from '../module';
import { linkIn, SCHEME } from './argv';

export interface LinksParts {
  /** This process's own arguments after the executable. */
  argv: readonly string[];
  /** Calls back with the arguments of a process that was started for the same profile. */
  onSecondStart(listener: (argv: readonly string[]) => void): void;
  bringForward(): void;
  /** Resolves when the window is there: what the system is asked at the start must not hold it up. */
  shown: Promise<void>;
  push: Push;
  /** The person's own profile, started from a folder of the source: then no installer has made the scheme known. */
  register: boolean;
  log: Log;
}

export interface Links extends Module {
  readonly handlers: HandlersFor<'takeLink'>;
}

/** Only the last one is kept: a page that opens a thousand links is asked about once. */
export function receiveLinks(parts: LinksParts): Links {
  let waiting = linkIn(parts.argv);
  const offer = (argv: readonly string[]): void => {
    const link = linkIn(argv);
    if (link === null) return;
    waiting = link;
    parts.push('link', {});
  };
  parts.onSecondStart((argv) => {
    parts.bringForward();
    offer(argv);
  });
  return {
    name: 'links',
    prepare() {
      // macOS tells of a link by this event alone, also before the app is ready.
      app.on('open-url', (event, url) => {
        event.preventDefault();
        parts.bringForward();
        offer([url]);
      });
    },
    start() {
      if (parts.register) void parts.shown.then(() => makeKnown(parts.log));
    },
    handlers: {
      takeLink() {
        const link = waiting;
        waiting = null;
        return ok({ link });
      },
    },
  };
}

/**
 * Where the app was not installed, the system is told who opens such links. On Linux it goes by a `maru.desktop` that only
 * a package brings, so there it does nothing. What follows `--` is read by Chromium as no switch of its own.
 */
function makeKnown(log: Log): void {
  const folder = process.argv[1];
  if (process.platform === 'linux' || folder === undefined) return;
  if (!app.setAsDefaultProtocolClient(SCHEME, process.execPath, [resolve(folder), '--']))
    log.error(`the system did not take ${SCHEME}: links`);
}
