/**
 * Who shows notifications on a Linux desktop, and whether it keeps them back: asked over D-Bus by `gdbus`, which comes with
 * GLib and so with every desktop that has notifications. Nothing is read on macOS and Windows: no API tells of their focus
 * states, and there the system keeps both toast and sound back by itself.
 */
import { execFile } from 'node:child_process';

/** A daemon that does not answer is as good as none, in ms. It may have to be started first. */
const LIMIT = 2_000;
/** What was read holds for so long, in ms: in a burst nobody asks anew for each message. */
const FRESH = 1_000;
/** Who shows them changes hardly ever, in ms. */
const SAME = 30_000;

/** Runs a program, and answers with what it printed; null where it could not, or said no. */
export type Run = (program: string, args: readonly string[]) => Promise<string | null>;

const runProgram: Run = (program, args) =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: LIMIT }, (error, printed) => resolve(error ? null : printed));
  });

const NAME = 'org.freedesktop.Notifications';
const call = (method: string, ...args: string[]): string[] => [
  ...['call', '--session', '--dest', NAME, '--object-path', '/org/freedesktop/Notifications'],
  ...['--method', method, ...args],
];
const property = (of: string, name: string) => call('org.freedesktop.DBus.Properties.Get', of, name);

/** @param now milliseconds */
export function readDaemon(run: Run = runProgram, now: () => number = Date.now) {
  let who: { at: number; name: Promise<string | null> } | null = null;
  let last: { at: number; quiet: Promise<boolean | null> } | null = null;

  /** Freedesktop's notification specification, GetServerInformation: name, vendor, version. */
  const ask = async (): Promise<string | null> => {
    const told = await run('gdbus', call(`${NAME}.GetServerInformation`));
    return /^\('(?<name>[^']*)'/u.exec(told ?? '')?.groups?.['name']?.toLowerCase() ?? null;
  };
  const name = (): Promise<string | null> => {
    if (!who || now() - who.at > SAME) who = { at: now(), name: ask() };
    return who.name;
  };
  const read = async (): Promise<boolean | null> => {
    switch (await name()) {
      // dunst(1): the property `paused` of its own interface, which dunstctl reads too.
      case 'dunst':
        return saysYes(await run('gdbus', property('org.dunstproject.cmd0', 'paused')));
      // Plasma: the property `Inhibited`, an extension of its own to the specification's interface.
      case 'plasma':
        return saysYes(await run('gdbus', property(NAME, 'Inhibited')));
      // GNOME's switch for "do not disturb" is this setting.
      case 'gnome-shell': {
        const banners = saysYes(await run('gsettings', ['get', 'org.gnome.desktop.notifications', 'show-banners']));
        return banners === null ? null : !banners;
      }
      default:
        return null;
    }
  };

  return {
    /** Somebody answers to the name by which notifications are shown. Asks anew each time. */
    async there(): Promise<boolean> {
      who = null;
      return (await name()) !== null;
    },
    /** Its do-not-disturb is on; null: it does not say. */
    quiet(): Promise<boolean | null> {
      if (!last || now() - last.at > FRESH) last = { at: now(), quiet: read() };
      return last.quiet;
    },
  };
}

const saysYes = (printed: string | null): boolean | null =>
  printed === null ? null : printed.includes('true') ? true : printed.includes('false') ? false : null;
