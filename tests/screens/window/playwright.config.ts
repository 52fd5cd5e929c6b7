import { defineConfig } from '@playwright/test';

/** The second half of `npm run screens`: what only the real window shows, on the private desktop, one application at a time. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.story.ts',
  outputDir: '../../../test-results/screens-window',
  workers: 1,
  timeout: 600_000,
  expect: { timeout: 20_000 },
  use: { actionTimeout: 20_000 },
});
