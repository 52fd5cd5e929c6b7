/**
 * Guessing at a password with real sockets from many addresses (all of 127.0.0.0/8 is this machine on Linux): how many
 * guesses reach the check, and what the people inside notice. In full 10,000 from 200 addresses; MARU_GUESSES and
 * MARU_ADDRESSES say otherwise.
 */
import { Agent } from 'node:http';
import { io, type Socket } from 'socket.io-client';
import { afterEach, describe, expect, test } from 'vitest';
import { limits, PROTOCOL, type Answer } from '../../protocol';
import { host } from '../support/door';
import { person, startTestServer, type TestServer } from '../support/server';
import { scaled } from './scale';

const count = (name: string, usual: number) => Number(process.env[name] ?? usual);
const GUESSES = count('MARU_GUESSES', scaled(1_000, 10_000));
const ADDRESSES = count('MARU_ADDRESSES', scaled(40, 200));
const PASSWORD = '마루 열쇠';

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

/** Has all strangers ask as often as they are answered, `GUESSES` times in all, and looks meanwhile at what `look` takes. */
async function crowd(
  strangers: readonly Socket[],
  ask: (stranger: Socket, at: number) => Promise<Answer<unknown>>,
  look: () => Promise<unknown>,
) {
  const answers = new Map<string, number>();
  const begun = performance.now();
  let asked = 0;
  let over = false;
  const each = async (stranger: Socket) => {
    while (asked < GUESSES) {
      const answer = await ask(stranger, (asked += 1));
      const code = answer.ok ? 'ok' : answer.error.code;
      answers.set(code, (answers.get(code) ?? 0) + 1);
      // A session that asks too much is slowed down like any other: it waits, and goes on.
      if (!answer.ok && answer.error.code === 'rate') await pause(answer.error.retryAfter ?? 0);
    }
  };
  const asking = Promise.all(strangers.map(each)).then(() => (over = true));
  const took: number[] = [];
  do {
    const from = performance.now();
    await look();
    took.push(performance.now() - from);
    // As fast as a session may ask for long.
    await pause(1_000 / limits.callRate.perSecond);
  } while (!over);
  await asking;
  took.sort((a, b) => a - b);
  return {
    answers,
    seconds: (performance.now() - begun) / 1_000,
    median: share(took, 0.5),
    p95: share(took, 0.95),
    looks: took.length,
  };
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const share = (sorted: readonly number[], of: number) => sorted[Math.floor((sorted.length - 1) * of)] ?? NaN;

describe.skipIf(elsewhere !== '')(`guessing from ${ADDRESSES} addresses${elsewhere}`, () => {
  test('reaches the check as often as is allowed, while those inside are served as before', async () => {
    server = await startTestServer({ store: 'sqlite', password: PASSWORD });
    const narae = await host(server);
    const yunseo = await person(server.url, '윤서', { password: PASSWORD });
    const says = () => yunseo.say('아직 있다');
    const strangers = await Promise.all(Array.from({ length: ADDRESSES }, (_, at) => strangerFrom(addressOf(at))));
    const asks = async (stranger: Socket, name: string, input: object) =>
      (await stranger.timeout(60_000).emitWithAck(name, input)) as Answer<unknown>;
    // The same crowd, asking for nothing: what is left of the difference is the password's.
    const control = await crowd(strangers, (stranger) => asks(stranger, 'echo', {}), says);
    const guessing = await crowd(
      strangers,
      (stranger, at) => asks(stranger, 'join', { name: '도둑', password: `guess ${at}` }),
      says,
    );

    const { answers, seconds } = guessing;
    console.log(
      JSON.stringify({
        guessing: { ...guessing, answers: Object.fromEntries(answers) },
        control: { ...control, answers: null },
      }),
    );
    const refusals = ['password-wrong', 'knock-needed', 'busy', 'rate'];
    expect([...answers.keys()].filter((code) => !refusals.includes(code))).toEqual([]);
    const windows = Math.ceil(seconds / 60 / limits.passwordTriesInAll.perMinutes) + 1;
    expect(answers.get('password-wrong')).toBeGreaterThan(0);
    expect(answers.get('password-wrong')).toBeLessThanOrEqual(limits.passwordTriesInAll.burst * windows);
    // How often in a second somebody inside is served: checks that stood in the way would leave next to nothing of it.
    expect(guessing.looks / guessing.seconds).toBeGreaterThan(control.looks / control.seconds / 3);

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
