/** The application on another machine: in a network namespace, on the display and keyring of this one. */
import { chmod, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { LaunchOptions } from './app';

const program = path.resolve(import.meta.dirname, '../in-namespace.mjs');

/**
 * Starts it in a namespace, with all of that one's networks.
 * @param folder where its starter is put
 */
export const inNamespace = (namespace: string, folder: string): Pick<LaunchOptions, 'starter'> => ({
  async starter(executable) {
    const starter = path.join(folder, `maru-in-${namespace}`);
    await writeFile(
      starter,
      `#!/bin/sh\nexec '${process.execPath}' '${program}' '${namespace}' '${executable}' "$@"\n`,
    );
    await chmod(starter, 0o755);
    return starter;
  },
});
