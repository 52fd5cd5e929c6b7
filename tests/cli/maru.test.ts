/** The command as scripts and people use it: built, as a process, on a real server. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sideLogOf } from '../../protocol';
import { comparisonWords } from '../../renderer/words/comparison';
import { removeFolder, temporaryFolder } from '../support/folders';
import type { Headless } from '../support/headless';
import type { Person } from '../support/server';
import { endAll, hostAt, invitation, linesOf, neighbour, serve, user } from './command';

let place: string;
let server: Headless;
let jiu: Person;

beforeAll(async () => {
  place = await temporaryFolder('cli');
  server = await serve({ dataDir: join(place, 'data'), name: '공방' });
  jiu = await neighbour(server, '지우');
});
afterAll(async () => {
  jiu.talker.close();
  await endAll();
  await removeFolder(place);
});

/** Somebody who has joined with an invitation. */
async function joined(name: string) {
  const one = user(join(place, name));
  const { code, out, err } = await one.maru(['join', await invitation(jiu, server), '--name', name]);
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toMatchObject({ server: { name: '공방' }, me: { name } });
  return one;
}

it('joins by an invitation, says what comes through a pipe, and keeps its token to itself', async () => {
  const bot = await joined('빌드봇');
  const token = (JSON.parse(readFileSync(join(bot.profile, 'token.json'), 'utf8')) as { token: string }).token;
  expect(statSync(join(bot.profile, 'token.json')).mode & 0o777).toBe(0o600);
  expect(statSync(bot.profile).mode & 0o777).toBe(0o700);

  const text = '빌드 끝\n  경고 2개 <b>';
  const sent = await bot.maru(['send', '사랑방'], `${text}\n`);
  expect([sent.code, sent.err]).toEqual([0, '']);
  // It was on the server's disk before the command ended, whoever asks first.
  const { id } = JSON.parse(sent.out) as { id: string };
  const { epoch } = jiu.resumed.logs[0]!;
  const { entries } = await jiu.talker.must('find', { log: jiu.commons, epoch, ids: [id] });
  expect(entries.map(({ body }) => body)).toEqual([{ text }]);
  expect(readdirSync(join(bot.profile, 'disk'))).not.toContain('outbox');

  const all = [
    sent,
    await bot.maru(['rooms']),
    await bot.maru(['whoami']),
    await bot.maru(['send', '#commons', '--', '-5', '도']),
  ];
  expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(JSON.parse(all[1]!.out)).toMatchObject({ id: jiu.commons, name: 'Commons', kind: 'open' });
  expect(JSON.parse(all[2]!.out)).toMatchObject({
    words: (await comparisonWords(server.fingerprint, 'en')).join(' '),
    fingerprint: server.fingerprint,
  });
  for (const { out, err } of all) expect(out + err + server.log()).not.toContain(token);

  // To one person: the conversation is made with the first word.
  expect((await bot.maru(['send', '@지우', '둘만'])).code).toBe(0);
  await jiu.talker.until(() =>
    jiu.talker
      .pushes('entries')
      .some(({ entries: [entry] }) => entry?.kind === 'message' && entry.body.text === '둘만'),
  );

  expect((await bot.maru(['leave'])).code).toBe(0);
  expect(readdirSync(bot.profile)).toEqual([]);
  expect((await bot.maru(['send', 'commons', 'x'])).code).toBe(5);
});

// Each of these has a porch of its own, and waits most of the time.
it.concurrent('a key that is another one than expected ends it before a word is said', async () => {
  const one = user(join(place, 'wary'));
  const other = Buffer.alloc(32, 7).toString('base64url');
  const wrong = await one.maru(['join', hostAt(server), '--name', '의심', '--fingerprint', other]);
  expect(wrong).toMatchObject({ code: 4, out: '' });
  expect(wrong.err).toContain('Another key answers');
  expect((await one.maru(['doctor', hostAt(server), '--fingerprint', other])).code).toBe(4);

  const first = await serve({ dataDir: join(place, 'first') });
  expect(await one.maru(['join', hostAt(first), '--name', '의심', '--fingerprint', first.fingerprint])).toMatchObject({
    code: 0,
    err: '',
  });
  await first.stop();
  const impostor = await serve({ dataDir: join(place, 'impostor'), port: first.port });
  for (const args of [['send', 'commons', '비밀'], ['tail']]) expect((await one.maru(args)).code).toBe(4);
  expect(impostor.log()).not.toContain('token');
  await impostor.stop();
  expect((await one.maru(['rooms'])).code).toBe(3);
  expect((await one.maru(['leave', '--forget'])).code).toBe(0);
});

it.concurrent('a password comes from a file, never from the command line', async () => {
  const own = await serve({ dataDir: join(place, 'locked'), password: '열려라' });
  const one = user(join(place, 'guest'));
  const args = ['join', hostAt(own), '--name', '손님', '--fingerprint', own.fingerprint];
  const without = await one.maru(args);
  expect(without).toMatchObject({ code: 1, out: '' });
  expect(without.err).toContain('--password-file');
  expect((await one.maru([...args, '--password-file', '-'], '닫혀라\n')).code).toBe(1);
  writeFileSync(join(place, 'password'), '열려라\n');
  expect((await one.maru([...args, '--password-file', join(place, 'password')])).code).toBe(0);
  expect((await one.maru(args)).code).toBe(1);
  await own.stop();
});

it('tails whispers to those who may read them, and nobody else’s', async () => {
  const bot = await joined('귀');
  const tail = bot.start(['tail', 'commons', '--all']);
  const { me } = JSON.parse(readFileSync(join(bot.profile, 'porch.json'), 'utf8')) as { me: { id: string } };
  await tail.until(({ out }) => out.includes('joined'));
  const members = [jiu.member.id, me.id];
  await jiu.talker.must('append', {
    log: sideLogOf(jiu.commons, members),
    side: { room: jiu.commons, members },
    entries: [{ id: randomUUID(), kind: 'message', body: { text: '귓속말' } }],
  });
  await tail.until(({ out }) => out.includes('귓속말'));
  const line = linesOf((await tail.end('SIGINT')).out).at(-1)!;
  expect(line).toMatchObject({ name: '지우', room: { name: 'Commons' } });
  expect([...line.whisper!].sort()).toEqual([...members].sort());
});

describe('an export', () => {
  it('goes on where it was cut off, as lines and as a page without scripts', async () => {
    const bot = await joined('서기');
    const { id } = await jiu.say('<script>alert(1)</script>\n둘째 줄');
    await jiu.talker.must('append', {
      log: jiu.commons,
      entries: [{ id: randomUUID(), kind: 'react', body: { target: id, emoji: '👀', on: true } }],
    });
    const whole = await bot.maru(['export', 'commons']);
    expect(whole).toMatchObject({ code: 0, err: '' });
    const lines = linesOf(whole.out);
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));

    const file = join(place, 'commons.jsonl');
    const page = join(place, 'commons.html');
    expect((await bot.maru(['export', 'commons', '--output', file])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(whole.out);
    expect((await bot.maru(['export', 'commons', '--format', 'html', '--output', page])).code).toBe(0);
    const drawn = readFileSync(page, 'utf8');
    expect(drawn).toContain('&lt;script&gt;alert(1)&lt;/script&gt;<br>둘째 줄</blockquote><div class="why">👀 1</div>');
    expect(drawn).not.toMatch(/<script|<img|<link|<iframe| on[a-z]+=|javascript:/iu);

    // In the middle of a line, as a power cut leaves it.
    writeFileSync(file, whole.out.slice(0, -70));
    writeFileSync(page, drawn.slice(0, -30));
    expect((await bot.maru(['export', 'commons', '--output', file])).err).toBe('1 entry.\n');
    expect((await bot.maru(['export', 'commons', '--format', 'html', '--output', page])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(whole.out);
    expect(readFileSync(page, 'utf8')).toBe(drawn);

    expect((await bot.maru(['export', 'commons', '--output', page])).code).toBe(1);
    expect(readFileSync(page, 'utf8')).toBe(drawn);
    expect((await bot.maru(['export', 'commons', '--output', join(place, 'no', 'such')])).code).toBe(6);
  });
});

describe('a key', () => {
  it('that nobody knows is shown as words; who says yes comes in, and nobody else', async () => {
    const one = user(join(place, 'careful'));
    const args = ['join', hostAt(server), '--name', '조심'];
    const words = (await comparisonWords(server.fingerprint, 'en')).join(' ');
    const alone = await one.maru(args);
    expect(alone).toMatchObject({ code: 4, out: '' });
    expect(alone.err).toContain(words);
    expect(alone.err).toContain(`--fingerprint ${server.fingerprint}`);
    const no = await one.onTerminal(args, '(yes/no)', 'no\n');
    expect(no.code).toBe(4);
    const yes = await one.onTerminal(args, '(yes/no)', 'yes\n');
    expect(yes.code).toBe(0);
    expect(yes.out).toContain(words);
    expect(yes.out).toContain('You are 조심 on 공방.');
    // What others say moves no cursor of this terminal.
    await jiu.say('\u001b[2J\u009b31m빨강\u202e\n셋째 줄');
    const shown = await one.onTerminal(['tail', '--all'], '셋째 줄', '\u0003');
    expect(shown.code).toBe(130);
    expect(shown.out).toMatch(/^\d\d:\d\d Commons 지우: \ufffd\[2J\ufffd31m빨강\ufffd\r\n {6}셋째 줄\r$/mu);
    const lines = await one.onTerminal(['export', 'commons', '--json'], '', '');
    expect(lines.out).toContain('\\u001b[2J\\u009b31m빨강');
    // eslint-disable-next-line no-control-regex -- they are what is looked for
    expect(shown.out + lines.out).not.toMatch(/[\u001b\u009b]/u);
  });
});

it('ends with 2 where it is used wrongly, and says what is wrong', async () => {
  const wrong: [args: string[], says: RegExp][] = [
    [['dance'], /no command “dance”[\s\S]*maru help/],
    [['send', '--loud', 'commons', 'x'], /--loud[\s\S]*maru help send/],
    [['join', 'maru://join/x', '--name', 'x'], /neither a whole invitation nor an address/],
    [['join', '127.0.0.1:1'], /--name/],
    [['tail', '--from', '3'], /one room/],
    [['export', 'a', '--format', 'pdf'], /jsonl and html/],
    [['whoami', 'else'], /more behind it/],
    [['rooms', '--lang', 'fr'], /ko and en/],
  ];
  const ended = await Promise.all(wrong.map(([args]) => user(join(place, 'nobody')).maru(args)));
  ended.forEach(({ code, out, err }, index) => {
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(wrong[index]![1]);
  });
});

it('helps in both languages, tells its version, and what is in the way', async () => {
  const nobody = user(join(place, 'nobody'));
  const [en, ko, send, version, none, doctor] = await Promise.all([
    nobody.maru(['help']),
    nobody.maru(['--lang', 'ko', 'help']),
    nobody.maru(['help', 'send', '--lang', 'ko']),
    nobody.maru(['--version']),
    nobody.maru(['rooms', '--lang', 'ko']),
    // One fingerprint in 64 begins like an option.
    nobody.maru(['doctor', '127.0.0.1:1', '--fingerprint', `-${'A'.repeat(42)}`]),
  ]);
  expect([en, ko, send, version, none, doctor].map(({ code }) => code)).toEqual([0, 0, 0, 0, 5, 3]);
  expect(en.out).toMatch(/^ {2}maru send ROOM/mu);
  expect(ko.out).toMatch(/^ {2}maru send 방/mu);
  expect(send.out).toContain('--later');
  expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(none.err).toContain('maru join');
  expect(JSON.parse(doctor.out)).toMatchObject({ cause: 'port-closed', facts: { host: '127.0.0.1', port: 1 } });
  const bot = await joined('긴말');
  const long = await bot.maru(['send', 'commons'], '가'.repeat(8_001));
  expect(long).toMatchObject({ code: 1, out: '' });
  expect(long.err).toContain('8000 at most');
  expect(await bot.maru(['send', '없는 방', 'x'])).toMatchObject({ code: 2, out: '' });
  expect(await bot.maru(['send', 'commons'], ' \n')).toMatchObject({ code: 2, out: '' });
  expect((await bot.maru(['doctor', hostAt(server)])).code).toBe(0);
});
