// What a package may hold: the program, and of the one native library what runs. Anything else in an app.asar is a mistake.
import * as fs from 'node:fs';

/** Paths inside app.asar, without a leading slash. */
const allowed = [
  /^package\.json$/u,
  /^dist\/main\/(?:main|host)\.cjs$/u,
  /^dist\/main\/(?:spelling\.cjs|hunspell\.wasm|spelling\/(?:en|ko)\.(?:aff|dic)\.gz)$/u,
  /^dist\/preload\/(?:preload|room)\.cjs$/u,
  /^dist\/server\/store-worker\.cjs$/u,
  /^dist\/renderer\/(?:index\.html|own-window\/room\.html|licences\.js|icon\.(?:png|svg)|assets\/[\w.-]+\.(?:js|css|woff2|svg|png))$/u,
  /^node_modules\/@photostructure\/sqlite\/(?:package\.json|LICENSE|dist\/index\.(?:cjs|mjs))$/u,
  /^node_modules\/@photostructure\/sqlite\/prebuilds\/(?:linux|darwin|win32)-(?:x64|arm64)\/[^/]+\.node$/u,
  /^node_modules\/node-gyp-build\/(?:package\.json|LICENSE|index\.js|node-gyp-build\.js)$/u,
];
/** Without these it would not run. */
const needed = [
  'package.json',
  'dist/main/main.cjs',
  'dist/main/host.cjs',
  ...['spelling.cjs', 'hunspell.wasm', 'spelling/en.dic.gz', 'spelling/ko.dic.gz'].map((name) => `dist/main/${name}`),
  'dist/server/store-worker.cjs',
  'dist/preload/preload.cjs',
  'dist/preload/room.cjs',
  'dist/renderer/index.html',
  'dist/renderer/own-window/room.html',
];

function* filesIn({ files = {} }, place = '') {
  for (const [name, entry] of Object.entries(files)) {
    if (entry.files) yield* filesIn(entry, `${place}${name}/`);
    else yield place + name;
  }
}

/**
 * @param file an app.asar: four words of 32 bits, of which the last is the length of the JSON that follows
 *   (https://github.com/electron/asar#format)
 * @returns {string[]} the paths in it
 */
export function listAsar(file) {
  const open = fs.openSync(file);
  try {
    const words = Buffer.alloc(16);
    fs.readSync(open, words, 0, 16, 0);
    const header = Buffer.alloc(words.readUInt32LE(12));
    fs.readSync(open, header, 0, header.length, 16);
    return [...filesIn(JSON.parse(header.toString('utf8')))];
  } finally {
    fs.closeSync(open);
  }
}

/** @returns {string[]} what is wrong with a package's contents, a line each; empty when it holds what it should */
export function mistakesIn(asar) {
  const names = listAsar(asar);
  return [
    ...names.filter((name) => !allowed.some((pattern) => pattern.test(name))).map((name) => `${name} is in it`),
    ...needed.filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
  ];
}
