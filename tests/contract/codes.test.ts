/** Six letters that are read out: they find one server, once, and let nobody in. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { Code, CODE_LETTERS, codePrefix, limits, parse } from '../../protocol';
import { Codes } from '../../server/joining/codes';
import { host, ShiftedClock } from '../support/door';
import { ManualClock } from '../support/ports';
import { person, startTestServer, type TestServer, type TestServerOptions } from '../support/server';

let server: TestServer | null = null;
afterEach(async () => {
  await server?.remove();
  server = null;
});
const porch = async (options: TestServerOptions = {}) => (server = await startTestServer(options));

const post = async (url: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${url}code`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as unknown, headers: response.headers };
};
/** Another code of the same server. */
const other = (code: string) => code.slice(0, 5) + (code.endsWith('0') ? '1' : '0');

describe('a code', () => {
  const id = '018f2f6e-7a01-7c3a-9d55-0123456789ab';
  const make = () => {
    const clock = new ManualClock();
    return { clock, codes: new Codes(id, clock) };
  };

  test('begins with two letters that say which server is meant, the same for ever', () => {
    expect(codePrefix(id)).toBe('YQ');
    const { codes } = make();
    for (let at = 0; at < 200; at += 1) {
      const { code } = codes.make();
      expect(parse(Code, code).ok).toBe(true);
      expect(code.startsWith(codePrefix(id))).toBe(true);
    }
  });

  test('servers differ in them: no pair stands for many', () => {
    const counts = new Map<string, number>();
    for (let at = 0; at < 4_096; at += 1) {
      const prefix = codePrefix(randomUUID());
      expect([...prefix].every((letter) => CODE_LETTERS.includes(letter))).toBe(true);
      counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    }
    // Of 1,024 pairs, each stands for four on average.
    expect(counts.size).toBeGreaterThan(900);
    expect(Math.max(...counts.values())).toBeLessThan(24);
  });

  test('works once', () => {
    const { codes } = make();
    const { code } = codes.make();
    expect([codes.find(code), codes.find(code)]).toEqual(['found', 'unknown']);
  });

  test('lives ten minutes', () => {
    const { clock, codes } = make();
    const { code, expiresAt } = codes.make();
    expect(expiresAt).toBe(clock.now() + limits.codeLife);
    void clock.pass(limits.codeLife - 1);
    expect(codes.find(other(code))).toBe('unknown');
    const later = make();
    const { code: late } = later.codes.make();
    void later.clock.pass(limits.codeLife);
    expect(later.codes.find(late)).toBe('unknown');
  });

  test('survives four wrong tries, from everywhere together, and not five', () => {
    const { codes } = make();
    const { code } = codes.make();
    for (let at = 1; at < limits.codeTries; at += 1) expect(codes.find(other(code))).toBe('unknown');
    expect(codes.find(code)).toBe('found');
    const { code: second } = codes.make();
    for (let at = 0; at < limits.codeTries; at += 1) expect(codes.find(other(second))).toBe('unknown');
    expect([codes.find(second), codes.find(other(second))]).toEqual(['spent', 'spent']);
    const { code: third } = codes.make();
    expect(codes.find(third)).toBe('found');
  });

  test('ends the one before it, and what is meant for another server counts for nothing', () => {
    const { codes } = make();
    const [first, second] = [codes.make().code, codes.make().code];
    if (first !== second) expect(codes.find(first)).toBe('unknown');
    for (let at = 0; at < limits.codeTries * 2; at += 1) expect(codes.find('ZZZZZZ')).toBe('unknown');
    expect(codes.find(second)).toBe('found');
  });
});

describe('over HTTP', () => {
  test('the code answers with the server it was made on, and nobody is in by it', async () => {
    const { url, id, hostKey } = await porch({ name: '디자인실', password: '마루 열쇠' });
    const narae = await host({ url, hostKey });
    const { code, expiresAt } = await narae.talker.must('makeCode', {});
    expect(expiresAt).toBeGreaterThan(Date.now());
    expect(code.slice(0, 2)).toBe(codePrefix(id));
    const found = await post(url, { code });
    expect(found).toMatchObject({ status: 200, body: { id, name: '디자인실' } });
    expect(found.headers.get('cache-control')).toBe('no-store');
    expect((await post(url, { code })).status).toBe(404);
    expect(server?.status().members).toBe(1);
  });

  test('wrong ones end it, and another one begins anew', async () => {
    const { url, hostKey } = await porch();
    const narae = await host({ url, hostKey });
    const { code } = await narae.talker.must('makeCode', {});
    const tried: number[] = [];
    for (let at = 0; at < limits.codeTries + 1; at += 1) tried.push((await post(url, { code: other(code) })).status);
    expect(tried).toEqual([404, 404, 404, 404, 404, 429]);
    expect((await post(url, { code })).status).toBe(429);
    const again = await narae.talker.must('makeCode', {});
    expect((await post(url, { code: again.code })).status).toBe(200);
  });

  test('its time is over by the server’s clock', async () => {
    const clock = new ShiftedClock();
    const { url, hostKey } = await porch({ clock });
    const { code } = await (await host({ url, hostKey })).talker.must('makeCode', {});
    clock.ahead = limits.codeLife + 1;
    expect((await post(url, { code })).status).toBe(404);
  });

  test('any member makes one; a host who tells strangers no name tells none here', async () => {
    const { url, id } = await porch({ announceName: false });
    const { code } = await (await person(url, '윤서')).talker.must('makeCode', {});
    expect((await post(url, { code })).body).toEqual({ id });
  });

  test('what is no code is answered and changes nothing', async () => {
    const { url, hostKey } = await porch();
    const { code } = await (await host({ url, hostKey })).talker.must('makeCode', {});
    for (const body of [
      {},
      [],
      7,
      null,
      { code: 7 },
      { code: code.toLowerCase() },
      { code: `${code}0` },
      { code: null },
    ]) {
      expect([400, 404], JSON.stringify(body)).toContain((await post(url, body)).status);
    }
    expect((await post(url, '{"code":')).status).toBe(400);
    expect((await post(url, { code: 'A'.repeat(2_000) })).status).toBe(413);
    expect((await post(url, { code }, { 'content-type': 'text/plain' })).status).toBe(404);
    expect((await post(url, { code }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(url, { code }, { origin: 'app://maru' })).status).toBe(200);
    expect(server?.log()).not.toContain('"level":"error"');
  });
});
