/** Hooks that post: what a room says to an address, signed and in order, past restarts and kills. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { HookState, limits, parse, sideLogOf, type Id } from '../../protocol';
import type { Clock } from '../../server';
import { bundles } from '../support/build-worker';
import { said } from '../support/drafts';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless, type Headless } from '../support/headless';
import { behindProxy, host, overTls } from '../support/door';
import { botOf, openHooked } from '../support/hooked';
import { answered, isSigned, openReceiver, type Answer, type Receiver } from '../support/receiver';
import {
  hurriedClock,
  person,
  Talker,
  type Person,
  type TestServer,
  type TestServerOptions,
  startTestServer,
} from '../support/server';

let server: TestServer;
let owner: Person;
let room: Id;
const closing: (() => Promise<unknown>)[] = [];

async function open(options: TestServerOptions = {}) {
  ({ server, owner, room } = await openHooked(options));
  closing.push(() => server.remove());
}
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
/** Waits between tries are over at once; how long a receiver may take is as ever. */
const impatient: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => hurriedClock(ms === limits.hookTimeout ? 1 : 20_000).after(ms, callback),
};
const receiver = async (...how: Parameters<typeof openReceiver>): Promise<Receiver> => {
  const made = await openReceiver(...how);
  closing.push(made.close);
  return made;
};
const bot = (name?: string) => botOf(owner, name);
const say = (text: string, log = room) => owner.talker.must('append', { log, entries: [said(text)] });

describe('an outgoing hook', () => {
  const make = async (url: string, log = room) => {
    const { member } = await bot();
    return { member, ...(await owner.talker.must('makeHook', { kind: 'outgoing', bot: member.id, room: log, url })) };
  };

  test('posts what is said from then on, signed, in order; a redirect is not followed, and no answer is read', async () => {
    const elsewhere = await receiver();
    const ways: Answer[] = [
      answered(302, '', { location: elsewhere.url }),
      answered(500),
      (response) => response.destroy(),
    ];
    const inbox = await receiver((before) => ways[before] ?? answered(200, 'x'.repeat(1_000_000)));
    await open({ clock: impatient });
    await say('그전의 말');
    const { hook, secret, member } = await make(inbox.url);
    const { secret: post } = await owner.talker.must('makeHook', { kind: 'incoming', bot: member.id, room });
    expect(post).not.toBe(secret);
    for (const text of ['하나', '둘', '셋']) await say(text);
    await inbox.until(() => inbox.texts().at(-1) === '셋');
    // The three that failed are the same one, with the same id.
    expect(inbox.texts()).toEqual(['하나', '하나', '하나', '하나', '둘', '셋']);
    expect(new Set(inbox.letters.slice(0, 4).map(({ delivery }) => delivery)).size).toBe(1);
    expect(new Set(inbox.letters.map(({ delivery }) => delivery)).size).toBe(3);
    for (const letter of inbox.letters) {
      expect(isSigned(letter, secret)).toBe(true);
      expect(letter.said).toMatchObject({
        hook: hook.id,
        delivery: letter.delivery,
        room: { id: room },
        author: { name: '집주인' },
      });
    }
    expect(isSigned({ ...inbox.letters[0]!, body: '{}' }, secret)).toBe(false);
    expect(isSigned(inbox.letters[0]!, secret, Date.now() + 600_000)).toBe(false);
    expect(elsewhere.letters).toEqual([]);
    for (const secretOf of [secret, '하나', inbox.url]) expect(server.log()).not.toContain(secretOf);
  });

  test('gives up what is never taken, says so in the record, and goes on', async () => {
    await open({ clock: impatient });
    const inbox = await receiver((before) => answered(before < limits.hookTries ? 400 : 200));
    const { member } = await make(inbox.url);
    await say('안 받는 말');
    await say('받는 말');
    await inbox.until(() => inbox.texts().at(-1) === '받는 말');
    expect(inbox.texts()).toEqual([...Array<string>(limits.hookTries).fill('안 받는 말'), '받는 말']);
    const { lines } = await owner.talker.must('audit', {});
    expect(lines.filter(({ act }) => act === 'undelivered')).toMatchObject([
      { by: null, subject: member.id, detail: '알림' },
    ]);
  });

  test('hears no whisper, no room of others, nothing of its own bot, and nothing once it is ended', async () => {
    await open();
    const inbox = await receiver();
    const { member, hook } = await make(inbox.url);
    const incoming = await owner.talker.must('makeHook', { kind: 'incoming', bot: member.id, room });
    await fetch(`${server.url}api/hooks/${incoming.hook.id}/${incoming.secret}`, {
      method: 'POST',
      body: '{"text":"봇의 말"}',
    });
    const yunseo = await person(server.url, '윤서', overTls());
    const members = [owner.member.id, yunseo.member.id].sort();
    await owner.talker.must('append', {
      log: sideLogOf(room, members),
      side: { room, members },
      entries: [said('귓속말')],
    });
    const hidden = randomUUID();
    await yunseo.talker.must('createRoom', { id: hidden, kind: 'private', name: '비밀', members: [] });
    expect(
      await owner.talker.ask('makeHook', { kind: 'outgoing', bot: member.id, room: hidden, url: inbox.url }),
    ).toMatchObject({ error: { code: 'no-such-log' } });
    await yunseo.say('비밀 이야기', hidden);
    await say('모두의 말');
    await inbox.until(() => inbox.texts().includes('모두의 말'));
    expect(inbox.texts()).toEqual(['joined', '모두의 말']);
    await owner.talker.must('endHook', { id: hook.id });
    await say('끝난 뒤의 말');
    const other = await make(inbox.url);
    await say('다음 훅의 말');
    await inbox.until(() => inbox.texts().includes('다음 훅의 말'));
    expect(inbox.texts()).not.toContain('끝난 뒤의 말');
    expect(inbox.letters.at(-1)?.said.hook).toBe(other.hook.id);
  });

  test('tells the host how it goes: what waits, what came back, since when it fails, when it is tried again', async () => {
    await open();
    let status = 503;
    const inbox = await receiver(() => answered(status));
    const { hook } = await make(inbox.url);
    const state = async () => (await owner.talker.must('bots', {})).states.find(({ hook: of }) => of === hook.id)!;
    expect(await state()).toEqual({ hook: hook.id, waiting: 0, last: null, failingSince: null, nextAt: null });
    await say('하나');
    await say('둘');
    await inbox.until(() => inbox.letters.length > 0);
    await expect.poll(async () => (await state()).nextAt).not.toBeNull();
    const failing = await state();
    expect(parse(HookState, failing)).toEqual({ ok: true, value: failing });
    expect(failing).toMatchObject({ waiting: 2, last: { status: 503 }, failingSince: failing.last?.at });
    expect(failing.nextAt).toBeGreaterThan(failing.last!.at);
    status = 200;
    await inbox.until(() => inbox.texts().at(-1) === '둘');
    await expect.poll(async () => (await state()).waiting).toBe(0);
    expect(await state()).toMatchObject({ last: { status: 200 }, failingSince: null, nextAt: null });
    await owner.talker.must('endHook', { id: hook.id });
    expect((await owner.talker.must('bots', {})).states).toEqual([]);
  });

  test('is tried on demand: one signed letter that says nothing, and its answer', async () => {
    await open();
    const inbox = await receiver((before) => answered(before === 0 ? 202 : 418));
    const { hook, secret, member } = await make(inbox.url);
    const command = await owner.talker.must('makeHook', {
      ...{ kind: 'command', bot: member.id, command: '배포', url: inbox.url },
    });
    expect(await owner.talker.must('tryHook', { id: hook.id })).toMatchObject({ status: 202 });
    expect(await owner.talker.must('tryHook', { id: command.hook.id })).toMatchObject({ status: 418 });
    expect(inbox.letters.map(({ said: { entry } }) => entry)).toEqual([undefined, undefined]);
    const [letter] = inbox.letters;
    expect(letter?.said).toMatchObject({ test: true, hook: hook.id, delivery: letter?.delivery });
    expect(isSigned(letter!, secret)).toBe(true);
    expect(isSigned(inbox.letters[1]!, command.secret)).toBe(true);
    const nobody = await owner.talker.must('makeHook', {
      ...{ kind: 'outgoing', bot: member.id, room, url: `http://127.0.0.1:1/${'x'}` },
    });
    expect(await owner.talker.must('tryHook', { id: nobody.hook.id })).toMatchObject({ status: null });
    const incoming = await owner.talker.must('makeHook', { kind: 'incoming', bot: member.id, room });
    for (const [id, code] of [
      [incoming.hook.id, 'invalid'],
      [randomUUID(), 'no-such-hook'],
    ] as const)
      expect(await owner.talker.ask('tryHook', { id })).toMatchObject({ error: { code } });
  });

  test('of an address that is none, or of a scheme that is no web’s, is not made', async () => {
    await open();
    const { member } = await bot();
    for (const url of [
      '',
      'ftp://x',
      'file:///etc/passwd',
      'http://',
      'http://user:pass@x/',
      'javascript:0',
      'http://x y/',
      `http://x/${'a'.repeat(limits.hookUrl)}`,
    ])
      expect(await owner.talker.ask('makeHook', { kind: 'outgoing', bot: member.id, room, url }), url).toMatchObject({
        ok: false,
        error: { code: 'invalid', field: 'url' },
      });
  });

  test('a killed server delivers what it had acknowledged, once it is back: in order, nothing missing', async () => {
    const folder = await temporaryFolder();
    closing.push(() => removeFolder(folder));
    const down: Answer = (response) => void response.destroy();
    let up = false;
    const inbox = await receiver(() => (up ? answered(200) : down));
    const begin = (port = 0): Promise<Headless> => startHeadless({ dataDir: folder, bundle: bundles.headless, port });
    // The first one made there is the host of a folder of its own.
    const first = await startTestServer({ ...behindProxy, store: 'sqlite', dataDir: folder });
    owner = await host(first, overTls());
    room = owner.commons;
    const { secret } = await make(inbox.url);
    await first.close();
    let running = await begin();
    closing.push(() => running.kill());
    const talker = await Talker.dial(running.url, { token: owner.token });
    const all = Array.from({ length: 12 }, (_, at) => `말 ${at}`);
    for (const text of all.slice(0, 6)) await talker.must('append', { log: room, entries: [said(text)] });
    await inbox.until(() => inbox.letters.length > 0);
    await running.kill();
    up = true;
    running = await begin(running.port);
    await inbox.until(() => inbox.texts().includes('말 5'));
    const again = await Talker.dial(running.url, { token: owner.token });
    for (const text of all.slice(6)) await again.must('append', { log: room, entries: [said(text)] });
    await running.kill();
    running = await begin(running.port);
    await inbox.until(() => inbox.texts().includes('말 11'));
    const byDelivery = new Map(inbox.letters.map((letter, at) => [letter.delivery, { at, letter }]));
    const once = [...byDelivery.values()].map(({ letter }) => letter.said.entry.seq);
    expect(once).toEqual([...once].sort((a, b) => a - b));
    expect([...new Set(inbox.texts())]).toEqual(all);
    expect(inbox.letters.every((letter) => isSigned(letter, secret))).toBe(true);
    talker.close();
    again.close();
  });
});
