/** The examples of docs/doors, taken out of the docs and run as they stand there: they join, send, and go on after a cut. */
import { execFile, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumArgs, chromiumPath } from '../support/chromium';
import { removeFolder, temporaryFolder } from '../support/folders';
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

test('Python joins, sends, and reads lines of JSON past a cut', async () => {
  const file = join(folder, 'listen.py');
  await writeFile(file, (await examples('streams.md', 'python', wire.place)).join('\n'));
  const program = spawn('python3', [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => program.once('close', done));
  const lines = new Lines();
  createInterface(program.stdout).on('line', (line) => lines.add(line));
  try {
    await lines.has('파이썬이 왔어요');
    await pastACut(lines, '파이썬');
  } finally {
    program.kill();
    await ended;
  }
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

/** As if it were pasted there. */
const inConsole = (page: Page, blocks: readonly string[]) =>
  page.evaluate(`(async () => {\n${blocks.join('\n')}\n})()`);
