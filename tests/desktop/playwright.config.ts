import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.story.ts',
  outputDir: '../../test-results/desktop',
  // One display, one keyboard, one notification daemon: one story at a time.
  workers: 1,
  // A story runs on a desktop with a life of its own; one that needs its second try is named in the report.
  retries: 1,
  timeout: 30_000,
  globalTimeout: 240_000,
  expect: { timeout: 10_000 },
});
