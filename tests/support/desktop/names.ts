/** The application where names lead to loopback: it sees a table of names of its own. */
import { execFileSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { LaunchOptions } from './app';

/** Null, or why a program cannot be given another table of names here (it needs root on Linux). */
export function noNames(): string | null {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `a program cannot be given names of its own here: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** @param folder where its starter and the table (hosts(5)) are put */
export const withNames = (names: readonly string[], folder: string): Pick<LaunchOptions, 'starter'> => ({
  async starter(executable) {
    const [starter, table] = [path.join(folder, 'maru-with-names'), path.join(folder, 'hosts')];
    await writeFile(table, `127.0.0.1 localhost ${names.join(' ')}\n`);
    const within = `mount --bind '${table}' /etc/hosts && exec '${executable}' "$@"`;
    await writeFile(starter, `#!/bin/sh\nexec unshare --mount sh -c '${within.replaceAll("'", `'\\''`)}' sh "$@"\n`);
    await chmod(starter, 0o755);
    return starter;
  },
});
