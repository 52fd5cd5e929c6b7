/** Which Chromium the browser stories drive: Debian's where it is installed, else Playwright's own. */
import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser } from '@playwright/test';

export const chromiumPath: string | undefined = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) =>
  existsSync(file),
);

/** What keeps it from looking for the internet by itself. */
export const chromiumArgs = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A Chromium inside a network namespace. @param folder where its starter is put */
export async function chromiumIn(prefix: readonly string[], folder: string): Promise<Browser> {
  const starter = join(folder, 'chromium');
  await writeFile(starter, `#!/bin/sh\nexec ${prefix.join(' ')} ${chromiumPath} "$@"\n`);
  await chmod(starter, 0o755);
  return chromium.launch({ executablePath: starter, args: chromiumArgs });
}
