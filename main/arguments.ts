/** The command line of the desktop app. Two options; whatever else is there is not ours and changes nothing. */

export interface Options {
  /** A folder for an independent profile; null is the user's own. */
  profile: string | null;
  /** The address the embedded server binds; null is every interface. */
  host: string | null;
}

/**
 * @param argv the arguments after the executable. Chromium's own switches and the application's folder may stand
 *   anywhere between ours, in any order.
 */
export function readArguments(argv: readonly string[]): Options {
  return { profile: optionOf(argv, '--profile'), host: optionOf(argv, '--host') };
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
 * Switches that would let another program on this machine read or steer an installed app through Chromium.
 * An app that is started with one of them does not start.
 */
export const refusedSwitches = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'disable-web-security',
  'host-rules',
  'host-resolver-rules',
  'ignore-certificate-errors',
  'js-flags',
  'load-extension',
  'proxy-pac-url',
  'proxy-server',
] as const;
