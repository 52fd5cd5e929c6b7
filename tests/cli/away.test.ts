/** The command where the porch goes away: at once, for a while, and back with an earlier history. */
import { execFile } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/folders';
import { endAll, hostAt, linesOf, neighbour, serve, texts, user } from './command';

const HEADLESS = resolve(import.meta.dirname, '../../dist/server/headless.cjs');

let place: string;

beforeAll(async () => {
  place = await temporaryFolder('cli-away');
});
afterAll(async () => {
  await endAll();
  await removeFolder(place);
});

it.concurrent('with the porch gone right after one has joined, what is said is kept for later', async () => {
  const own = await serve({ dataDir: join(place, 'gone') });
  const early = user(join(place, 'early'));
  const joined = await early.maru(['join', hostAt(own), '--name', '기록', '--fingerprint', own.fingerprint]);
  expect(joined).toMatchObject({ code: 0, err: '' });
  await own.kill();
  expect(await early.maru(['send', 'commons', '--later', '먼저 한 말'])).toMatchObject({ code: 0, out: '' });
  expect((JSON.parse((await early.maru(['whoami'])).out) as { waiting: number }).waiting).toBe(1);
});

it.concurrent('follows a room as JSON lines through a killed server, and leaves out or repeats nothing', async () => {
  const own = await serve({ dataDir: join(place, 'own') });
  const before = await neighbour(own, '나래');
  const bot = user(join(place, 'follower'));
  expect(await bot.maru(['join', hostAt(own), '--name', '기록', '--fingerprint', own.fingerprint])).toMatchObject({
    code: 0,
    err: '',
  });
  const tail = bot.start(['tail', '--all']);
  const has =
    (text: string) =>
    ({ out }: { out: string }) =>
      out.includes(text);
  await before.say('하나');
  await tail.until(has('하나'));
  await own.kill();

  // With nobody there: it says so, keeps what it is asked to keep, and nothing else.
  const lost = await bot.maru(['send', 'commons', '잃은 말']);
  expect(lost).toMatchObject({ code: 3, out: '' });
  expect(lost.err).toContain('not kept');
  const kept = await bot.maru(['send', 'commons', '--later', '남은 말']);
  expect(kept).toMatchObject({ code: 0, out: '' });
  expect((JSON.parse((await bot.maru(['whoami'])).out) as { waiting: number }).waiting).toBe(1);

  const back = await serve({ dataDir: join(place, 'own'), port: own.port });
  const after = await neighbour(back, '다온');
  // Somebody talks on, at their pace, while it finds its way back.
  let said = 0;
  while (!tail.err.includes('It is back') || said < 5) {
    await after.say(`둘 ${(said += 1)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  expect((await bot.maru(['send', 'commons', '셋'])).code).toBe(0);
  await tail.until(has('셋'));
  await after.say('넷');
  await tail.until(has('넷'));
  const { code, out, err } = await tail.end('SIGINT');
  expect(code).toBe(130);
  expect(err.split('\n')).toEqual(['The connection was lost; waiting for it.', 'It is back.', '']);
  const lines = linesOf(out);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
  expect(texts(lines).filter((text) => !text.startsWith('둘 '))).toEqual(['하나', '남은 말', '셋', '넷']);
  expect(texts(lines).filter((text) => text.startsWith('둘 '))).toHaveLength(said);
  expect(lines.at(-1)).toMatchObject({ name: '다온', room: { name: 'Commons' } });
  expect((JSON.parse((await bot.maru(['whoami'])).out) as { waiting: number }).waiting).toBe(0);

  // From one entry on, and from where the last one ended.
  const from = bot.start(['tail', 'commons', '--from', String(lines.length - 1)]);
  await from.until(has('넷'));
  expect(texts(linesOf((await from.end('SIGTERM')).out))).toEqual(['셋', '넷']);
  const first = bot.start(['tail', '--continue']);
  await first.until(has('넷'));
  await first.end('SIGTERM');
  await after.say('다섯');
  await after.say('여섯');
  const second = bot.start(['tail', '--continue']);
  await second.until(has('여섯'));
  expect(texts(linesOf((await second.end('SIGTERM')).out))).toEqual(['다섯', '여섯']);

  // Whoever reads has had enough.
  const piped = bot.start(['tail', '--all']);
  await piped.until(has('여섯'));
  piped.child.stdout!.destroy();
  await after.say('일곱');
  expect(await piped.end()).toMatchObject({ code: 0, err: '' });
  before.talker.close();
  after.talker.close();
  await back.stop();
});

it.concurrent('says so where a backup was put back, and prints nothing twice that comes again', async () => {
  const dataDir = join(place, 'restored');
  const first = await serve({ dataDir });
  const bot = user(join(place, 'historian'));
  expect(await bot.maru(['join', hostAt(first), '--name', '사관', '--fingerprint', first.fingerprint])).toMatchObject({
    code: 0,
    err: '',
  });
  expect(await bot.maru(['send', 'commons', '하나'])).toMatchObject({ code: 0, err: '' });
  const tail = bot.start(['tail', '--all']);
  await tail.until(({ out }) => out.includes('하나'));
  await first.stop();
  copyFileSync(join(dataDir, 'maru.db'), join(place, 'backup.db'));
  const second = await serve({ dataDir, port: first.port });
  expect(await bot.maru(['send', 'commons', '둘'])).toMatchObject({ code: 0, err: '' });
  await tail.until(({ out }) => out.includes('둘'));
  await second.stop();
  await promisify(execFile)(process.execPath, [HEADLESS, '--restore', join(place, 'backup.db'), '--data', dataDir]);
  await serve({ dataDir, port: first.port });
  // What this device said and the porch lacks is offered again, before the new word.
  expect((await bot.maru(['send', 'commons', '셋'])).code).toBe(0);
  await tail.until(({ out }) => out.includes('셋'));
  const { out, err } = await tail.end('SIGINT');
  expect(texts(linesOf(out))).toEqual(['하나', '둘', '셋']);
  expect(new Set(linesOf(out).map(({ epoch }) => epoch)).size).toBe(2);
  expect(err).toContain('another history from here on');
  const again = await bot.maru(['export', 'commons']);
  expect(texts(linesOf(again.out))).toEqual(['하나', '둘', '셋']);
});
