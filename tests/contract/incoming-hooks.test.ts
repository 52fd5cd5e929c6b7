/** Hooks that are posted to: a room by its address, past restarts, and nobody's who does not know the secret. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { limits, type Id } from '../../protocol';
import { overTls } from '../support/door';
import { actsOf, botOf, openHooked, textsIn } from '../support/hooked';
import { Talker, type Person, type TestServer, type TestServerOptions } from '../support/server';

let server: TestServer;
let owner: Person;
let room: Id;

async function open(options: TestServerOptions = {}) {
  ({ server, owner, room } = await openHooked(options));
}
afterEach(() => server.remove());
const bot = (name?: string) => botOf(owner, name);
const texts = (log = room) => textsIn(owner, log);
const acts = () => actsOf(owner);

describe('an incoming hook', () => {
  const make = async () => {
    const { member } = await bot();
    const { hook, secret } = await owner.talker.must('makeHook', { kind: 'incoming', bot: member.id, room });
    return { member, hook, secret, url: `${server.url}api/hooks/${hook.id}/${secret}` };
  };
  const postTo = async (
    url: string,
    body: string,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ) => {
    const response = await fetch(url, { method: 'POST', body, headers });
    const text = await response.text();
    return {
      status: response.status,
      text,
      code: text.startsWith('{') ? (JSON.parse(text) as { error: { code: string; field?: string } }).error : null,
    };
  };

  test('takes what programs post to Slack, and answers as it does', async () => {
    await open({ store: 'sqlite' });
    const { url, secret, member, hook } = await make();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const [body, headers] of [
      ['{"text":"빌드가 끝났어요"}', { 'content-type': 'application/json; charset=utf-8' }],
      [`payload=${encodeURIComponent('{"text":"a &lt; b &amp; <https://chat.example/1|첫째>"}')}`, form],
      ['{"text":"curl이 보낸 것"}', form],
      ['있는 그대로 &lt;', { 'content-type': 'text/plain' }],
    ] as const)
      expect(await postTo(url, body, { ...headers })).toEqual({ status: 200, text: 'ok', code: null });
    const all = ['빌드가 끝났어요', 'a < b & [첫째](https://chat.example/1)', 'curl이 보낸 것', '있는 그대로 &lt;'];
    await owner.talker.until(() => texts().length === all.length);
    expect(texts()).toEqual(all);
    expect(owner.talker.entriesOf(room).at(-1)?.author).toBe(member.id);
    const { hooks } = await owner.talker.must('bots', {});
    expect(hooks).toEqual([hook]);
    // Neither the list nor the server's log says where it is.
    for (const place of [JSON.stringify(hooks), server.log()]) expect(place).not.toContain(secret);
    expect(server.log()).not.toContain(all[0]);
  });

  test('with a key says it once, also past a restart; the same key for something else is refused', async () => {
    await open({ store: 'sqlite' });
    const { url } = await make();
    const key = { 'content-type': 'application/json', 'idempotency-key': 'deploy-42' };
    expect(await postTo(url, '{"text":"한 번만"}', key)).toMatchObject({ status: 200 });
    server = await server.restart();
    expect(await postTo(url, '{"text":"한 번만"}', key)).toMatchObject({ status: 200 });
    expect(await postTo(url, '{"text":"다른 말"}', key)).toMatchObject({
      status: 409,
      code: { code: 'id-conflict' },
    });
    const again = await Talker.dial(server.url, { ...overTls(), token: owner.token });
    const { rooms, logs } = await again.must('resume', { logs: [] });
    const page = await again.must('read', { log: rooms[0]!.id, epoch: logs[0]!.epoch, limit: 50 });
    expect(page.entries.filter(({ kind }) => kind === 'message')).toHaveLength(1);
    again.close();
  });

  test('tells nothing to whoever does not know its secret, and names what does not fit', async () => {
    await open();
    const { url, hook, secret } = await make();
    const nobody = `${server.url}api/hooks/${randomUUID()}/${secret}`;
    const other = `${server.url}api/hooks/${hook.id}/${'A'.repeat(43)}`;
    const [unknown, wrong] = [await postTo(nobody, '{"text":"x"}'), await postTo(other, '{"text":"x"}')];
    expect(unknown).toMatchObject({ status: 404, code: { code: 'no-such-hook' } });
    expect(wrong).toEqual(unknown);
    for (const [body, field] of [
      ['', 'body'],
      ['[]', 'body'],
      ['{"text":', 'body'],
      ['{"blocks":[]}', 'text'],
      ['{"text":3}', 'text'],
      ['{"text":"   "}', 'text'],
      [JSON.stringify({ text: 'x'.repeat(limits.messageText + 1) }), 'text'],
    ] as const)
      expect(await postTo(url, body), body.slice(0, 20)).toMatchObject({
        status: 400,
        code: { code: 'invalid', field },
      });
    expect(await postTo(url, 'x'.repeat(limits.frameBytes + 1))).toMatchObject({ status: 413 });
    expect((await fetch(url)).status).toBe(405);
    const foreign = await postTo(url, '{"text":"x"}', { 'content-type': 'text/plain', origin: 'https://evil.example' });
    expect(foreign).toMatchObject({ status: 403 });
    const rest = await Promise.all(
      Array.from({ length: limits.hookRate.burst + 1 }, () => postTo(url, '{"text":"x"}')),
    );
    expect(rest.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    await owner.talker.must('endHook', { id: hook.id });
    expect(await postTo(url, '{"text":"x"}')).toEqual(unknown);
    expect(await acts()).toEqual(expect.arrayContaining(['hook', 'unhook']));
  });

  test('posts into its room alone: not where the bot is not, nor when it is gone', async () => {
    await open();
    const { member } = await bot();
    const hidden = randomUUID();
    await owner.talker.must('createRoom', { id: hidden, kind: 'private', name: '회의', members: [member.id] });
    const { hook, secret } = await owner.talker.must('makeHook', { kind: 'incoming', bot: member.id, room: hidden });
    const url = `${server.url}api/hooks/${hook.id}/${secret}`;
    expect(await postTo(url, '{"text":"안에서"}')).toMatchObject({ status: 200 });
    await owner.talker.must('putOut', { room: hidden, member: member.id });
    expect(await postTo(url, '{"text":"밖에서"}')).toMatchObject({ status: 404, code: { code: 'no-such-log' } });
    expect(await owner.talker.ask('makeHook', { kind: 'incoming', bot: member.id, room: hidden })).toMatchObject({
      ok: false,
      error: { code: 'no-such-log' },
    });
    await owner.talker.must('mute', { member: member.id, until: Date.now() + 60_000 });
    await owner.talker.must('endBot', { member: member.id });
    expect(await postTo(url, '{"text":"끝난 뒤"}')).toMatchObject({ status: 404, code: { code: 'no-such-hook' } });
    await owner.talker.until(() => texts(hidden).length > 0);
    expect(texts(hidden)).toEqual(['안에서']);
  });
});
