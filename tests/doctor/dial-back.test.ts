/** A host asks members to dial back: who is asked, what is told, and that nobody is made to knock around. */
import { afterEach, expect, test } from 'vitest';
import { limits } from '../../protocol';
import { hurriedClock, person, startTestServer, type Person, type TestServer } from '../support/server';

let server: TestServer;
afterEach(() => server.remove());

/** Somebody with the app behind a proxy that the server believes: so a machine of its own, on this one. */
const withApp = (address: string) => ({
  headers: { origin: 'app://maru', 'x-forwarded-for': address, 'x-forwarded-proto': 'https' },
});
const behindProxy = { proxies: ['127.0.0.1'] };
/** On the server's own machine, and over TLS. */
const here = { headers: { origin: 'app://maru', 'x-forwarded-proto': 'https' } };
const onTheHost = () => ({ hostKey: server.hostKey, ...here });

const asked = (who: Person) => who.talker.until(() => who.talker.pushes('dialBack').at(-1));

test('members with the app are asked, three at most, and the host hears what became of it', async () => {
  server = await startTestServer(behindProxy);
  const { url } = server;
  const host = await person(url, '나래', onTheHost());
  const near = await Promise.all([5, 6, 7, 8].map((last) => person(url, `이웃 ${last}`, withApp(`192.168.0.${last}`))));
  const browser = await person(url, 'Mateo', {
    headers: { ...withApp('192.168.0.9').headers, origin: new URL(url).origin.replace('http', 'https') },
  });

  const answer = host.talker.must('askDialBack', {});
  const pushed = await Promise.race(near.map(asked));
  // The pushes of one ask leave in one turn: an echo later they have all arrived.
  await Promise.all(near.map(({ talker }) => talker.must('echo', {})));
  const chosen = near.filter(({ talker }) => talker.pushes('dialBack').length > 0);
  const outcomes = ['reached', 'silent', 'other-key'] as const;
  for (const [at, { talker }] of chosen.entries())
    await talker.must('dialledBack', { ask: pushed.ask, host: '192.168.0.1:7420', outcome: outcomes[at] });

  const { asked: count, outcomes: told } = await answer;
  expect(count).toBe(limits.dialBacks);
  expect(told).toEqual(
    chosen.map(({ member }, at) => ({ member: member.id, host: '192.168.0.1:7420', outcome: outcomes[at] })),
  );
  expect([browser, host].map(({ talker }) => talker.pushes('dialBack'))).toEqual([[], []]);
});

test('who stays silent is waited for no longer than limits say; what comes twice, too late or unasked is forgotten', async () => {
  server = await startTestServer({ ...behindProxy, clock: hurriedClock(8) });
  const host = await person(server.url, '나래', onTheHost());
  const [one, other] = await Promise.all([
    person(server.url, '윤서', withApp('192.168.0.5')),
    person(server.url, '한결', withApp('192.168.0.6')),
  ]);
  const begun = performance.now();
  const answer = host.talker.must('askDialBack', {});
  const { ask } = await asked(one);
  await host.talker.must('dialledBack', { ask, outcome: 'reached' });
  await one.talker.must('dialledBack', { ask, outcome: 'silent' });
  await one.talker.must('dialledBack', { ask, outcome: 'reached' });
  expect(await answer).toEqual({ asked: 2, outcomes: [{ member: one.member.id, outcome: 'silent' }] });
  const took = performance.now() - begun;
  expect(took).toBeGreaterThan(limits.dialBackWait / 8 - 50);
  expect(limits.dialBackWait).toBeLessThan(limits.diagnosis);
  await other.talker.must('dialledBack', { ask, outcome: 'reached' });
});

test('a host asks once in ten seconds; a member never; and with nobody here with the app it is said at once', async () => {
  server = await startTestServer(behindProxy);
  const host = await person(server.url, '나래', onTheHost());
  // An app on the host's own machine proves nothing, and is not asked.
  await person(server.url, '나래의 다른 창', here);
  expect(await host.talker.must('askDialBack', {})).toEqual({ asked: 0, outcomes: [] });
  expect(await host.talker.must('askDialBack', {})).toEqual({ asked: 0, outcomes: [] });

  const near = await person(server.url, '윤서', withApp('192.168.0.5'));
  const first = host.talker.must('askDialBack', {});
  const { ask } = await asked(near);
  await near.talker.must('dialledBack', { ask, outcome: 'reached' });
  expect((await first).asked).toBe(1);
  const again = await host.talker.ask('askDialBack', {});
  expect(again).toMatchObject({ ok: false, error: { code: 'rate' } });
  expect(!again.ok && again.error.retryAfter).toBeGreaterThan(limits.dialBackEvery - 5_000);
  expect(near.talker.pushes('dialBack')).toHaveLength(1);
  expect(await near.talker.ask('askDialBack', {})).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
});

test('an answer that names something else than a host and a port is refused, and the connection lives on', async () => {
  server = await startTestServer(behindProxy);
  const near = await person(server.url, '윤서', withApp('192.168.0.5'));
  const ask = near.commons;
  for (const host of ['http://x/', 'a b:1', '192.168.0.1', `${'a'.repeat(300)}:1`, '[fe80::1%25eth0]:7420'])
    expect(await near.talker.ask('dialledBack', { ask, host, outcome: 'reached' })).toMatchObject({
      ok: false,
      error: { code: 'invalid', field: 'host' },
    });
  await near.talker.must('echo', {});
});
