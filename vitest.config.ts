import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/**
 * The files of one worker share the modules they load: what a server is made of is read once, and not for each of them. Such
 * a file leaves nothing behind that another could trip over: no clock, no global, no variable of the environment. Those that
 * put other modules in the place of Electron's, or of the browser's, are by themselves.
 */
const isolate = false;

/** `npm run security` asks for all of it. */
const full = process.env['MARU_SECURITY'] === 'full';

export default defineConfig({
  test: {
    // Most of these wait for processes, clocks and sockets: a worker more than the machine would be given by itself.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'contract',
          isolate,
          include: ['tests/contract/**/*.test.ts'],
          globalSetup: ['tests/support/build-worker.ts'],
          // Browsers and a desktop run beside it.
          testTimeout: 30_000,
        },
      },
      {
        // A sample of each; all of it is `npm run security`.
        test: {
          name: 'security',
          isolate,
          include: ['tests/{security,doctor,fuzz}/**/*.test.ts', ...(full ? ['tests/near/*.campaign.ts'] : [])],
          globalSetup: ['tests/support/build-worker.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'unit',
          include: ['tests/{client,main,tools}/**/*.test.ts', 'tests/{faults,simulate}/*.test.ts'],
        },
      },
      {
        test: {
          name: 'near',
          isolate,
          include: ['tests/near/*.test.ts'],
          globalSetup: ['tests/support/build-worker.ts'],
          testTimeout: 30_000,
        },
      },
      {
        // The built command, as a process.
        test: {
          name: 'cli',
          isolate,
          include: ['tests/cli/*.test.ts'],
          globalSetup: ['tests/cli/built.mjs'],
          // Dozens of processes start one after another, on a machine that runs everything else beside them.
          testTimeout: 60_000,
        },
      },
      {
        // On the built page, which scripts/test.mjs makes first.
        test: {
          name: 'firefox',
          isolate,
          include: ['tests/firefox/*.test.ts'],
          globalSetup: ['tests/support/build-worker.ts'],
          testTimeout: 60_000,
          // Two browsers start.
          hookTimeout: 60_000,
        },
      },
      { plugins: [svelte()], test: { name: 'renderer', include: ['tests/renderer/**/*.test.ts'] } },
    ],
  },
});
