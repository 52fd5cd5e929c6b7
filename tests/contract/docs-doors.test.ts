/** The examples of docs/doors, taken out of the docs and run as they stand there: they join, send, and go on after a cut. */
import { execFile, spawn } from 'node:child_process';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Entry } from '../../protocol';
import { signatureOf } from '../../server/bots/posting';
import { chromiumArgs, chromiumPath } from '../support/chromium';
import { behindProxy, host, overTls } from '../support/door';
import { removeFolder, temporaryFolder } from '../support/folders';
import { freePort } from '../support/free-port';
import { person, startTestServer, type Person, type TestServer } from '../support/server';
import { openSwitch, type Switch } from '../support/switch';

const run = promisify(execFile);
let server: TestServer;
/** A wire to the server that can be cut. */
let wire: Switch;
let narae: Person;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  wire = await openSwitch(server.address.port, server.address.port);
  narae = await person(server.url, '한결');
  folder = await temporaryFolder();
});
afterAll(async () => {
  await wire.close();
  await server.remove();
  await removeFolder(folder);
});

const DOCS = resolve(import.meta.dirname, '../../docs/doors');
const EXAMPLE = 'http://localhost:7420';
/** The blocks of a guide that are of one language, one after another, at the server that is there. */
async function examples(guide: string, language: string, place: string): Promise<string[]> {
  const text = await readFile(join(DOCS, guide), 'utf8');
  const blocks = [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].flatMap(([, of, code]) =>
    of === language && code !== undefined ? [code.replaceAll(EXAMPLE, `http://${place}`)] : [],
  );
  expect(blocks.length, `${guide} has examples of ${language}`).toBeGreaterThan(0);
  return blocks;
}
const textOf = (entry: Entry): string | null => (entry.kind === 'message' ? entry.body.text : null);
const direct = () => `127.0.0.1:${server.address.port}`;
const shell = async (guide: string): Promise<string> => {
  const script = (await examples(guide, 'sh', direct())).join('\n');
  return (await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, timeout: 20_000 })).stdout;
};

/** Lines as they come, each waited for. */
class Lines {
  readonly all: string[] = [];
  #look = () => {};

  add(line: string): void {
    this.all.push(line);
    this.#look();
  }

  has(part: string): Promise<void> {
    return new Promise((found) => {
      this.#look = () => this.all.some((line) => line.includes(part)) && found();
      this.#look();
    });
  }
}

/** Something is said before a cut, in it, and after it: all of it arrives, in order, once. */
async function pastACut(lines: Lines, who: string): Promise<void> {
  const words = [`${who}: 끊기기 전`, `${who}: 끊긴 동안`, `${who}: 이어서`];
  await narae.say(words[0]!);
  await lines.has(words[0]!);
  wire.tell(() => true);
  for (const word of words.slice(1)) {
    await narae.say(word);
    await lines.has(word);
  }
  const heard = lines.all.filter((line) => line.includes(`${who}: `)).map((line) => line.slice(line.indexOf(who)));
  expect(heard).toEqual(words);
}

test('curl joins, sends twice and says it once, polls, and waits for what is said', async () => {
  const printed = await shell('requests.md');
  expect(printed.match(/"duplicate":(true|false)/g)?.slice(0, 2)).toEqual(['"duplicate":false', '"duplicate":true']);
  const kept = (name: string) => readFile(join(folder, name), 'utf8').then((text) => JSON.parse(text) as object);
  expect(await kept('page.json')).toMatchObject({ entries: [{ body: { text: '안녕하세요' } }, { kind: 'react' }] });
  expect(await kept('news.json')).toMatchObject({ entries: [{ body: { text: '들리나요?' } }] });
});

test('curl reads an event stream', async () => {
  expect(await shell('streams.md')).toMatch(/^id: [0-9a-f-]{36}:1\ndata: \{.*"seq":1,.*\}\n\nid: /);
});

/** A program that is started, and over when the story with its lines is. */
async function program(
  runs: string,
  files: string[],
  env: Record<string, string>,
  story: (lines: Lines) => Promise<void>,
): Promise<void> {
  const started = spawn(runs, files, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const ended = new Promise((done) => started.once('close', done));
  const lines = new Lines();
  createInterface(started.stdout).on('line', (line) => lines.add(line));
  try {
    await story(lines);
  } finally {
    started.kill();
    await ended;
  }
}

test('Python joins, sends, and reads lines of JSON past a cut', async () => {
  const file = join(folder, 'listen.py');
  await writeFile(file, (await examples('streams.md', 'python', wire.place)).join('\n'));
  await program('python3', [file], {}, async (lines) => {
    await lines.has('파이썬이 왔어요');
    await pastACut(lines, '파이썬');
  });
});

test('a page’s own WebSocket and EventSource join, send, and go on past a cut', async () => {
  const browser: Browser = await chromium.launch({
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    args: chromiumArgs,
  });
  try {
    const page = await browser.newPage();
    const [socket, events] = [new Lines(), new Lines()];
    page.on('console', (message) => (message.text().startsWith('event ') ? events : socket).add(message.text()));
    await page.goto(`http://${wire.place}/`);
    await inConsole(page, [
      ...(await examples('websocket.md', 'js', wire.place)),
      'Object.assign(window, { token, logs });',
    ]);
    await socket.has('웹소켓이 왔어요');
    await inConsole(page, [
      ...(await examples('streams.md', 'js', wire.place)),
      "void listen(token, logs[0].log, ({ body }) => console.log('event', body.text));",
    ]);
    await events.has('웹소켓이 왔어요');
    await pastACut(socket, '소켓');
    await pastACut(events, '스트림');
  } finally {
    await browser.close();
  }
});

test('Socket.IO’s own client joins, sends, relays with an acknowledgement, and goes on past a cut', async () => {
  await symlink(resolve(DOCS, '../../node_modules'), join(folder, 'node_modules'));
  const file = join(folder, 'talk.mjs');
  await writeFile(file, (await examples('socketio.md', 'js', wire.place)).join('\n'));
  await program(process.execPath, [file], {}, async (lines) => {
    await lines.has('소켓아이오가 왔어요');
    await lines.has('relay cursor { x: 3, y: 4 }');
    // By this program, and by the one that stays.
    await lines.has('heard by 2');
    await pastACut(lines, '아이오');
  });
});

describe('hooks', () => {
  let porch: TestServer;
  let owner: Person;
  beforeAll(async () => {
    porch = await startTestServer(behindProxy);
    owner = await host(porch, overTls());
  });
  afterAll(() => porch.remove());
  const bot = async () =>
    (await owner.talker.must('makeBot', { name: '알림', scopes: ['read', 'write'], rooms: null })).member.id;

  test('curl posts to a room, and a second try says nothing twice', async () => {
    const made = { kind: 'incoming', bot: await bot(), room: owner.commons } as const;
    const { hook, secret } = await owner.talker.must('makeHook', made);
    const script = (await examples('webhooks.md', 'sh', `127.0.0.1:${porch.address.port}`)).join('\n');
    const env = { ...process.env, HOOK: hook.id, SECRET: secret };
    expect((await run('bash', ['-euo', 'pipefail', '-c', script], { env, timeout: 20_000 })).stdout).toBe(
      'ok\nok\nok\n',
    );
    await vi.waitFor(() =>
      expect(owner.talker.entriesOf(owner.commons).flatMap((entry) => textOf(entry) ?? [])).toEqual([
        '빌드가 끝났어요 [#42](https://example.org/build/42)',
        '빌드 43이 시작됐어요',
      ]),
    );
  });

  test.each([
    ['Node', 'js', process.execPath, 'receive.mjs'],
    ['Python', 'python', 'python3', 'receive.py'],
  ])('a receiver in %s takes what is signed, and nothing else', async (_name, language, runs, name) => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/in`;
    const made = { kind: 'outgoing', bot: await bot(), room: owner.commons, url } as const;
    const { hook, secret } = await owner.talker.must('makeHook', made);
    const file = join(folder, name);
    await writeFile(file, (await examples('webhooks.md', language, '')).join('\n'));
    await program(runs, [file], { SECRET: secret, PORT: String(port) }, async (lines) => {
      await lines.has('ready');
      for (const text of ['하나', '둘']) await owner.say(`${language} ${text}`);
      await lines.has(`${language} 둘`);
      const body = JSON.stringify({
        delivery: 'x',
        author: { name: '남' },
        entry: { kind: 'message', body: { text: '거짓' } },
      });
      const now = Math.floor(Date.now() / 1_000);
      const send = (signature: string) =>
        fetch(url, { method: 'POST', headers: { 'maru-signature': signature }, body }).then(({ status }) => status);
      // Nobody's; another's; one of six minutes ago; and to see that these were the reason, a good one.
      expect(await send('')).toBe(401);
      expect(await send(signatureOf('another', now, body))).toBe(401);
      expect(await send(signatureOf(secret, now - 360, body))).toBe(401);
      expect(await send(signatureOf(secret, now, body))).toBe(204);
      await lines.has('남: 거짓');
      expect(lines.all.slice(1)).toEqual([`집주인: ${language} 하나`, `집주인: ${language} 둘`, '남: 거짓']);
    });
    await owner.talker.must('endHook', { id: hook.id });
  });
});

/** As if it were pasted there. */
const inConsole = (page: Page, blocks: readonly string[]) =>
  page.evaluate(`(async () => {\n${blocks.join('\n')}\n})()`);
