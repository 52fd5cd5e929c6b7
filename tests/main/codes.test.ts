/** Six letters that were read out, and the servers near this machine that are asked about them. */
import { afterEach, expect, test } from 'vitest';
import { codePrefix, limits, type NearServer } from '../../protocol';
import { askCode } from '../../main/links/ask-code';
import { findCodes, type CodeAnswer } from '../../main/links/code';
import { fingerprintOf } from '../../main/trust/handshake';
import { host } from '../support/door';
import { secureUrl, startTestServer, type TestServer } from '../support/server';
import { identity, listenAs } from '../support/tls';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

async function porch(): Promise<{ server: TestServer; near: NearServer }> {
  const server = await startTestServer();
  endings.push(() => server.remove());
  const { id, fingerprint } = server;
  return { server, near: nearAs({ id, fingerprint, url: secureUrl(server) }) };
}

const nearAs = (parts: Pick<NearServer, 'id' | 'url' | 'fingerprint'>): NearServer => ({
  ...{ password: false, fits: true, disputed: false },
  ...parts,
});

async function codeOf(server: TestServer): Promise<string> {
  const { talker } = await host(server);
  const { code } = await talker.must('makeCode', {});
  talker.close();
  return code;
}

const ask = (server: NearServer, code: string) => askCode(server, code, fingerprintOf);
const find = async (near: readonly NearServer[], code: string, asking = ask) => {
  const answer = await findCodes({ near: () => near, ask: asking }).findByCode({ code });
  return answer.ok ? answer.value : answer.error;
};
/** Another code of the same server. */
const other = (code: string, at: number) => code.slice(0, 5) + '0123456789'.replace(code[5] ?? '', '').charAt(at);

test('a code finds its porch among those near, once, and asks no other', async () => {
  const [there, elsewhere] = [await porch(), await porch()];
  const code = await codeOf(there.server);
  const asked: string[] = [];
  const noting = (server: NearServer, text: string) => {
    asked.push(server.id);
    return ask(server, text);
  };
  expect(await find([elsewhere.near, there.near], code, noting)).toEqual({ found: true, url: there.near.url });
  expect(asked).toEqual([there.near.id]);
  expect(await find([there.near], code)).toEqual({ found: false, why: 'unknown' });
});

test('wrong letters are counted, and when there were too many it says so', async () => {
  const { server, near } = await porch();
  const code = await codeOf(server);
  for (let at = 0; at < limits.codeTries; at += 1)
    expect(await find([near], other(code, at))).toEqual({ found: false, why: 'unknown' });
  expect(await find([near], code)).toEqual({ found: false, why: 'spent' });
});

test('nobody near has these letters', async () => {
  const { server, near } = await porch();
  const code = await codeOf(server);
  const foreign = code.startsWith('00') ? 'ZZ' : '00';
  expect(await find([near], foreign + code.slice(2))).toEqual({ found: false, why: 'nobody' });
  expect(await find([], code)).toEqual({ found: false, why: 'nobody' });
});

test('one that shows another certificate than it announced hears nothing of the code', async () => {
  const { near } = await porch();
  const impostor = await listenAs(await identity());
  const code = `${codePrefix(near.id)}0000`;
  expect(await find([{ ...near, url: impostor.url }], code)).toEqual({ found: false, why: 'silent' });
  await expect.poll(() => impostor.handshakes).toBe(1);
  await impostor.close();
  expect(impostor.bytes).toBe(0);
});

test('a porch that is gone is silent; two that both say yes are not believed', async () => {
  const { server, near } = await porch();
  const code = await codeOf(server);
  const twice = [near, { ...near, url: 'https://127.0.0.1:1/' }];
  const yes = async ({ id }: NearServer): Promise<CodeAnswer> => ({ id });
  expect(await find(twice, code, yes)).toEqual({ found: false, why: 'several' });
  const liar = async (): Promise<CodeAnswer> => ({ id: '01890000-0000-7000-8000-000000000001' });
  expect(await find([near], code, liar)).toEqual({ found: false, why: 'silent' });
  await server.close();
  expect(await find([near], code)).toEqual({ found: false, why: 'silent' });
});
