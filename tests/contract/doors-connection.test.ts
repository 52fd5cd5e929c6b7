/** What is known of a connection is what its last request said: the next one is judged by what it says itself, and by now. */
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { hostileScenes, join } from '../support/doors/hostile';
import { person } from '../support/server';
import type { Way } from '../support/ways';

const open = hostileScenes();
const bearing = (token: string) => ({ authorization: `Bearer ${token}` });

/** Somebody who asks again and again on one connection. */
function onOne({ port, from }: Way) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sockets = new Set<unknown>();
  return {
    /** @returns the status, and why it is refused, or how many entries there are */
    async ask(path: string, headers: Record<string, string>) {
      const asked = request({ agent, host: '127.0.0.1', localAddress: from, port, path, headers }).end();
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      sockets.add(asked.socket);
      const body = (await json(response)) as { error?: { code: string }; entries?: unknown[] };
      return [response.statusCode, body.error?.code ?? body.entries?.length];
    },
    end() {
      expect(sockets.size).toBe(1);
      agent.destroy();
    },
  };
}

test('on one connection each is who they say this time, from where they say it, and may what they may by now', async () => {
  const { server, narae, way, entries } = await open({ guests: false });
  const host = await person(server.url, '한결', { hostKey: server.hostKey });
  const [mateo, duri] = [await join(way, 'Mateo'), await join(way, '두리')];
  const line = onOne(way);
  await line.ask(entries('?after=0'), mateo.headers);
  const { id } = await narae.say('셋이 있다');
  await narae.talker.until(() => narae.talker.entriesOf(narae.commons).some((entry) => entry.id === id));
  const last = narae.talker.entriesOf(narae.commons).at(-1)!.seq;
  const path = entries(`?after=${last - 1}`);

  for (let times = 0; times < 3; times += 1) expect(await line.ask(path, mateo.headers)).toEqual([200, 1]);
  expect(await line.ask(path, duri.headers)).toEqual([200, 1]);
  expect(await line.ask(path, {})).toEqual([401, 'not-joined']);
  expect(await line.ask(path, bearing('A'.repeat(43)))).toEqual([401, 'token-unknown']);
  for (const [headers, code] of [
    [{ origin: 'http://elsewhere.example' }, 'origin-refused'],
    [{ host: 'elsewhere.example' }, 'host-refused'],
    // By somebody in between, whom nobody named.
    [{ 'x-forwarded-for': '192.0.2.7' }, 'guests-refused'],
    [{ 'x-forwarded-proto': 'https' }, 'guests-refused'],
  ] as const)
    for (let times = 0; times < 2; times += 1)
      expect(await line.ask(path, { ...mateo.headers, ...headers })).toEqual([403, code]);
  expect(await line.ask(path, mateo.headers)).toEqual([200, 1]);
  expect(await line.ask(entries(`?after=${last - 1}&epoch=${mateo.id}`), mateo.headers)).toEqual([
    409,
    'epoch-changed',
  ]);
  expect(await line.ask(path.replace(narae.commons, mateo.id), mateo.headers)).toEqual([404, 'no-such-log']);
  expect(await line.ask(path, mateo.headers)).toEqual([200, 1]);

  await host.talker.must('remove', { member: mateo.id, ban: false, reason: '' });
  for (let times = 0; times < 2; times += 1) expect((await line.ask(path, mateo.headers))[0]).toBe(403);
  expect((await line.ask(path, duri.headers))[0]).toBe(200);
  line.end();
  host.talker.close();
});

test('a device that is signed out is told so with its next question, on a connection on which it has asked before', async () => {
  const { server, way, entries } = await open();
  const yunseo = await person(server.url, '윤서');
  const line = onOne(way);
  for (let times = 0; times < 3; times += 1)
    expect((await line.ask(entries('?after=1'), bearing(yunseo.token)))[0]).toBe(200);
  await yunseo.talker.ask('signOut', { device: yunseo.device });
  expect(await line.ask(entries('?after=1'), bearing(yunseo.token))).toEqual([401, 'signed-out']);
  line.end();
});

test('how often is counted on the short way as on the long one', async () => {
  const { way, entries } = await open({ callRate: { burst: 5, perSecond: 0.001 } });
  const { headers } = await join(way, 'Mateo');
  const line = onOne(way);
  const told = [];
  for (let times = 0; times < 7; times += 1) told.push((await line.ask(entries('?after=0'), headers))[0]);
  expect(told).toEqual([200, 200, 200, 200, 200, 429, 429]);
  line.end();
});
