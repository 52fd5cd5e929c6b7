import { defineConfig } from '@playwright/test';
import { chromiumArgs, chromiumPath } from '../support/chromium';

/** `npm run stories` tells the long ones; `npm test` the others. */
const long = process.env['MARU_STORIES'] === 'long';

export default defineConfig({
  testDir: '.',
  testMatch: long ? '*.long.story.ts' : '*.story.ts',
  testIgnore: long ? [] : ['*.long.story.ts'],
  outputDir: '../../test-results/browser',
  workers: 2,
  fullyParallel: true,
  timeout: long ? 240_000 : 60_000,
  expect: { timeout: 15_000 },
  use: {
    locale: 'en-US',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1200, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: { args: chromiumArgs, ...(chromiumPath ? { executablePath: chromiumPath } : {}) },
  },
});
