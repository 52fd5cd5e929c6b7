/**
 * The campaign against a password, with real sockets from many addresses (all of 127.0.0.0/8 is this machine on Linux):
 * how many guesses reach the check, and what the people inside notice of it. For `npm run security`:
 * MARU_GUESSES and MARU_ADDRESSES say how many (10,000 from 200).
 */
import { Agent } from 'node:http';
import { io, type Socket } from 'socket.io-client';
import { afterEach, describe, expect, test } from 'vitest';
import { limits, PROTOCOL, type Answer } from '../../protocol';
import { host } from '../support/door';
import { person, startTestServer, type TestServer } from '../support/server';

const count = (name: string, usual: number) => Number(process.env[name] ?? usual);
const GUESSES = count('MARU_GUESSES', 10_000);
const ADDRESSES = count('MARU_ADDRESSES', 200);
const PASSWORD = '마루 열쇠';
/** Round trips that are looked at, before the guessing and during it. */
const LOOKS = 100;

const elsewhere =
  process.platform === 'linux' ? '' : ' (skipped: only on Linux is every address of 127.0.0.0/8 this machine)';

let server: TestServer;
const sockets: Socket[] = [];
const agents: Agent[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  for (const agent of agents.splice(0)) agent.destroy();
  await server.remove();
});

/** A stranger who comes from this address of the machine. */
async function strangerFrom(localAddress: string): Promise<Socket> {
  const agent = new Agent({ localAddress } as ConstructorParameters<typeof Agent>[0]);
  agents.push(agent);
  const socket = io(server.url, {
    ...{ auth: { protocol: PROTOCOL }, transports: ['websocket'], reconnection: false, forceNew: true },
    agent: agent as never,
  });
  sockets.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}
const addressOf = (at: number) => `127.0.${1 + Math.floor(at / 250)}.${1 + (at % 250)}`;

/** In milliseconds, ascending. */
async function roundTrips(ask: () => Promise<unknown>, while_: () => boolean): Promise<number[]> {
  const took: number[] = [];
  while (while_()) {
    const begun = performance.now();
    await ask();
    took.push(performance.now() - begun);
    // As fast as a session may ask for long.
    await new Promise((resolve) => setTimeout(resolve, 1_000 / limits.callRate.perSecond));
  }
  return took.sort((a, b) => a - b);
}
const share = (sorted: readonly number[], of: number) => sorted[Math.floor((sorted.length - 1) * of)] ?? NaN;

describe.skipIf(elsewhere !== '')(`guessing from ${ADDRESSES} addresses${elsewhere}`, () => {
  test('reaches the check as often as is allowed, while those inside are served as before', async () => {
    server = await startTestServer({ store: 'sqlite', password: PASSWORD });
    const narae = await host(server);
    const yunseo = await person(server.url, '윤서', { password: PASSWORD });
    const says = () => yunseo.say('아직 있다');
    let looked = 0;
    const before = await roundTrips(says, () => (looked += 1) <= LOOKS);

    const strangers = await Promise.all(Array.from({ length: ADDRESSES }, (_, at) => strangerFrom(addressOf(at))));
    const answers = new Map<string, number>();
    const begun = performance.now();
    let guessed = 0;
    let over = false;
    const guess = async (stranger: Socket) => {
      while (guessed < GUESSES) {
        const password = `guess ${(guessed += 1)}`;
        const answer = (await stranger
          .timeout(60_000)
          .emitWithAck('join', { name: '도둑', password })) as Answer<unknown>;
        const code = answer.ok ? 'in' : answer.error.code;
        answers.set(code, (answers.get(code) ?? 0) + 1);
        // A session that asks too much is slowed down like any other: the campaign waits, and goes on.
        if (!answer.ok && answer.error.code === 'rate')
          await new Promise((resolve) => setTimeout(resolve, answer.error.retryAfter));
      }
    };
    const guessing = Promise.all(strangers.map(guess)).then(() => (over = true));
    const during = await roundTrips(says, () => !over);
    await guessing;
    const minutes = (performance.now() - begun) / 60_000;
    const windows = Math.ceil(minutes / limits.passwordTriesInAll.perMinutes) + 1;

    const figures = {
      ...{ guesses: guessed, seconds: Math.round(minutes * 60), answers: Object.fromEntries(answers) },
      before: { median: share(before, 0.5).toFixed(1), p95: share(before, 0.95).toFixed(1) },
      during: { median: share(during, 0.5).toFixed(1), p95: share(during, 0.95).toFixed(1), looks: during.length },
    };
    console.log(JSON.stringify(figures));
    expect(guessed).toBeGreaterThanOrEqual(GUESSES);
    expect(answers.get('in')).toBeUndefined();
    expect(answers.get('password-wrong')).toBeLessThanOrEqual(limits.passwordTriesInAll.burst * windows);
    expect(
      [...answers.keys()].filter((code) => !['password-wrong', 'knock-needed', 'busy', 'rate'].includes(code)),
    ).toEqual([]);
    // Thousands of refusals are some work for the same loop, and the guessers run in this process too; waiting is another thing.
    expect(share(during, 0.95)).toBeLessThan(share(before, 0.95) + 250);

    // Nobody was locked out: who knocks is heard.
    const late = await strangerFrom(addressOf(0));
    expect(await late.timeout(10_000).emitWithAck('knock', { name: '한결' })).toMatchObject({
      value: { state: 'waiting' },
    });
    await narae.talker.until(() =>
      narae.talker
        .pushes('knocks')
        .at(-1)
        ?.knocks.some(({ name }) => name === '한결'),
    );
    expect(server.log()).not.toContain('guess');
  }, 600_000);
});
