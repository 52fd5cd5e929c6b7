/** Stories on a desktop: each with its own profiles, and no application left when it ends. */
import { test as base, expect } from '@playwright/test';
import { DesktopApp, temporaryProfile, type LaunchOptions } from './app';
import { closeAll } from './notifications';

interface Fixtures {
  /** A fresh profile's folder. */
  profile: () => Promise<string>;
  /** Starts the application, on a fresh profile unless told. */
  open: (options?: LaunchOptions & { profile?: string }) => Promise<DesktopApp>;
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  profile: async ({}, use) => {
    const made: Awaited<ReturnType<typeof temporaryProfile>>[] = [];
    await use(async () => {
      const profile = await temporaryProfile();
      made.push(profile);
      return profile.folder;
    });
    for (const profile of made) await profile.remove();
  },
  open: async ({ profile }, use, info) => {
    const apps: DesktopApp[] = [];
    await use(async (options = {}) => {
      const app = await DesktopApp.launch(options.profile ?? (await profile()), options);
      apps.push(app);
      return app;
    });
    for (const app of apps) {
      if (info.status !== info.expectedStatus) await info.attach('main.log', { body: await app.log() });
      await app.quit();
    }
    await closeAll();
  },
});

export { expect };
