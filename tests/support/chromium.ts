/** Which Chromium the browser stories drive: Debian's where it is installed, else Playwright's own. */
import { existsSync } from 'node:fs';

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
