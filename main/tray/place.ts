/** Whether this system shows a tray now. */
import { execFile, spawn } from 'node:child_process';

/** Followed from `start` to `stop`. */
export interface TrayPlace {
  /** Null until the system has answered. */
  readonly there: boolean | null;
  /** Calls back with the system's first answer, and whenever a tray came or went. */
  onChange(listener: (there: boolean) => void): void;
  start(): void;
  stop(): void;
}

/** The StatusNotifierItem specification's name for whoever collects the icons of a desktop's tray. */
const WATCHER = 'org.kde.StatusNotifierWatcher';
const asked = ['call', '--session', '--timeout', '3', '--dest', WATCHER, '--object-path', '/StatusNotifierWatcher'];
const isShown = ['--method', 'org.freedesktop.DBus.Properties.Get', WATCHER, 'IsStatusNotifierHostRegistered'];

/** A watcher without a host collects icons that nobody draws. */
const hasHost = (): Promise<boolean> =>
  new Promise((resolve) => execFile('gdbus', [...asked, ...isShown], (_error, out) => resolve(out.includes('true'))));

/**
 * `gdbus` prints a line at once and whenever the name gets or loses an owner. It would outlive an app that was killed, so a
 * shell ends it as soon as our end of its input is gone.
 */
const script = `gdbus monitor --session --dest ${WATCHER} & watching=$!; exec 3<&0
{ cat <&3 >/dev/null; kill $watching; } & ending=$!
wait $watching; kill $ending`;
const follow = (): ReturnType<typeof spawn> => spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] });

/** A session bus that says nothing for so long, in ms, has no tray. */
const PATIENCE = 5_000;

/** @param parts what asks and follows; on the session bus unless told */
export function linuxTray(parts = { hasHost, follow }): TrayPlace {
  let there: boolean | null = null;
  let child: ReturnType<typeof spawn> | null = null;
  const listeners: ((there: boolean) => void)[] = [];
  /** Only the last question's answer counts. */
  let question = 0;

  const tell = (now: boolean) => {
    if (there === now) return;
    there = now;
    listeners.forEach((listener) => listener(now));
  };
  const ask = async () => {
    question += 1;
    const own = question;
    const now = await parts.hasHost();
    if (own === question) tell(now);
  };
  const hear = (line: string) => {
    if (line.includes('does not have an owner')) {
      question += 1;
      tell(false);
    } else if (/is owned by|StatusNotifierHost(?:Unr|R)egistered/u.test(line)) void ask();
  };

  return {
    get there() {
      return there;
    },
    onChange: (listener) => void listeners.push(listener),
    start() {
      child = parts.follow();
      let rest = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop() ?? '';
        lines.forEach(hear);
      });
      // Where there is no session bus, or no gdbus, nobody can tell that an icon would be seen.
      child.on('error', () => tell(false));
      child.on('exit', () => tell(false));
      child.stdin?.on('error', () => undefined);
      setTimeout(() => void (there ?? tell(false)), PATIENCE).unref();
    },
    stop() {
      child?.removeAllListeners('exit');
      child?.stdin?.end();
      child = null;
    },
  };
}

/** Windows and macOS always show one. */
const always: TrayPlace = {
  there: true,
  onChange: () => undefined,
  start: () => undefined,
  stop: () => undefined,
};

export const trayPlace = (platform: NodeJS.Platform): TrayPlace => (platform === 'linux' ? linuxTray() : always);
