/** The command line of the desktop app. Three options; whatever else is there is not ours and changes nothing. */

export const HIDDEN = '--hidden';

export interface Options {
  /** A folder for an independent profile; null is the user's own. */
  profile: string | null;
  /** The address the embedded server binds; null is every interface. */
  host: string | null;
  /** Shows no window at the start: the system started it, not a person. */
  hidden: boolean;
}

/**
 * @param argv the arguments after the executable. Chromium's own switches and the application's folder may stand
 *   anywhere between ours, in any order.
 */
export function readArguments(argv: readonly string[]): Options {
  return {
    profile: optionOf(argv, '--profile'),
    host: optionOf(argv, '--host'),
    hidden: argv.includes(HIDDEN),
  };
}

/** The value of `--name VALUE` or `--name=VALUE`; the last one counts, an empty one does not. */
function optionOf(argv: readonly string[], name: string): string | null {
  let found: string | null = null;
  argv.forEach((argument, index) => {
    const next = argv[index + 1];
    if (argument.startsWith(`${name}=`)) found = argument.slice(name.length + 1) || found;
    else if (argument === name && next !== undefined && !next.startsWith('-')) found = next || found;
  });
  return found;
}

/**
 * Switches that would let another program on this machine read or steer an installed app through Chromium: its pages, its
 * keys, where it connects, or what it runs in its children's place. An app that is started with one of them does not start.
 * What Electron itself would take (`--inspect`, `-r`, NODE_OPTIONS) is the fuses' matter (electron-builder.yml).
 */
export const refusedSwitches = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-allow-origins',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'unsafely-treat-insecure-origin-as-secure',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'allow-insecure-localhost',
  'ssl-key-log-file',
  'log-net-log',
  'host-rules',
  'host-resolver-rules',
  'proxy-pac-url',
  'proxy-server',
  'auth-server-whitelist',
  'auth-server-allowlist',
  'js-flags',
  'load-extension',
  'single-process',
  'browser-subprocess-path',
  'gpu-launcher',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'user-data-dir',
] as const;
