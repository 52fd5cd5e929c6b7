import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AppWindow } from '../../main/window';
import { desktopCalls, limits, parse } from '../../protocol';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'maru-handing-'))));
afterAll(() => rm(folder, { recursive: true }));

type Said = { canceled: boolean; filePath?: string };
/** What the person says to the dialog, and what it proposed. */
let answer: () => Said | Promise<Said>;
const proposed: string[] = [];
vi.mock('electron', () => ({
  app: { getPath: () => folder },
  dialog: {
    showSaveDialog: async (_window: unknown, { defaultPath }: { defaultPath: string }) => {
      proposed.push(defaultPath);
      return answer();
    },
  },
}));
const { handFiles } = await import('../../main/handing');
const { askedOpenly } = await import('../../main/lock/questions');
const { askWhere } = await import('../../main/saving');

const logged: string[] = [];
const log = { info: () => undefined, lines: () => undefined, error: (text: string) => void logged.push(text) };
const window = { browser: {} } as unknown as AppWindow;
const lock = { listeners: [] as ((locked: boolean) => void)[] };
const question = askedOpenly({ onChange: (listener) => void lock.listeners.push(listener) });
const { saveFile } = handFiles(
  askWhere(window, () => 'ko', question),
  log,
);

test('a file is written where its person says, and nowhere where they say nothing', async () => {
  answer = () => ({ canceled: false, filePath: join(folder, '내 연결.har') });
  expect(await saveFile({ name: 'maru.har', text: '{ "글": 1 }' })).toEqual({ ok: true, value: { saved: true } });
  expect(await readFile(join(folder, '내 연결.har'), 'utf8')).toBe('{ "글": 1 }');
  expect(proposed).toEqual([join(folder, 'maru.har')]);

  answer = () => ({ canceled: true });
  expect(await saveFile({ name: 'maru.jsonl', text: 'no' })).toEqual({ ok: true, value: { saved: false } });
  expect(await readdir(folder)).toEqual(['내 연결.har']);
});

test('a place that cannot be written is a refusal; while one dialog stands there is no second one', async () => {
  answer = () => ({ canceled: false, filePath: join(folder, 'no such folder', 'maru.har') });
  expect(await saveFile({ name: 'maru.har', text: 'lost' })).toMatchObject({ ok: false, error: { code: 'disk' } });
  expect(logged).toHaveLength(1);

  let say: (said: Said) => void = () => undefined;
  answer = () => new Promise((resolve) => (say = resolve));
  const first = saveFile({ name: 'maru.har', text: 'one' });
  expect(await saveFile({ name: 'maru.har', text: 'two' })).toMatchObject({ ok: false, error: { code: 'busy' } });
  say({ canceled: true });
  expect(await first).toMatchObject({ ok: true });
});

test('what is answered in a dialog that stood when the app was locked does nothing, behind the lock and after it', async () => {
  const before = await readdir(folder);
  let say: (said: Said) => void = () => undefined;
  const filePath = join(folder, 'behind the lock.har');
  for (const unlocked of [false, true]) {
    answer = () => new Promise((resolve) => (say = resolve));
    const saved = saveFile({ name: 'maru.har', text: 'nobody asked for it' });
    for (const locked of [true, ...(unlocked ? [false] : [])]) lock.listeners.forEach((listener) => listener(locked));
    say({ canceled: false, filePath });
    expect(await saved).toEqual({ ok: true, value: { saved: false } });
  }
  expect(await readdir(folder)).toEqual(before);
  // The next question is one of its own.
  answer = () => ({ canceled: false, filePath });
  expect(await saveFile({ name: 'maru.har', text: 'asked for' })).toEqual({ ok: true, value: { saved: true } });
});

test.each(['../maru.har', '.maru.har', 'maru.sh', 'maru.har.exe', 'a/b.har', ''])('%j is no name of a file', (name) => {
  expect(parse(desktopCalls.saveFile.input, { name, text: '' })).toMatchObject({ ok: false, error: { field: 'name' } });
});

test('what is larger than all packets together is not taken', () => {
  const text = '마'.repeat(Math.ceil(limits.handedFile / 3) + 1);
  expect(parse(desktopCalls.saveFile.input, { name: 'maru.har', text })).toMatchObject({
    ok: false,
    error: { field: 'text', rule: 'long' },
  });
});
