/** What the page needs before it draws anything: what is only wanted now and then is fetched when it is. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { bridgeNames } from '../../protocol';

const root = resolve(import.meta.dirname, '../..');
const { lateBuiltins, namesOnly } = (await import(join(root, 'scripts/bundling.mjs'))) as {
  lateBuiltins: { generateBundle(options: object, bundle: Record<string, { code: string }>): void };
  namesOnly: { transform(code: string, id: string): Promise<{ code: string } | null> };
};
/** Large, and only wanted by who opens a menu, looks for an emoji, shows code, makes or reads a QR code, or compares words. */
const LATE = [
  'bits-ui',
  'emoji-picker-element-data',
  'lowlight',
  'highlight.js',
  'qr/decode.js',
  '@scure/bip39/wordlists/english.js',
  '@scure/bip39/wordlists/korean.js',
];

/** Only what is loaded with the file: no types, and nothing that is imported later. */
const imports = (text: string): string[] =>
  [...text.matchAll(/^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'/gmu)].map(
    ([, from = '']) => from,
  );

function fileOf(from: string, importer: string): string | undefined {
  const place = resolve(dirname(importer), from);
  return ['', '.ts', '.svelte.ts', '/index.ts']
    .map((end) => place + end)
    .find((file) => /\.\w+$/u.test(file) && existsSync(file));
}

/** @returns the libraries that are loaded with a file, each with the first file that was found to want it */
function loadedWith(entry: string): Map<string, string> {
  const libraries = new Map<string, string>();
  const files = [join(root, entry)];
  for (const file of files) {
    if (!/\.(?:ts|svelte)$/u.test(file)) continue;
    for (const from of imports(readFileSync(file, 'utf8'))) {
      if (!from.startsWith('.')) {
        if (!libraries.has(from)) libraries.set(from, relative(root, file));
        continue;
      }
      const found = fileOf(from, file);
      if (!found) throw new Error(`${relative(root, file)}: there is no ${from}`);
      if (!files.includes(found)) files.push(found);
    }
  }
  return libraries;
}

test.each(['renderer/main.ts'])('%s begins without what is seldom wanted', (entry) => {
  const libraries = loadedWith(entry);
  // It looks where it should: these are there from the start.
  expect([...libraries.keys()]).toEqual(expect.arrayContaining(['svelte', 'socket.io-client', 'markdown-it']));
  const early = [...libraries].filter(([name]) => LATE.some((late) => name === late || name.startsWith(`${late}/`)));
  expect(early).toEqual([]);
});

test('a preload takes the names of the bridge as they are, and no schema with them', async () => {
  const built = await namesOnly.transform('', join(root, 'protocol/desktop.ts'));
  expect(JSON.parse(/^export const bridgeNames = (.+);$/u.exec(built?.code ?? '')?.[1] ?? 'null')).toEqual(bridgeNames);
  expect(await namesOnly.transform('', join(root, 'protocol/channel.ts'))).toBeNull();
});

test('main reads Node’s own modules when they are first used', () => {
  const chunk = {
    code: [
      'let electron = require("electron");',
      'let node_http = require("node:http");',
      'node_http = __toESM(node_http, 1);',
      'let node_fs_promises = require("node:fs/promises");',
      'const get = () => (0, node_http.request)(node_http_url, other.node_http);',
      'exports.both = () => [node_fs_promises, node_http, new node_http.Agent(1)];',
    ].join('\n'),
  };
  lateBuiltins.generateBundle({}, { main: chunk });
  const required: string[] = [];
  const exported = {} as { both: () => unknown[] };
  const load = (name: string) => {
    required.push(name);
    return { name, Agent: Date };
  };
  new Function('require', 'exports', '__toESM', chunk.code)(load, exported, (one: unknown) => one);
  expect(required).toEqual(['electron']);
  expect([exported.both(), exported.both()].flat()).toHaveLength(6);
  expect(required).toEqual(['electron', 'node:fs/promises', 'node:http']);
  expect(chunk.code).toContain('(0, (node_http()).request)(node_http_url, other.node_http)');
});
