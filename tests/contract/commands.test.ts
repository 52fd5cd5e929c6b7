/** Slash commands: what goes to an address instead of the room, and how its answer comes back. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sideLogOf, type Entry, type Id } from '../../protocol';
import { Device, until } from '../support/device';
import { behindProxy, host, overTls } from '../support/door';
import { said } from '../support/drafts';
import { answered, isSigned, openReceiver, type Receiver } from '../support/receiver';
import { person, startTestServer, type Person, type TestServer } from '../support/server';

let server: TestServer;
let owner: Person;
let room: Id;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  server = await startTestServer({ ...behindProxy, store: 'sqlite' });
  closing.push(() => server.remove());
  owner = await host(server, overTls());
  room = owner.commons;
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const receiver = async (...how: Parameters<typeof openReceiver>): Promise<Receiver> => {
  const made = await openReceiver(...how);
  closing.push(made.close);
  return made;
};
const bot = (name: string) => owner.talker.must('makeBot', { name, scopes: ['write'], rooms: null });
const say = (text: string) => owner.talker.must('append', { log: room, entries: [said(text)] });
const texts = (log = room) =>
  owner.talker.entriesOf(log).flatMap((entry: Entry) => (entry.kind === 'message' ? entry.body.text : []));

describe('a slash command', () => {
  test('goes to its address instead of the room, and its answer to who asked, or to all', async () => {
    const inbox = await receiver((before) =>
      answered(
        before === 3 ? 503 : 200,
        ['{"text":"됐어요"}', '{"text":"모두 보세요","response_type":"in_channel"}', ''][before] ?? '그냥 말',
      ),
    );
    const { member } = await bot('배포');
    const { secret } = await owner.talker.must('makeHook', {
      kind: 'command',
      bot: member.id,
      command: '배포',
      url: inbox.url,
    });
    expect(
      await owner.talker.ask('makeHook', { kind: 'command', bot: member.id, command: '배포', url: inbox.url }),
    ).toMatchObject({ error: { code: 'id-conflict' } });
    const yunseo = await person(server.url, '윤서', overTls());
    const side = sideLogOf(room, [owner.member.id, member.id].sort());
    const draft = said('/배포 지금 당장');
    const first = await owner.talker.must('append', { log: room, entries: [draft] });
    expect(first).toMatchObject({ log: side, results: [{ ok: true, id: draft.id, seq: 1 }] });
    await owner.talker.until(() => texts(side).length === 2);
    expect(texts(side)).toEqual(['/배포 지금 당장', '됐어요']);
    expect(inbox.letters[0]).toMatchObject({
      said: { command: '/배포', text: '지금 당장', room: { id: room }, author: { name: '집주인' } },
    });
    expect(isSigned(inbox.letters[0]!, secret)).toBe(true);
    // Said again by a device that did not hear the answer, it is not done again.
    expect(await owner.talker.must('append', { log: room, entries: [draft] })).toMatchObject({
      results: [{ ok: true, duplicate: true }],
    });
    // In one batch with what is for the room: each goes its way, in order.
    const mixed = [said('/배포'), said('방에 하는 말')];
    const { results } = await owner.talker.must('append', { log: room, entries: mixed });
    expect(results).toMatchObject([{ ok: true }, { ok: false, error: { code: 'busy', kind: 'retry' } }]);
    await owner.talker.must('append', { log: room, entries: mixed.slice(1) });
    await owner.talker.until(() => texts().length === 2);
    expect(texts().sort()).toEqual(['모두 보세요', '방에 하는 말']);
    await say('/배포 조용히');
    await inbox.until(() => inbox.letters.length === 3);
    await say('/배포 안 되는');
    await owner.talker.until(() => texts(side).at(-1)?.startsWith('⚠️'));
    expect(texts(side).at(-1)).toBe('⚠️ /배포 · 503');
    // What is no command is said as it is.
    for (const text of ['/없는 명령', '/', '말 /배포']) await say(text);
    await yunseo.talker.until(() =>
      yunseo.talker.entriesOf(room).some((entry) => entry.kind === 'message' && entry.body.text === '말 /배포'),
    );
    expect(JSON.stringify(yunseo.talker.heard)).not.toMatch(/당장|됐어요|조용히|⚠️/);
    expect(inbox.letters).toHaveLength(4);
  });

  test('typed on a device leaves its outbox, stands nowhere in the room, and is among its whispers', async () => {
    const inbox = await receiver(() => answered(200, '네'));
    const { member } = await bot('배포');
    await owner.talker.must('makeHook', { kind: 'command', bot: member.id, command: 'deploy', url: inbox.url });
    const device = await new Device().join(server.url, '윤서');
    const me = owner.talker.pushes('members').at(-1)?.members[0]?.id ?? '';
    const side = sideLogOf(room, [member.id, me].sort());
    device.session.open(room);
    for (const text of ['앞의 말', '/deploy', '뒤의 말']) device.say(text);
    await until(device.session.log(room), ({ pending }) => pending.length === 0 && device.texts().at(-1) === '뒤의 말');
    expect(device.texts()).toEqual(['앞의 말', '뒤의 말']);
    device.session.open(side);
    await until(device.session.log(side), ({ entries }) => entries.length === 2);
    expect(device.texts(side)).toEqual(['/deploy', '네']);
    expect(inbox.letters).toHaveLength(1);
    device.session.close();
  });
});
