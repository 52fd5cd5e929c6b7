/** Bundles the store worker once for a run of tests, the way scripts/build.mjs bundles it for the product. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
/** Of this run alone, handed on to its processes: another run's sources may be others by now. */
const outDir = (process.env['MARU_TEST_BUNDLES'] ??= join(root, 'node_modules/.cache/maru-tests', `${process.pid}`));

/** Where `buildBundles` puts them. */
export const bundles = {
  storeWorker: join(outDir, 'store-worker.cjs'),
  headless: join(outDir, 'headless.cjs'),
} as const;

/** @param plugins further ones, for a product that is not quite this one */
export const bundle = (entry: string, name: string, plugins: Plugin[] = []) =>
  build({
    root,
    plugins,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    define: { __APP_VERSION__: JSON.stringify('0.0.0-test') },
    build: {
      ssr: join(root, entry),
      target: 'node16',
      outDir,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        external: ['@photostructure/sqlite', 'electron'],
        output: { format: 'cjs', codeSplitting: false, entryFileNames: name },
      },
    },
  });

/** vitest's global set-up, which each project asks for; the first one's bundles do for all. */
export default async function buildBundles(): Promise<() => Promise<void>> {
  if (Object.values(bundles).every((file) => existsSync(file))) return () => Promise.resolve();
  await bundle('server/store/worker.ts', 'store-worker.cjs');
  await bundle('server/headless.ts', 'headless.cjs');
  return () => rm(outDir, { recursive: true, force: true });
}
