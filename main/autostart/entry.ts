/** The file by which a desktop starts a program when somebody signs in (Desktop Entry and Autostart specifications). */

/**
 * An argument as `Exec` takes it: quoted, with what a shell would read escaped, and the whole escaped once more as every
 * string of such a file is; a field code is begun by `%`.
 * https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html
 */
export function quoted(argument: string): string {
  const inQuotes = argument.replaceAll(/["`$\\]/gu, '\\$&').replaceAll('%', '%%');
  const bare = /^[\w./:=@+,-]+$/u.test(argument);
  return asString(bare ? argument : `"${inQuotes}"`);
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };
const asString = (value: string): string => value.replaceAll(/[\\\n\t\r]/gu, (letter) => escapes[letter] ?? letter);

/** @param command the program (absolute) and its arguments */
export const entryFor = (command: readonly [string, ...string[]]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.1',
    'Name=Maru',
    'Name[ko]=마루',
    'Comment=Chat for people on one network',
    'Comment[ko]=같은 네트워크의 사람들과 바로 이야기해요',
    `Exec=${command.map(quoted).join(' ')}`,
    // Uninstalled, or an AppImage that was thrown away: the desktop passes over it.
    `TryExec=${asString(command[0])}`,
    'Icon=maru',
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

/** Whether a desktop would still start it: its own settings switch it off by one of these lines, or delete the file. */
export const isOn = (entry: string): boolean =>
  !/^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/mu.test(entry);
