/** The shipped lint configuration finds what it is there for: each fault is planted as text, nothing is written. */
import { ESLint } from 'eslint';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';

const cwd = path.resolve(import.meta.dirname, '../..');
/** Plain JavaScript, which has no types. */
const { lint, scriptOf } = (await import(path.join(cwd, 'scripts/lint-components.mjs'))) as {
  lint(texts: Map<string, string>): Promise<ESLint.LintResult[]>;
  scriptOf(source: string): string;
};
const eslint = new ESLint({ cwd });

/** The rules that the linter which knows types finds broken in each text, which it reads as a file, out of the way of every other. */
function foundIn(texts: string[]): string[][] {
  const folder = path.join(cwd, '.cache', `planted-${process.pid}`);
  fs.mkdirSync(folder, { recursive: true });
  try {
    fs.writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', include: ['.'] }),
    );
    const files = texts.map((text, n) => {
      const file = path.join(folder, `${n}.ts`);
      fs.writeFileSync(file, text);
      return file;
    });
    const flags = ['--type-aware', '--no-ignore', '--format', 'json', '-c', '.oxlintrc.json', ...files];
    const { stdout } = spawnSync(path.join(cwd, 'node_modules/.bin/oxlint'), flags, { cwd, encoding: 'utf8' });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { filename: string; code: string }[] };
    return texts.map((_, n) =>
      diagnostics.filter(({ filename }) => path.basename(filename) === `${n}.ts`).map(({ code }) => code),
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Files that exist; their text is the planted one. */
const planted: [file: string, rule: string, text: string][] = [
  [
    'tests/tools/lint.test.ts',
    'no-useless-assignment',
    'export function two() {\n  let one = 1;\n  one = 2;\n  return one;\n}',
  ],
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
      const [result] = await eslint.lintText(text, { filePath });
      expect(result?.messages.map(({ ruleId }) => ruleId)).toContain(rule);
    },
    60_000,
  );

  it('that knows types finds what it is asked to find', () => {
    const faults = [
      ['typescript(no-floating-promises)', 'export const wait = async () => 1;\nwait();'],
      [
        'typescript(no-misused-promises)',
        "export const wait = async () => true;\nif (wait()) throw new Error('always');",
      ],
      ['typescript(await-thenable)', 'export const one = await 1;'],
      ['typescript(no-explicit-any)', 'export const one: any = 1;'],
      ['eslint(no-unused-vars)', 'const one = 1;\nexport {};'],
      ['eslint(eqeqeq)', 'export const same = (one: number) => one == 1;'],
      ['eslint(max-lines)', Array.from({ length: 351 }, (_, n) => `export const one${n} = 1;`).join('\n')],
    ] as const;
    expect(foundIn(faults.map(([, text]) => text))).toEqual(faults.map(([rule]) => [rule]));
  }, 60_000);

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
    const [result] = await eslint.lintText(
      "import { start } from '../server';\nimport { parse } from '../protocol';\nexport const both = [start, parse];",
      {
        filePath: 'main/main.ts',
      },
    );
    expect(result?.messages).toEqual([]);
  }, 60_000);
});
