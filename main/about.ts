/** What this window runs on. */
import { app } from 'electron';
import { ok, type HandlersFor } from './answers';
import type { SecretStore } from './secrets/store';
import { systemLocale } from './settings';

export const tellAbout = (secrets: SecretStore): HandlersFor<'about'> => ({
  about: async () =>
    ok({
      version: app.getVersion(),
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      node: process.versions.node,
      platform: process.platform,
      locale: systemLocale(),
      secrets: await secrets.kind(),
    }),
});
