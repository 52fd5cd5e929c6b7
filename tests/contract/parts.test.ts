/** The server's parts by themselves, and what needs a clock or a disk in the test's hand. */
import { DatabaseSync } from '@photostructure/sqlite';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { limits, type Answer, type Entry } from '../../protocol';
import { addressKey } from '../../server/admission';
import { Appends } from '../../server/appends';
import { hashPassword, isPassword, PasswordCheck } from '../../server/passwords';
import { cut, digestOf } from '../../server/store/entries';
import { StoreError, type Appended, type AppendRequest } from '../../server/store/store';
import { ManualClock, settled } from '../support/ports';
import { keptLog, person, startTestServer, Talker, type TestServer, type TestServerOptions } from '../support/server';

const opened: TestServer[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.remove()));
});
const porch = async (options: TestServerOptions = {}) => {
  const server = await startTestServer(options);
  opened.push(server);
  return server;
};

const entry = (seq: number, text = `${seq}`): Entry => ({
  seq,
  id: randomUUID(),
  author: null,
  at: seq,
  kind: 'message',
  body: { text },
});

describe('appends', () => {
  const request = (text: string): AppendRequest => ({
    log: 'room',
    author: 'narae',
    entries: [{ id: randomUUID(), kind: 'message', body: { text } }],
    now: 1,
  });

  test('what waits together is one commit; each is answered before subscribers hear', async () => {
    const commits: number[] = [];
    const order: string[] = [];
    let head = 0;
    const store = {
      append: (requests: readonly AppendRequest[]): Promise<Answer<Appended>[]> => {
        commits.push(requests.length);
        return Promise.resolve(
          requests.map(() => {
            head += 1;
            return { ok: true, value: { head: { log: 'room', epoch: 'e', head }, results: [], added: [entry(head)] } };
          }),
        );
      },
    };
    const heard: number[][] = [];
    const appends = new Appends(
      store,
      ({ added }) => void (order.push('heard'), heard.push(added.map(({ seq }) => seq))),
      keptLog(),
    );
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => appends.append(request(`${at}`)).finally(() => order.push('answered'))),
    );
    await settled();
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(commits).toEqual([40]);
    expect(heard).toEqual([Array.from({ length: 40 }, (_, at) => at + 1)]);
    expect(order.indexOf('heard')).toBe(40);
    await Promise.all(Array.from({ length: limits.commitRequests + 1 }, () => appends.append(request('viel'))));
    expect(commits.slice(1)).toEqual([limits.commitRequests, 1]);
  });

  test('a commit that fails answers retry to all in it, and the next is tried', async () => {
    let code: 'disk' | 'internal' | null = 'disk';
    const store = {
      append: (requests: readonly unknown[]) =>
        code
          ? Promise.reject(new StoreError(code, 'no'))
          : Promise.resolve(
              requests.map(() => ({
                ok: false as const,
                error: { code: 'no-such-log' as const, kind: 'final' as const, message: '' },
              })),
            ),
    };
    const log = keptLog();
    const appends = new Appends(store, () => expect.unreachable(), log);
    for (code of ['disk', 'internal'] as const) {
      const answers = await Promise.all([appends.append(request('하나')), appends.append(request('둘'))]);
      for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code, kind: 'retry' } });
    }
    code = null;
    expect(await appends.append(request('셋'))).toMatchObject({ error: { code: 'no-such-log' } });
    expect(log.text()).not.toContain('하나');
  });
});

describe('over the network, with time and disk in hand', () => {
  test('a full disk is said as such; with room again the same words are said once', async () => {
    const server = await porch();
    const [narae, yunseo] = [await person(server.url, '나래'), await person(server.url, '윤서')];
    const sync = server.disk.sync;
    server.disk.sync = () => Promise.reject(new StoreError('disk', 'the disk is full'));
    const said = { log: narae.commons, entries: [{ id: randomUUID(), kind: 'message', body: { text: '자리 없음' } }] };
    expect(await narae.talker.ask('append', said)).toMatchObject({ ok: false, error: { code: 'disk', kind: 'retry' } });
    expect(await yunseo.talker.ask('rename', { name: '새 이름' })).toMatchObject({ error: { code: 'disk' } });
    expect(await narae.talker.must('read', { log: narae.commons, epoch: narae.resumed.logs[0]?.epoch })).toMatchObject({
      head: 3,
    });
    server.disk.sync = sync;
    expect((await narae.talker.must('append', said)).results).toMatchObject([{ ok: true, seq: 4, duplicate: false }]);
    await yunseo.talker.until(() => yunseo.talker.entriesOf(narae.commons).find(({ seq }) => seq === 4));
    expect(server.log()).not.toContain('자리 없음');
  });

  test('an acknowledgement waits for the disk', async () => {
    const server = await porch();
    const narae = await person(server.url, '나래');
    let reached: () => void = () => {};
    const waits = new Promise<void>((resolve) => (reached = resolve));
    let release: () => void = () => {};
    server.disk.sync = () => {
      reached();
      return new Promise((resolve) => (release = resolve));
    };
    let answered = false;
    const said = narae.say('천천히').then(() => (answered = true));
    await waits;
    await narae.talker.must('echo', {});
    expect(answered).toBe(false);
    expect(narae.talker.entriesOf(narae.commons).filter(({ kind }) => kind === 'message')).toEqual([]);
    release();
    expect(await said).toBe(true);
  });

  test('heads come now and then, so that a lost last push is noticed', async () => {
    const clock = new ManualClock();
    const server = await porch({ clock });
    const narae = await person(server.url, '나래');
    await narae.say('하나');
    await narae.talker.until(() => narae.talker.entriesOf(narae.commons).at(-1)?.seq === 3);
    for (const times of [1, 2]) {
      await clock.pass(limits.headsInterval);
      const { logs } = await narae.talker.until(() => narae.talker.pushes('heads')[times - 1]);
      expect(logs).toEqual([{ log: narae.commons, epoch: narae.resumed.logs[0]?.epoch, head: 3 }]);
    }
  });

  test('a stranger who says nothing is let go, a member never', async () => {
    const clock = new ManualClock();
    const server = await porch({ clock });
    const [stranger, narae] = [await Talker.dial(server.url), await person(server.url, '나래')];
    const gone = new Promise((resolve) => stranger.socket.once('disconnect', resolve));
    await clock.pass(limits.strangerTimeout);
    await gone;
    expect(narae.talker.socket.connected).toBe(true);
  });

  test('who drops and comes back is not announced; who stays away is', async () => {
    const clock = new ManualClock();
    const server = await porch({ clock });
    const [narae, mateo] = [await person(server.url, '나래'), await person(server.url, 'Mateo')];
    const here = () => server.status().here;
    mateo.talker.close();
    await expect.poll(() => server.status().connections).toBe(1);
    const back = await Talker.dial(server.url, { token: mateo.token });
    await clock.pass(limits.presenceGrace * 2);
    expect(here()).toBe(2);
    expect(narae.talker.pushes('presence').flatMap(({ gone }) => gone)).toEqual([]);
    back.close();
    await expect.poll(() => server.status().connections).toBe(1);
    await clock.pass(limits.presenceGrace);
    expect(await narae.talker.until(() => narae.talker.pushes('presence').find(({ gone }) => gone.length > 0))).toEqual(
      { here: [], idle: [], gone: [mateo.member.id] },
    );
    expect(here()).toBe(1);
  });
});

test('passwords: the right one, wrong ones, other spellings of one, and a broken hash', async () => {
  const hash = await hashPassword('마루 열쇠');
  expect(hash).not.toContain('열쇠');
  expect(await hashPassword('마루 열쇠')).not.toBe(hash);
  expect(await isPassword('마루 열쇠'.normalize('NFD'), hash)).toBe(true);
  expect(await isPassword('마루열쇠', hash)).toBe(false);
  for (const broken of ['', 'scrypt$', 'scrypt$a$b', 'bcrypt$a$b', `${hash}AAAA`])
    expect(await isPassword('마루 열쇠', broken)).toBe(false);
}, 20_000);

test('password checks: few at once, many in a row, no more than may wait', async () => {
  let [running, most] = [0, 0];
  const check = new PasswordCheck('a hash', async (password) => {
    running += 1;
    most = Math.max(most, running);
    await settled();
    running -= 1;
    return password === '열쇠';
  });
  const answers = await Promise.all(
    Array.from({ length: limits.passwordWaiting + limits.passwordChecks + 6 }, (_, at) =>
      check.check('열쇠', `10.0.0.${at}`),
    ),
  );
  expect(answers.filter((answer) => answer === null)).toHaveLength(limits.passwordWaiting + limits.passwordChecks);
  expect(answers.filter((answer) => answer?.code === 'busy')).toHaveLength(6);
  expect([running, most]).toEqual([0, limits.passwordChecks]);
  expect(await check.check('아닌 열쇠', '10.0.0.1')).toMatchObject({ code: 'password-wrong' });
});

test('one key for all addresses of a machine', () => {
  expect(addressKey('::ffff:192.168.0.7')).toBe('192.168.0.7');
  expect(addressKey('192.168.0.7')).toBe('192.168.0.7');
  expect(addressKey('::1')).toBe('::1');
  expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe(addressKey('2001:0DB8:1:2::99'));
  expect(addressKey('2001:db8:1:3::1')).not.toBe(addressKey('2001:db8:1:2::1'));
  expect(addressKey('fe80::1%eth0')).toBe(addressKey('fe80::2%wlan0'));
  expect(addressKey(undefined)).toBe('unknown');
});

test('a digest knows content and not its order of keys; a cut keeps its end', () => {
  const id = randomUUID();
  const one = digestOf({ id, kind: 'message', body: { text: '같은 말' } });
  expect(digestOf(JSON.parse(`{"body":{"text":"같은 말"},"kind":"message","id":"${randomUUID()}"}`) as never)).toBe(
    one,
  );
  expect(digestOf({ id, kind: 'message', body: { text: '다른 말' } })).not.toBe(one);
  const entries = [entry(1, 'x'.repeat(500)), entry(2, 'x'.repeat(500)), entry(3, 'x'.repeat(500))];
  expect(cut(entries, 1_500, 'start').map(({ seq }) => seq)).toEqual([1, 2]);
  expect(cut(entries, 1_500, 'end').map(({ seq }) => seq)).toEqual([2, 3]);
  expect(cut(entries, 1, 'end').map(({ seq }) => seq)).toEqual([3]);
  expect(cut([], 1, 'start')).toEqual([]);
});

test('what goes wrong in a store stands in the server’s log: which call, and where; nothing that was said', async () => {
  const server = await porch({ store: 'sqlite' });
  const narae = await person(server.url, '나래');
  const database = new DatabaseSync(join(server.folder, 'maru.db'));
  database.exec('alter table rooms rename to elsewhere');
  database.close();
  const asked = { id: randomUUID(), kind: 'open', name: '시안-리뷰' };
  expect(await narae.talker.ask('createRoom', asked)).toMatchObject({ error: { code: 'internal', kind: 'retry' } });
  const line = server.log().split('\n').at(-1) ?? '';
  expect(JSON.parse(line)).toMatchObject({ level: 'error', call: 'createRoom', message: 'a call failed' });
  for (const told of ['no such table: rooms', 'store-worker.cjs']) expect(line).toContain(told);
  expect(line).not.toContain(asked.name);
});
