/** Who is here, who is away from their desk, and who is gone: a lease, and what everybody is told of it. */
import { afterEach, describe, expect, test } from 'vitest';
import { limits } from '../../protocol';
import { Presence, type PresenceChange } from '../../server/presence';
import { invited } from '../support/door';
import { ManualClock, settled } from '../support/ports';
import { person, startTestServer, Talker, type TestServer } from '../support/server';

describe('presence is a lease', () => {
  const make = () => {
    const clock = new ManualClock();
    const told: PresenceChange[] = [];
    return { clock, told, presence: new Presence(clock, limits.presenceGrace, (change) => told.push(change)) };
  };
  const change = (more: Partial<PresenceChange>): PresenceChange => ({ here: [], idle: [], gone: [], ...more });

  test('who comes back within the grace was never away', async () => {
    const { clock, told, presence } = make();
    const first = presence.arrive('narae');
    await settled();
    first.end();
    first.end();
    await clock.pass(limits.presenceGrace - 1);
    const again = presence.arrive('narae');
    await clock.pass(limits.presenceGrace * 2);
    expect(told).toEqual([change({ here: ['narae'] })]);
    again.end();
    await clock.pass(limits.presenceGrace);
    expect(told).toEqual([change({ here: ['narae'] }), change({ gone: ['narae'] })]);
    expect(presence.here).toEqual([]);
  });

  test('with two devices one may go; what happens in one turn is told once', async () => {
    const { clock, told, presence } = make();
    const [first] = [presence.arrive('narae'), presence.arrive('narae'), presence.arrive('mateo')];
    first.end();
    await clock.pass(limits.presenceGrace * 2);
    expect(told).toEqual([change({ here: ['narae', 'mateo'] })]);
    presence.close();
    expect(clock.waiting).toEqual([]);
  });

  test('idle is who is idle on all of their devices, those that are left count', async () => {
    const { told, presence } = make();
    const [desk, phone] = [presence.arrive('narae'), presence.arrive('narae')];
    await settled();
    desk.idle(true);
    await settled();
    expect([told.length, presence.idle]).toEqual([1, []]);
    phone.end();
    await settled();
    expect(told.at(-1)).toEqual(change({ idle: ['narae'] }));
    expect([presence.here, presence.idle]).toEqual([['narae'], ['narae']]);
    // A connection that ended says nothing any more.
    phone.idle(false);
    desk.idle(true);
    await settled();
    desk.idle(false);
    desk.idle(true);
    desk.idle(false);
    await settled();
    expect(told.slice(2)).toEqual([change({ here: ['narae'] })]);
  });

  test('who drops while idle stays so until they come back, or are gone', async () => {
    const { clock, told, presence } = make();
    const desk = presence.arrive('narae');
    desk.idle(true);
    await settled();
    desk.end();
    await clock.pass(limits.presenceGrace - 1);
    expect(presence.idle).toEqual(['narae']);
    presence.arrive('narae');
    await settled();
    presence.dismiss('narae');
    await settled();
    expect(told).toEqual([change({ idle: ['narae'] }), change({ here: ['narae'] }), change({ gone: ['narae'] })]);
  });
});

describe('everybody is told', () => {
  let server: TestServer;
  afterEach(() => server.remove());

  test('of who goes idle on all devices, and of who comes back to one; a newcomer hears it in the resume', async () => {
    server = await startTestServer();
    const [narae, yunseo] = [await person(server.url, '나래'), await person(server.url, '윤서')];
    const { token } = await yunseo.talker.must('pair', {});
    const { talker: phone } = await invited(server.url, '윤서', token);
    await yunseo.talker.must('setIdle', { idle: true });
    await phone.must('setIdle', { idle: true });
    const told = () => narae.talker.pushes('presence');
    await narae.talker.until(() => told().some(({ idle }) => idle.includes(yunseo.member.id)));
    const mateo = await person(server.url, 'Mateo');
    expect(mateo.resumed.idle).toEqual([yunseo.member.id]);
    expect(mateo.resumed.here).toContain(yunseo.member.id);
    await phone.must('setIdle', { idle: false });
    await narae.talker.until(() => told().at(-1)?.here.includes(yunseo.member.id));
    // Once for each change: with one of two devices idle there was none.
    expect(told().filter(({ idle }) => idle.length > 0)).toHaveLength(1);
    expect((await (await Talker.dial(server.url, { token: narae.token })).must('resume', { logs: [] })).idle).toEqual(
      [],
    );
  });

  test('setIdle is parsed like anything', async () => {
    server = await startTestServer();
    const { talker } = await person(server.url, '나래');
    for (const wrong of [null, {}, { idle: 'yes' }, { idle: 1 }])
      expect(await talker.ask('setIdle', wrong as object)).toMatchObject({ error: { code: 'invalid' } });
    expect(await talker.ask('setIdle', { idle: true })).toEqual({ ok: true, value: {} });
  });
});
