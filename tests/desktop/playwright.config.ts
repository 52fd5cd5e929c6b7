import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.story.ts',
  outputDir: '../../test-results/desktop',
  // One display, one keyboard, one notification daemon: one story at a time.
  workers: 1,
  timeout: 30_000,
  globalTimeout: 400_000,
  expect: { timeout: 10_000 },
});
