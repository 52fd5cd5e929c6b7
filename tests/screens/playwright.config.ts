import { defineConfig } from '@playwright/test';
import { chromiumArgs, chromiumPath } from '../support/chromium';

/** `npm run screens`: nothing is asserted but that each view comes; its pictures are looked at by people. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.story.ts',
  // Those of the real window have a desktop around them.
  testIgnore: 'window/**',
  outputDir: '../../test-results/screens',
  workers: 2,
  fullyParallel: true,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  use: {
    actionTimeout: 15_000,
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1360, height: 860 },
    reducedMotion: 'reduce',
    launchOptions: { args: chromiumArgs, ...(chromiumPath ? { executablePath: chromiumPath } : {}) },
  },
});
