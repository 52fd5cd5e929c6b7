import { defineConfig } from '@playwright/test';

/** `npm run stories` tells the long ones, whole files of them or single ones that are tagged so; `npm test` the others. */
const long = process.env['MARU_STORIES'] === 'long';
const LONG = /\.long\.story\.ts|@long/;

export default defineConfig({
  testDir: '.',
  testMatch: '*.story.ts',
  ...(long ? { grep: LONG } : { grepInvert: LONG, testIgnore: '*.long.story.ts' }),
  outputDir: '../../test-results/desktop',
  // One display, one keyboard, one notification daemon: one story at a time.
  workers: 1,
  timeout: long ? 600_000 : 60_000,
  globalTimeout: long ? 1_800_000 : 540_000,
  expect: { timeout: 10_000 },
});
