/** The shipped lint configuration finds what it is there for: each fault is planted as text, nothing is written. */
import { ESLint } from 'eslint';
import * as path from 'node:path';
import ts from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const cwd = path.resolve(import.meta.dirname, '../..');
/** Plain JavaScript, which has no types. */
const { typedRules } = (await import(path.join(cwd, 'eslint.config.js'))) as { typedRules: Record<string, unknown> };
const { lint, scriptOf } = (await import(path.join(cwd, 'scripts/lint-components.mjs'))) as {
  lint(texts: Map<string, string>): Promise<ESLint.LintResult[]>;
  scriptOf(source: string): string;
};
/** As it is shipped, without its rules that ask for types, and so without reading the whole program anew for each planted text. */
const quick = new ESLint({ cwd, overrideConfig: ts.configs.disableTypeChecked as ESLint.Options['overrideConfig'] });

/** Files that exist; their text is the planted one. */
const planted: [file: string, rule: string, text: string][] = [
  [
    'renderer/ui/Button.svelte',
    'boundaries/dependencies',
    '<script lang="ts">import type { StartParts } from \'../../server\';\nconst parts: StartParts | null = null;</script>{parts}',
  ],
  ['renderer/ui/Button.svelte', 'svelte/no-at-html-tags', "{@html '<b>raw</b>'}"],
  [
    'renderer/ui/Button.svelte',
    'no-restricted-imports',
    "<script lang=\"ts\">import fs from 'node:fs';\nfs.existsSync('x');</script>",
  ],
  ['client/session.ts', 'boundaries/dependencies', "import { start } from '../server';\nexport const begin = start;"],
  ['client/session.ts', 'no-restricted-imports', "import { io } from 'socket.io-client';\nexport const dial = io;"],
  ['client/session.ts', 'no-restricted-imports', "import { mount } from 'svelte';\nexport const draw = mount;"],
  ['client/session.ts', 'no-restricted-imports', "import fs from 'fs';\nexport const has = fs.existsSync;"],
  ['client/session.ts', 'no-restricted-globals', 'export const now = Date.now();'],
  ['client/session.ts', 'no-restricted-globals', 'export const later = globalThis.setTimeout;'],
  ['client/session.ts', 'no-restricted-properties', 'export const chance = Math.random();'],
  [
    'protocol/limits.ts',
    'boundaries/dependencies',
    "import { openSession } from '../client';\nexport const open = openSession;",
  ],
  ['protocol/limits.ts', 'no-restricted-imports', "import { uuidv7 } from 'uuidv7';\nexport const id = uuidv7;"],
  ['preload/preload.ts', 'no-restricted-imports', "import { io } from 'socket.io-client';\nexport const dial = io;"],
  [
    'main/main.ts',
    'no-restricted-syntax',
    "import * as electron from 'electron';\nelectron.ipcMain.removeHandler('x');",
  ],
  ['server/start.ts', 'no-restricted-syntax', "export const load = () => import('electron');"],
  ['server/start.ts', 'no-restricted-syntax', "export const load = () => import('@photostructure/sqlite');"],
  ['main/main.ts', 'no-restricted-syntax', "import { ipcMain } from 'electron';\nipcMain.removeHandler('x');"],
  [
    'main/main.ts',
    'boundaries/dependencies',
    "import { openSession } from '../client';\nexport const open = openSession;",
  ],
  [
    'cli/maru.ts',
    'boundaries/dependencies',
    "import { SocketIoTransport } from '../renderer/ports/socketio';\nexport const dial = SocketIoTransport;",
  ],
  ['server/start.ts', 'no-restricted-imports', "import { Server } from 'socket.io';\nexport const io = new Server();"],
  ['server/start.ts', 'no-restricted-imports', "import { Kysely } from 'kysely';\nexport const query = Kysely;"],
  ['server/start.ts', 'no-restricted-imports', "import { app } from 'electron';\nexport const name = app.name;"],
];

describe('the linter', () => {
  it.each(planted)(
    'finds in %s: %s',
    async (filePath, rule, text) => {
      const [result] = await quick.lintText(text, { filePath });
      expect(result?.messages.map(({ ruleId }) => ruleId)).toContain(rule);
    },
    60_000,
  );

  it('asks for types everywhere but in what Svelte compiles, which has a program of its own', async () => {
    const rulesOf = async (file: string) =>
      ((await new ESLint({ cwd }).calculateConfigForFile(file)) as { rules: Record<string, [number]> }).rules;
    for (const file of ['server/start.ts', 'tests/tools/lint.test.ts', 'renderer/main.ts'])
      for (const rule of Object.keys(typedRules)) expect((await rulesOf(file))[rule]?.[0], rule).toBe(2);
  });

  it('finds in components a promise that nobody waits for, in a script and in markup, by its line', async () => {
    const component = [
      '<script lang="ts">',
      '  const wait = async () => 1;',
      '  const now = () => 1;',
      '  now(); // 한글 🙂',
      '  wait();',
      '</script>',
      '{#each [1] as one (one)}<button onclick={() => { wait(); }}>{one}</button>{/each}',
    ].join('\n');
    const file = `${cwd}/renderer/Planted.svelte.script.ts`;
    const [result] = await lint(new Map([[file, scriptOf(component)]]));
    const rule = '@typescript-eslint/no-floating-promises';
    expect(result?.messages.map(({ ruleId, line }) => [ruleId, line])).toEqual([
      [rule, 5],
      [rule, 8],
    ]);
  }, 60_000);

  it('lets the arrows of the plan through', async () => {
    const [result] = await quick.lintText(
      "import { start } from '../server';\nimport { parse } from '../protocol';\nexport const both = [start, parse];",
      {
        filePath: 'main/main.ts',
      },
    );
    expect(result?.messages).toEqual([]);
  }, 60_000);
});
