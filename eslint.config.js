// The linter holds what memory would not: which way imports point, and where each library lives.
import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import { builtinModules } from 'node:module';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** The folders of the product, each with what it is for in docs/architecture.md. */
const rooms = ['protocol', 'client', 'server', 'main', 'preload', 'renderer', 'cli'];
/** Which rooms each room may import; itself always. */
const arrows = {
  protocol: [],
  client: ['protocol'],
  server: ['protocol'],
  main: ['server', 'protocol'],
  preload: ['protocol'],
  renderer: ['client', 'protocol'],
  cli: ['client', 'protocol'],
};

/** Libraries with one home: nobody else may import them. */
const homes = {
  'socket.io': ['server/sockets.ts'],
  'engine.io': ['server/sockets.ts'],
  'socket.io-client': ['renderer/ports/socketio.ts', 'renderer/ports/lab.ts', 'tests/**'],
  electron: ['main/**', 'preload/**', 'tests/desktop/**', 'tests/support/desktop/**'],
  kysely: ['server/store/sqlite/**'],
  '@photostructure/sqlite': ['server/store/sqlite/**', 'tests/contract/**'],
  express: ['server/http.ts', 'server/doors/**', 'server/lab/**', 'server/updates.ts'],
  'bonjour-service': ['server/announce/mdns.ts'],
  '@peculiar/x509': ['server/certificate/make.ts', 'tests/**'],
  'reflect-metadata': ['server/certificate/make.ts', 'tests/**'],
  '@scure/bip39/wordlists/english.js': ['renderer/words/lists.ts', 'cli/words/lists.ts'],
  '@scure/bip39/wordlists/korean.js': ['renderer/words/lists.ts', 'cli/words/lists.ts'],
  idb: ['renderer/ports/indexeddb.ts'],
  'qr/decode.js': ['renderer/ports/qr.ts', 'tests/**'],
  'bits-ui': ['renderer/ui/**'],
  '@noble/hashes/sha2': ['protocol/ids.ts'],
  'es-hangul': ['renderer/words/**'],
  lowlight: ['renderer/conversation/text/highlight.ts'],
  'puppeteer-core': ['tests/**'],
  '@valibot/to-json-schema': ['server/doors/openapi-shapes.ts'],
  'hunspell-wasm': ['main/spelling/worker.ts'],
  ws: ['server/doors/**', 'server/lab/**', 'cli/ports/socket.ts', 'tests/**', 'bench/**'],
};
const own = rooms.flatMap((room) => [`${room}/**/*.ts`, `${room}/**/*.svelte`]);

const bannedIn = (files, ignores, paths, patterns = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { paths, patterns }] },
});
/** ESLint takes one setting of a rule for a file, so the bans of a file are put together. */
const libraryBans = (file) =>
  Object.entries(homes)
    .filter(([, allowed]) => !allowed.includes(file))
    .map(([name, allowed]) => ({ name, message: `${name} lives in ${allowed[0]} alone.` }));
const withoutNode = [
  { regex: `^(node:|(${builtinModules.join('|')})(/|$))`, message: 'This folder runs without Node.' },
];
/** @param only which libraries a folder may name at all; any that lives nowhere else unless told */
const bansFor = (place, { node = true, only = null } = {}) =>
  bannedIn([place], [], libraryBans(place), [
    ...(node ? [] : withoutNode),
    ...(only ? [{ regex: `^(?!\\.{1,2}(/|$)|(${only.join('|')})$)`, message: 'This folder stands by itself.' }] : []),
  ]);

const lateLibrary = {
  selector: `ImportExpression[source.value=/^(${Object.keys(homes).join('|').replaceAll('/', '\\u002F')})$/]`,
  message: 'A library with one home is imported there, at the top of the file.',
};

/** What .oxlintrc.json asks of TypeScript, here is asked of all other files, without types. */
const other = ['**/*.{js,mjs,cjs,svelte}', '**/*.svelte.ts'];

export default defineConfig(
  { ignores: ['dist/', 'out/', '.cache/', 'node_modules/', 'test-results/', 'docs/'] },
  {
    files: other,
    extends: [js.configs.recommended, ts.configs.strict],
    languageOptions: { globals: { ...globals.node } },
    rules: {
      'max-lines': ['error', { max: 350, skipBlankLines: true }],
      'no-console': 'off',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/*.svelte.ts'],
    languageOptions: { parser: ts.parser },
    // Which the other one has not.
    rules: { 'no-useless-assignment': 'error', 'no-octal': 'error' },
    // The other linter says which of them are.
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  },
  {
    files: ['renderer/**'],
    languageOptions: { globals: { ...globals.browser } },
    rules: { 'svelte/no-at-html-tags': 'error' },
  },
  {
    files: own,
    plugins: { boundaries },
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.svelte.ts', '.svelte', '.js', '.mjs'] } },
      'boundaries/elements': rooms.map((room) => ({ type: room, pattern: room, partialMatch: false })),
      'boundaries/include': ['**/*'],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: rooms.map((room) => ({
            from: { element: { type: room } },
            allow: { to: { element: { type: [room, ...arrows[room]] } } },
          })),
        },
      ],
    },
  },
  bansFor('protocol/**', { node: false, only: ['valibot'] }),
  bansFor('protocol/ids.ts', { node: false, only: ['valibot', '@noble/hashes/sha2'] }),
  bansFor('client/**', { node: false, only: [] }),
  bansFor('preload/**', { node: false, only: ['electron'] }),
  bansFor('renderer/**', { node: false }),
  bansFor('renderer/ports/socketio.ts', { node: false }),
  bansFor('renderer/ports/lab.ts', { node: false }),
  bansFor('renderer/ports/indexeddb.ts', { node: false }),
  bansFor('renderer/ports/qr.ts', { node: false }),
  bansFor('renderer/words/**', { node: false }),
  bansFor('renderer/words/lists.ts', { node: false }),
  bansFor('renderer/conversation/text/highlight.ts', { node: false }),
  bansFor('renderer/ui/**', { node: false }),
  bansFor('server/**'),
  bansFor('server/sockets.ts'),
  bansFor('server/http.ts'),
  bansFor('server/updates.ts'),
  bansFor('server/doors/**'),
  bansFor('server/lab/**'),
  bansFor('server/doors/openapi-shapes.ts'),
  bansFor('server/announce/mdns.ts'),
  bansFor('server/certificate/make.ts'),
  bansFor('server/store/sqlite/**'),
  bansFor('main/**'),
  bansFor('main/spelling/worker.ts'),
  bansFor('cli/**'),
  bansFor('cli/ports/socket.ts'),
  bansFor('cli/words/lists.ts'),
  {
    // A library loaded late would slip past the bans above; main's rule below says the same.
    files: own,
    ignores: ['main/**'],
    rules: { 'no-restricted-syntax': ['error', lateLibrary] },
  },
  {
    files: ['main/**'],
    ignores: ['main/ipc.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        lateLibrary,
        { selector: "ImportSpecifier[imported.name='ipcMain']", message: 'ipcMain lives in main/ipc.ts alone.' },
        { selector: "MemberExpression[property.name='ipcMain']", message: 'ipcMain lives in main/ipc.ts alone.' },
      ],
    },
  },
  {
    // What a device does must not depend on where it runs: time, chance, sockets and disks are arguments (client/ports.ts).
    files: ['client/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'window',
          'document',
          'navigator',
          'location',
          'globalThis',
          'self',
          'localStorage',
          'sessionStorage',
          'indexedDB',
          'fetch',
          'WebSocket',
          'XMLHttpRequest',
          'process',
          'Buffer',
        ],
        ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'crypto', 'performance', 'Date', 'console'],
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
    },
  },
  {
    files: ['tests/**'],
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      // A test that is wrong about what is there should fail loudly.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
);
