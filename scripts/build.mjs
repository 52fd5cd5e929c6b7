#!/usr/bin/env node
// Builds what is stale of dist/ (or, with --driven, of .cache/driven/: the tree that tests drive, with the shim for the
// old Electron in front of main and host). Parts can be named: node scripts/build.mjs renderer server
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { fixedIcons, lateBuiltins, namesOnly, pageFiles } from './bundling.mjs';
import { notePackages, writeLicences } from './licences.mjs';

const root = path.resolve(import.meta.dirname, '..');
const SHIM = 'tests/desktop/shim/main.ts';
const SHARED = ['protocol', 'package-lock.json', 'scripts/build.mjs', 'scripts/bundling.mjs', 'scripts/licences.mjs'];
/** Shipped beside the bundles, as they are: they hold machine code. */
const BESIDE = ['electron', '@photostructure/sqlite'];

/** Hunspell's machine, and its dictionaries, which shrink to a twentieth; main/spelling/worker.ts reads them there. */
function writeDictionaries(outDir) {
  const folder = path.join(outDir, 'main/spelling');
  fs.mkdirSync(folder, { recursive: true });
  const modules = path.join(root, 'node_modules');
  for (const language of ['en', 'ko']) {
    for (const kind of ['aff', 'dic']) {
      const text = fs.readFileSync(path.join(modules, `dictionary-${language}/index.${kind}`));
      fs.writeFileSync(path.join(folder, `${language}.${kind}.gz`), gzipSync(text, { level: 9 }));
    }
  }
  fs.copyFileSync(path.join(modules, 'hunspell-wasm/wasm/hunspell.wasm'), path.join(outDir, 'main/hunspell.wasm'));
}

/** Each part: what it is made of, its entries by the file they become, and what lies beside them. */
const parts = {
  renderer: { inputs: ['renderer', 'client', 'svelte.config.js'] },
  main: {
    inputs: ['main', 'server'],
    entries: { 'main/main.cjs': 'main/main.ts', 'main/host.cjs': 'main/host/process.ts' },
    shimmed: true,
    plugins: [lateBuiltins],
  },
  spelling: {
    inputs: ['main/spelling'],
    entries: { 'main/spelling.cjs': 'main/spelling/worker.ts' },
    beside: writeDictionaries,
    brings: ['dictionary-en', 'dictionary-ko'],
  },
  preload: {
    inputs: ['preload'],
    plugins: [namesOnly],
    entries: { 'preload/preload.cjs': 'preload/preload.ts', 'preload/room.cjs': 'preload/room.ts' },
  },
  server: {
    inputs: ['server'],
    entries: { 'server/headless.cjs': 'server/headless.ts', 'server/store-worker.cjs': 'server/store/worker.ts' },
  },
  cli: { inputs: ['cli', 'client'], entries: { 'cli/maru.cjs': 'cli/maru.ts' } },
};

/** The folders whose files become parts. */
export const watched = ['protocol', ...new Set(Object.values(parts).flatMap(({ inputs }) => inputs))].filter(
  (place) => !place.includes('.'),
);

function* filesUnder(place) {
  const full = path.join(root, place);
  const stat = fs.statSync(full, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) return void (yield place);
  for (const name of fs.readdirSync(full).sort()) yield* filesUnder(path.join(place, name));
}

/** A hash of everything a part is made of. */
function fingerprint(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs)
    for (const file of filesUnder(input))
      hash
        .update(file)
        .update('\0')
        .update(fs.readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

/** Builds beside the old one and takes its place at the end: who is served from there never sees half a page. */
async function buildRenderer(outDir, note) {
  const place = path.join(outDir, 'renderer');
  const fresh = path.join(root, `.cache/renderer-${process.pid}`);
  const [{ build }, { svelte }] = await Promise.all([import('vite'), import('@sveltejs/vite-plugin-svelte')]);
  await build({
    configFile: false,
    root: path.join(root, 'renderer'),
    // From the root, because an invitation's page lies in a folder: /j/TOKEN.
    base: '/',
    logLevel: 'warn',
    plugins: [fixedIcons, svelte(), notePackages(note)],
    build: {
      outDir: fresh,
      emptyOutDir: true,
      target: 'chrome108',
      cssTarget: 'chrome108',
      // What both pages share is asked for with the page itself, and not once its first script was read; what is fetched later
      // brings its styles along.
      modulePreload: {
        polyfill: false,
        resolveDependencies: (_file, shared, { hostType }) =>
          hostType === 'html' ? shared : shared.filter((file) => file.endsWith('.css')),
      },
      rollupOptions: {
        input: ['index.html', 'own-window/room.html'].map((page) => path.join(root, 'renderer', page)),
        output: { codeSplitting: pageFiles() },
      },
    },
  });
  fs.rmSync(place, { recursive: true, force: true });
  fs.renameSync(fresh, place);
}

async function buildNode(outDir, file, entry, { shimmed, plugins = [] }, note) {
  const { build } = await import('vite');
  const entryFile = path.join(root, entry);
  const shim = {
    name: 'shim-first',
    transform: (code, id) =>
      id === entryFile ? { code: `import ${JSON.stringify(path.join(root, SHIM))};\n${code}`, map: null } : null,
  };
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [...(shimmed ? [shim] : []), ...plugins, notePackages(note)],
    define: {
      __APP_VERSION__: JSON.stringify(JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).version),
    },
    ssr: { noExternal: true, external: BESIDE },
    build: {
      ssr: entryFile,
      target: 'node16',
      outDir: path.join(outDir, path.dirname(file)),
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { format: 'cjs', codeSplitting: false, entryFileNames: path.basename(file) } },
    },
  });
  const built = path.join(outDir, file);
  // A command is started by its name.
  if (fs.readFileSync(built, 'utf8').startsWith('#!')) fs.chmodSync(built, 0o755);
}

/**
 * @param names which parts; all unless told
 * @param driven builds the tree that tests drive
 * @param say takes one line for each part that was built
 * @returns {Promise<string[]>} the parts that were stale
 */
export async function build({ names = Object.keys(parts), driven = false, say = console.log } = {}) {
  const home = path.join(root, driven ? '.cache/driven' : '.');
  const outDir = path.join(home, 'dist');
  fs.mkdirSync(outDir, { recursive: true });
  const built = [];
  for (const name of names) {
    const { inputs, entries = {}, shimmed = false, beside, brings = [] } = parts[name];
    const mark = path.join(outDir, `.${name}.built`);
    const print = fingerprint([...SHARED, ...inputs, ...(driven && shimmed ? ['tests/desktop/shim'] : [])]);
    const outputs = name === 'renderer' ? ['renderer/index.html'] : Object.keys(entries);
    const whole = [mark, ...outputs.map((file) => path.join(outDir, file))].every((file) => fs.existsSync(file));
    if (whole && fs.readFileSync(mark, 'utf8') === print) continue;
    const begun = performance.now();
    try {
      const noted = new Set();
      const note = (folder) => noted.add(path.relative(root, folder));
      if (name === 'renderer') await buildRenderer(outDir, note);
      for (const [file, entry] of Object.entries(entries))
        await buildNode(outDir, file, entry, { ...parts[name], shimmed: driven && shimmed }, note);
      beside?.(outDir);
      for (const one of brings) note(path.join(root, 'node_modules', one));
      fs.writeFileSync(path.join(outDir, `.${name}.packages`), JSON.stringify([...noted]));
    } catch (error) {
      // What is there now may be half of this and half of the last build: taking the edit back must build again.
      fs.rmSync(mark, { force: true });
      throw error;
    }
    fs.writeFileSync(mark, print);
    built.push(name);
    say(`built ${driven ? 'driven ' : ''}${name} in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  }
  const noted = Object.keys(parts)
    .map((name) => path.join(outDir, `.${name}.packages`))
    .flatMap((file) => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : []));
  const page = path.join(outDir, 'renderer');
  if (built.length > 0 && fs.existsSync(page)) {
    const beside = BESIDE.map((name) => path.join('node_modules', name));
    await writeLicences(root, [...noted, ...beside], path.join(page, 'licences.js'));
  }
  if (driven) {
    const { name, productName, version, desktopName, main } = JSON.parse(
      fs.readFileSync(path.join(root, 'package.json'), 'utf8'),
    );
    fs.writeFileSync(
      path.join(home, 'package.json'),
      JSON.stringify({ name, productName, version, desktopName, main }, null, 2),
    );
  }
  return built;
}

if (process.argv[1] === import.meta.filename) {
  const args = process.argv.slice(2);
  const names = args.filter((arg) => !arg.startsWith('-'));
  const unknown = names.find((name) => !(name in parts));
  if (unknown) {
    console.error(`there is no part "${unknown}"; there are ${Object.keys(parts).join(', ')}`);
    process.exit(2);
  }
  await build({ driven: args.includes('--driven'), ...(names.length > 0 ? { names } : {}) });
}
