/** One person, several devices: paired by an invitation of their own, listed, and signed out. */
import { afterEach, describe, expect, test } from 'vitest';
import { limits, PROTOCOL } from '../../protocol';
import type { Session } from '../../server/session';
import { Sessions } from '../../server/sessions';
import { behindProxy, host, invited, overHttp, overTls, ShiftedClock } from '../support/door';
import {
  connected,
  person,
  rawSocket,
  startTestServer,
  Talker,
  type Person,
  type StoreKind,
  type TestServer,
  type TestServerOptions,
} from '../support/server';

let server: TestServer;
afterEach(async () => {
  await server.remove();
});
const porch = async (options: TestServerOptions = {}) => (server = await startTestServer(options));

const pairs = async (who: Person, way = {}) => {
  const { token } = await who.talker.must('pair', {});
  const { talker, answer } = await invited(server.url, '아무 이름', token, way);
  if (!answer.ok) throw new Error(answer.error.code);
  return { talker, ...answer.value };
};
/** Why a handshake with this token is refused, or null. */
const refusal = async (token: string) => {
  const socket = rawSocket(server.url, { auth: { protocol: PROTOCOL, token } });
  const why = await connected(socket).then(
    () => null,
    (error: { data?: { code?: string } }) => error.data?.code,
  );
  socket.disconnect();
  return why;
};
const ended = (talker: Talker) => new Promise<void>((resolve) => talker.socket.once('disconnect', () => resolve()));

describe.each<StoreKind>(['memory', 'sqlite'])('with a %s store', (store) => {
  test('a paired device is the same member: no newcomer, no line in the room, and it speaks as them', async () => {
    await porch({ store, password: '마루 열쇠' });
    const narae = await person(server.url, '나래', { password: '마루 열쇠' });
    const phone = await pairs(narae);
    expect(phone.member).toEqual(narae.member);
    expect(phone.device).not.toBe(narae.device);
    expect(phone.token).not.toBe(narae.token);
    const resumed = await phone.talker.must('resume', { logs: [] });
    expect(resumed.members).toEqual([narae.member]);
    expect(resumed.logs[0]?.head).toBe(narae.resumed.logs[0]?.head);
    await narae.say('책상에서');
    await phone.talker.until(() => phone.talker.entriesOf(narae.commons)[0]);
    server = await server.restart();
    expect(await refusal(phone.token)).toBeNull();
    expect(server.status().members).toBe(1);
  });

  test('a device that is signed out hears nothing more, is told why, and stays out', async () => {
    await porch({ store });
    const narae = await person(server.url, '나래');
    const phone = await pairs(narae);
    await phone.talker.must('resume', { logs: [] });
    const tab = await Talker.dial(server.url, { token: phone.token });
    await tab.must('resume', { logs: [] });
    const gone = Promise.all([ended(phone.talker), ended(tab)]);
    await narae.talker.must('signOut', { device: phone.device });
    const { id } = await narae.say('전화기는 못 듣는 말');
    await gone;
    await narae.talker.until(() => narae.talker.entriesOf(narae.commons).some((entry) => entry.id === id));
    for (const lost of [phone.talker, tab])
      expect(lost.entriesOf(narae.commons).some((entry) => entry.id === id)).toBe(false);
    expect(await refusal(phone.token)).toBe('signed-out');
    expect(await refusal(narae.token)).toBeNull();
    const { devices } = await narae.talker.must('devices', {});
    expect(devices.map((device) => device.id)).toEqual([narae.device]);
    // Signing out what is signed out changes nothing.
    await narae.talker.must('signOut', { device: phone.device });
    server = await server.restart();
    expect(await refusal(phone.token)).toBe('signed-out');
  });

  test('the asking device may sign itself out, and hears that it worked', async () => {
    await porch({ store });
    const narae = await person(server.url, '나래');
    const gone = ended(narae.talker);
    expect(await narae.talker.ask('signOut', { device: narae.device })).toMatchObject({ ok: true });
    await gone;
    expect(await refusal(narae.token)).toBe('signed-out');
  });

  test('one sees and ends one’s own devices only', async () => {
    await porch({ store });
    const [narae, yunseo] = [await person(server.url, '나래'), await person(server.url, '윤서')];
    const phone = await pairs(narae);
    const { devices } = await narae.talker.must('devices', {});
    expect(devices).toMatchObject([
      { id: narae.device, own: true, via: 'program', private: true },
      { id: phone.device, own: false },
    ]);
    expect(await yunseo.talker.ask('signOut', { device: phone.device })).toMatchObject({
      error: { code: 'not-allowed' },
    });
    expect(await refusal(phone.token)).toBeNull();
  });
});

test('pairing needs a connection that nobody reads along, on both sides', async () => {
  await porch(behindProxy);
  const narae = await host(server, overTls());
  const { token, invitation } = await narae.talker.must('pair', {});
  expect(invitation).toMatchObject({ kind: 'device', usesLeft: 1, by: narae.member.id });
  const open = await invited(server.url, '나래', token, overHttp());
  expect(open.answer).toMatchObject({ error: { code: 'not-allowed' } });
  const phone = await invited(server.url, '나래', token, overTls('192.0.2.4'));
  expect(phone.answer).toMatchObject({ ok: true, value: { member: { id: narae.member.id, role: 'host' } } });
  const second = await invited(server.url, '나래', token, overTls('192.0.2.5'));
  expect(second.answer).toMatchObject({ error: { code: 'invitation-used' } });
});

test('a member has so many devices, and room for another when one is signed out', async () => {
  await porch();
  const narae = await person(server.url, '나래');
  const all = [];
  for (let at = 1; at < limits.devices; at += 1) all.push(await pairs(narae));
  const { token } = await narae.talker.must('pair', {});
  expect((await invited(server.url, '나래', token)).answer).toMatchObject({ error: { code: 'too-many' } });
  await narae.talker.must('signOut', { device: all[0]?.device });
  expect((await invited(server.url, '나래', token)).answer).toMatchObject({ ok: true });
});

test('a device is known by when it was connected last, to the hour', async () => {
  const clock = new ShiftedClock();
  await porch({ clock });
  const narae = await person(server.url, '나래');
  const joined = (await narae.talker.must('devices', {})).devices[0]?.seenAt ?? 0;
  expect(Math.abs(joined - Date.now())).toBeLessThan(10_000);
  const again = async (ahead: number) => {
    clock.ahead = ahead;
    const back = await Talker.dial(server.url, { token: narae.token });
    const seenAt = (await back.must('devices', {})).devices[0]?.seenAt ?? 0;
    back.close();
    return seenAt;
  };
  expect(await again(limits.seenEvery - 60_000)).toBe(joined);
  expect(await again(limits.seenEvery + 60_000)).toBeGreaterThanOrEqual(joined + limits.seenEvery);
});

test('a handshake that was on its way when its device was signed out does not come through', () => {
  const sessions = new Sessions();
  const ended: string[] = [];
  const session = (id: string, device: string) => ({ id, member: 'narae', device }) as unknown as Session;
  sessions.enter(session('desk', 'desktop'), () => ended.push('desk'));
  const leave = sessions.enter(session('tab', 'phone'), () => ended.push('tab'));
  sessions.end({ device: 'phone' });
  sessions.enter(session('late', 'phone'), () => ended.push('late'));
  leave();
  expect(ended).toEqual(['tab', 'late']);
  sessions.end({ member: 'narae' });
  expect(ended).toEqual(['tab', 'late', 'desk']);
});

test('a disk that takes nothing keeps nobody out', async () => {
  const clock = new ShiftedClock();
  await porch({ clock });
  const narae = await person(server.url, '나래');
  server.disk.sync = () => Promise.reject(new Error('there is no space left'));
  clock.ahead = limits.seenEvery * 2;
  expect(await refusal(narae.token)).toBeNull();
  server.disk.sync = () => Promise.resolve();
});
