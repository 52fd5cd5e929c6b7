/** The shipped lint configuration finds what it is there for: each fault is planted as text, nothing is written. */
import { ESLint } from 'eslint';
import ts from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const cwd = `${import.meta.dirname}/../..`;
/** As it is shipped. */
const typed = new ESLint({ cwd });
/** Without its rules that ask for types, and so without reading the whole program anew for each planted text. */
const quick = new ESLint({ cwd, overrideConfig: ts.configs.disableTypeChecked as ESLint.Options['overrideConfig'] });
const asksForTypes = (rule: string) => rule in (ts.configs.disableTypeChecked.rules ?? {});

/** Files that exist, so that the type-aware rules know their project; their text is the planted one. */
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
  ['server/start.ts', '@typescript-eslint/no-floating-promises', 'const wait = async () => 1;\nwait();\nexport {};'],
];

describe('the linter', () => {
  it.each(planted)(
    'finds in %s: %s',
    async (filePath, rule, text) => {
      const [result] = await (asksForTypes(rule) ? typed : quick).lintText(text, { filePath });
      expect(result?.messages.map(({ ruleId }) => ruleId)).toContain(rule);
    },
    60_000,
  );

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
