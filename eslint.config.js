// The linter holds what memory would not: which way imports point, and where each library lives.
import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** The folders of the product, each with what it is for in docs/architecture.md. */
const rooms = ['protocol', 'client', 'server', 'main', 'preload', 'renderer'];
/** Which rooms each room may import; itself always. */
const arrows = {
  protocol: [],
  client: ['protocol'],
  server: ['protocol'],
  main: ['server', 'protocol'],
  preload: ['protocol'],
  renderer: ['client', 'protocol'],
};

/** Libraries with one home: nobody else may import them. */
const homes = {
  'socket.io': ['server/sockets.ts'],
  'engine.io': ['server/sockets.ts'],
  'socket.io-client': ['renderer/ports/socketio.ts', 'tests/**'],
  electron: ['main/**', 'preload/**', 'tests/desktop/**', 'tests/support/desktop/**'],
  kysely: ['server/store/sqlite/**'],
  '@photostructure/sqlite': ['server/store/sqlite/**', 'tests/contract/**'],
  express: ['server/http.ts'],
  idb: ['renderer/ports/indexeddb.ts'],
};
const source = ['**/*.ts', '**/*.svelte', '**/*.svelte.ts'];
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
const bansFor = (place, { node = true } = {}) =>
  bannedIn(
    [place],
    [],
    libraryBans(place),
    node ? [] : [{ group: ['node:*'], message: 'This folder runs without Node.' }],
  );

export default defineConfig(
  { ignores: ['dist/', 'out/', '.cache/', 'node_modules/', 'test-results/', 'docs/'] },
  js.configs.recommended,
  ts.configs.strict,
  svelte.configs.recommended,
  {
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
  {
    files: source,
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
        parser: ts.parser,
        svelteConfig,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/await-thenable': 'error',
    },
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
  bansFor('protocol/**', { node: false }),
  bansFor('client/**', { node: false }),
  bansFor('renderer/**', { node: false }),
  bansFor('renderer/ports/socketio.ts', { node: false }),
  bansFor('renderer/ports/indexeddb.ts', { node: false }),
  bansFor('server/**'),
  bansFor('server/sockets.ts'),
  bansFor('server/http.ts'),
  bansFor('server/store/sqlite/**'),
  bansFor('main/**'),
  {
    files: ['main/**'],
    ignores: ['main/ipc.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "ImportSpecifier[imported.name='ipcMain']", message: 'ipcMain lives in main/ipc.ts alone.' },
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
          'localStorage',
          'indexedDB',
          'fetch',
          'WebSocket',
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
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    extends: [ts.configs.disableTypeChecked],
  },
);
