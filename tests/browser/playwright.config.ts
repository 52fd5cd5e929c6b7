import { defineConfig } from '@playwright/test';
import { chromiumArgs, chromiumPath } from '../support/chromium';

/** `npm run stories` tells the long ones, whole files of them or single ones that are tagged so; `npm test` the others. */
const long = process.env['MARU_STORIES'] === 'long';
const LONG = /\.long\.story\.ts|@long/;
/** Writing down every step takes a third of the processor's time: asked for by whoever looks for a fault. */
const traced = process.env['MARU_TRACE'] === '1';

export default defineConfig({
  testDir: '.',
  testMatch: '*.story.ts',
  ...(long ? { grep: LONG } : { grepInvert: LONG, testIgnore: '*.long.story.ts' }),
  outputDir: '../../test-results/browser',
  workers: 2,
  fullyParallel: true,
  timeout: long ? 240_000 : 60_000,
  expect: { timeout: 15_000 },
  use: {
    locale: 'en-US',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1200, height: 800 },
    trace: traced ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: { args: chromiumArgs, ...(chromiumPath ? { executablePath: chromiumPath } : {}) },
  },
});
