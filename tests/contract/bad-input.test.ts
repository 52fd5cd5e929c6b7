/** What a broken or ill-meaning member says. It is answered by name, to that member alone; nothing of anybody else's is lost. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits, PROTOCOL, type Draft, type Entry } from '../../protocol';
import { RawWebSocket } from '../support/raw-websocket';
import { person, startTestServer, type Person, type StoreKind, type TestServer } from '../support/server';

const message = (text: string, id: string = randomUUID()): Draft => ({ id, kind: 'message', body: { text } });

describe.each<StoreKind>(['memory', 'sqlite'])('with a %s store', (store) => {
  let server: TestServer;
  let narae: Person;
  let mateo: Person;
  const codes = async (someone: Person, log: string, ...entries: Draft[]) => {
    const answer = await someone.talker.ask('append', { log, entries });
    if (!answer.ok) return answer.error.code;
    return answer.value.results.map((result) => (result.ok ? 'ok' : result.error.code));
  };
  const whole = async (): Promise<Entry[]> => {
    const [head] = (await narae.talker.must('resume', { logs: [] })).logs;
    const entries: Entry[] = [];
    for (;;) {
      const after = entries.length;
      const page = await narae.talker.must('read', { log: narae.commons, epoch: head!.epoch, after });
      if (page.entries.length === 0) return entries;
      entries.push(...page.entries);
    }
  };

  beforeEach(async () => {
    server = await startTestServer({ store });
    narae = await person(server.url, '나래');
    mateo = await person(server.url, 'Mateo');
  });
  afterEach(async () => {
    // Whatever was said, Narae is served as before, and the server is the same process with nothing to regret.
    const { id } = await narae.say('아직 있다');
    await narae.talker.until(() => narae.talker.entriesOf(narae.commons).some((entry) => entry.id === id));
    expect((await whole()).map(({ seq }) => seq)).toEqual((await whole()).map((_, index) => index + 1));
    expect(server.log()).not.toContain('"level":"error"');
    await server.remove();
  });

  test('an unknown log, in every call that names one', async () => {
    const nowhere = randomUUID();
    expect(await codes(mateo, nowhere, message('어디지'))).toBe('no-such-log');
    expect(await mateo.talker.ask('read', { log: nowhere, epoch: randomUUID() })).toMatchObject({
      error: { code: 'no-such-log', kind: 'final' },
    });
    const epoch = randomUUID();
    expect(await mateo.talker.ask('read', { log: narae.commons, epoch })).toMatchObject({
      error: { code: 'epoch-changed' },
    });
    const resumed = await mateo.talker.must('resume', { logs: [{ log: nowhere, epoch, seq: 7, id: randomUUID() }] });
    expect(resumed.logs.map(({ log }) => log)).toEqual([narae.commons]);
  });

  test('an id that belongs to another’s entry, and changes of another’s words', async () => {
    const said = message('나래의 말');
    await narae.talker.must('append', { log: narae.commons, entries: [said] });
    const edit: Draft = { id: randomUUID(), kind: 'edit', body: { target: said.id, text: '바꾼 말' } };
    const gone: Draft = { id: randomUUID(), kind: 'delete', body: { target: said.id } };
    const good = message('마테오의 말');
    expect(await codes(mateo, narae.commons, { ...said }, edit, good, gone)).toEqual([
      ...['id-conflict', 'not-allowed', 'ok', 'not-allowed'],
    ]);
    expect(await codes(mateo, narae.commons, { ...edit, body: { target: randomUUID(), text: '바꾼 말' } })).toEqual([
      'no-such-entry',
    ]);
    expect((await whole()).slice(3)).toMatchObject([
      { body: { text: '나래의 말' } },
      { body: { text: '마테오의 말' } },
    ]);
  });

  test('a number that no store can hold is refused before it gets there', async () => {
    for (const [field, number] of ['unreadFrom', 'hiddenAt', 'mutedUntil'].flatMap((name) =>
      [2 ** 53, 1e300, -1, 0.5].map((value) => [name, value] as const),
    ))
      expect(await mateo.talker.ask('prefer', { room: mateo.commons, [field]: number })).toMatchObject({
        error: { code: 'invalid', field },
      });
    expect(await mateo.talker.ask('resume', { logs: [] })).toMatchObject({ ok: true });
  });

  test('nobody learns of another’s entries by asking what is lacking', async () => {
    const said = message('나래의 말');
    await narae.talker.must('append', { log: narae.commons, entries: [said] });
    const ids = [said.id, randomUUID()];
    expect(await mateo.talker.must('lacking', { ids })).toEqual({ ids });
    expect(await narae.talker.must('lacking', { ids })).toEqual({ ids: [ids[1]] });
    const many = Array.from({ length: limits.lackingIds + 1 }, () => randomUUID());
    expect(await mateo.talker.ask('lacking', { ids: many })).toMatchObject({
      error: { code: 'invalid', field: 'ids', rule: 'long', limit: limits.lackingIds },
    });
  });

  test('ten megabytes end that connection alone', async () => {
    const ended = new Promise((resolve) => mateo.talker.socket.once('disconnect', resolve));
    mateo.talker.socket.emit('append', { log: mateo.commons, entries: [message('a'.repeat(10_000_000))] });
    await ended;
    const back = await person(server.url, 'Mateo');
    expect(await codes(back, back.commons, message('다시 왔어요'))).toEqual(['ok']);
  });

  test('JSON as deep as a frame can hold is answered, or ends that connection alone', async () => {
    const deep = Math.floor(limits.frameBytes / 2) - 100;
    const socket = await RawWebSocket.open(server.url);
    socket.send(`40${JSON.stringify({ protocol: PROTOCOL })}`);
    socket.send(`421["join",${'['.repeat(deep)}${']'.repeat(deep)}]`);
    const answered = socket.until((text) => /^431\[.*"invalid"/m.test(text)).then(() => 'answered');
    expect(await Promise.race([answered, socket.closed.then(() => 'closed')])).toMatch(/answered|closed/);
    await socket.end();
  });

  test('ten thousand sends in a second: each is answered, what was taken is there once, and Narae does not wait', async () => {
    const entries = Array.from({ length: 10_000 }, (_, at) => message(`홍수 ${at}`));
    const answers = entries.map((entry) => mateo.talker.ask('append', { log: mateo.commons, entries: [entry] }));
    const { id } = await narae.say('그 사이에 한 말');
    await narae.talker.until(() => narae.talker.entriesOf(narae.commons).some((entry) => entry.id === id));
    const taken = new Set<string>();
    for (const answer of await Promise.all(answers)) {
      if (!answer.ok) expect(answer.error).toMatchObject({ code: 'rate', kind: 'retry' });
      else for (const result of answer.value.results) taken.add(result.id);
    }
    expect(taken.size).toBeGreaterThanOrEqual(limits.callRate.burst - 5);
    expect(taken.size).toBeLessThan(2_000);
    const kept = (await whole()).flatMap((entry) =>
      entry.author === mateo.member.id && entry.kind === 'message' ? entry.id : [],
    );
    expect(kept.sort()).toEqual([...taken].sort());
  });
});
