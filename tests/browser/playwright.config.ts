import { defineConfig } from '@playwright/test';
import { chromiumArgs, chromiumPath } from '../support/chromium';

export default defineConfig({
  testDir: '.',
  testMatch: '*.story.ts',
  outputDir: '../../test-results/browser',
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    locale: 'en-US',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1200, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: { args: chromiumArgs, ...(chromiumPath ? { executablePath: chromiumPath } : {}) },
  },
});
