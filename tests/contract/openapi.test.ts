/**
 * What the doors say of themselves, and what they do: a seeded sample of what fits and what does not; `npm run doors:check`
 * tries far more. No library here knows the whole of OpenAPI: its structure is looked at as far as a client is made from it.
 */
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits, parse, routes, type Route } from '../../protocol';
import { fitting, resolved, unfitting, type Named, type Shape } from '../support/doors/samples';
import { startTestServer, type TestServer } from '../support/server';

interface Content {
  content?: Record<string, { schema: Shape }>;
}
interface Operation {
  operationId: string;
  security: Record<string, string[]>[];
  parameters: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Shape }[];
  requestBody?: Content & { required: boolean };
  responses: Record<string, Content & { description: string }>;
}
interface Description {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Named; securitySchemes: Record<string, object> };
}

let server: TestServer;
let description: Description;
let token: string;
let room: string;
const json = { 'content-type': 'application/json' };
const at = (path: string) => `${server.url}${path.slice(1)}`;

beforeAll(async () => {
  server = await startTestServer({ callRate: { burst: 100_000, perSecond: 100_000 } });
  description = (await (await fetch(at('/api/openapi.json'))).json()) as Description;
  const joined = await fetch(at('/api/join'), { method: 'POST', headers: json, body: '{"name":"시험"}' });
  token = ((await joined.json()) as { token: string }).token;
  const logs = await fetch(at('/api/logs'), { headers: { authorization: `Bearer ${token}` } });
  room = ((await logs.json()) as { logs: { log: string }[] }).logs[0]!.log;
});
afterAll(() => server.remove());

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

test('it is asked for again each time, and sent where it is new', async () => {
  const first = await fetch(at('/api/openapi.json'));
  expect(first.headers.get('cache-control')).toBe('no-cache');
  const etag = first.headers.get('etag')!;
  const again = await fetch(at('/api/openapi.json'), { headers: { 'if-none-match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('a person reads the same on a page without a script, in the language they read', async () => {
  const page = async (query: string, language: string) => {
    const response = await fetch(at(`/api${query}`), { headers: { 'accept-language': language } });
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self';/);
    return response.text();
  };
  const [korean, english] = [await page('', 'fr, ko;q=0.9, en;q=0.5'), await page('', 'en-GB')];
  expect([korean, english].map((text) => /<html lang="(\w+)">/.exec(text)?.[1])).toEqual(['ko', 'en']);
  expect(await page('?lang=ko', 'en')).toBe(korean);
  for (const text of [korean, english]) {
    expect(text).not.toMatch(/<script|<style| style=| on\w+=/);
    for (const { path, method } of operations())
      expect(text).toContain(`${method.toUpperCase()}</span> <code>${path}</code>`);
    expect(text).toContain(`curl -sS &quot;${at('/api/join')}&quot;`);
  }
});

test('every route of the table is in it, every reference leads somewhere, and every pattern is one', () => {
  expect(description.openapi).toBe('3.1.1');
  const { schemas, securitySchemes } = description.components;
  expect(
    operations()
      .map(({ operation }) => operation.operationId)
      .sort(),
  ).toEqual(Object.keys(routes).sort());
  for (const { path, method, operation } of operations()) {
    const route: Route = routes[operation.operationId as keyof typeof routes];
    expect([path, method]).toEqual([route.path, route.method]);
    expect(operation.parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`)).toEqual(
      path.match(/\{\w+\}/g) ?? [],
    );
    expect(operation.security.flatMap(Object.keys)).toEqual(route.stranger ? [] : Object.keys(securitySchemes));
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(response.description).not.toBe('');
      const shape = response.content?.['application/json']?.schema;
      if (Number(status) >= 400) expect(shape?.allOf?.[0]).toEqual({ $ref: '#/components/schemas/Refused' });
    }
  }
  let patterns = 0;
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { $ref, pattern } = part as Shape;
    if ($ref !== undefined) resolved({ $ref }, schemas);
    if (typeof pattern === 'string' && new RegExp(pattern, 'u').unicode) patterns += 1;
    Object.values(part).forEach(look);
  };
  look(description);
  expect(patterns).toBeGreaterThan(10);
});

/** A request of one operation. */
async function ask(path: string, method: string, chosen: Record<string, unknown>): Promise<Response> {
  const { operation } = operations().find((one) => one.path === path && one.method === method)!;
  const query = new URLSearchParams();
  const headers: Record<string, string> = { authorization: `Bearer ${token}`, ...(chosen['body'] ? json : {}) };
  for (const { name, in: place } of operation.parameters) {
    if (chosen[name] === undefined) continue;
    if (place === 'query') query.set(name, String(chosen[name]));
    if (place === 'header') headers[name] = String(chosen[name]);
  }
  const body = chosen['body'] === undefined ? {} : { body: JSON.stringify(chosen['body']) };
  return fetch(at(`${path.replace('{room}', room)}?${query}`), { method: method.toUpperCase(), headers, ...body });
}

async function looksAsTold({ operation }: { operation: Operation }, response: Response): Promise<void> {
  const told = operation.responses[response.status];
  expect(told, `${operation.operationId} answers ${response.status}`).toBeDefined();
  const text = await response.text();
  if (response.ok) {
    const schema = (routes[operation.operationId as keyof typeof routes] as Route).answers[response.status];
    if (schema) expect(parse(schema, JSON.parse(text))).toMatchObject({ ok: true });
    return;
  }
  const { error } = JSON.parse(text) as { error: { code: string; kind: string; message: string } };
  expect(
    told?.content?.['application/json']?.schema.allOf?.[1]?.properties?.['error']?.properties?.['code']?.enum,
  ).toContain(error.code);
  expect(error).toMatchObject({
    kind: expect.stringMatching(/^(retry|final)$/) as string,
    message: expect.any(String) as string,
  });
}

describe('a sample of what fits, and of what does not', () => {
  const seed = 20_261_121;

  test('is answered as it is told: what fits is never “invalid”, what does not is never taken', async () => {
    const named = description.components.schemas;
    for (const one of operations()) {
      const { path, method, operation } = one;
      const shape = operation.requestBody?.content?.['application/json']?.schema;
      const given = operation.parameters.filter(({ in: place, name }) => place !== 'path' && name !== 'wait');
      const needed = given.filter(({ required }) => required).map(({ name }) => name);
      const fields: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(
        given.map((of) => [of.name, fitting(of.schema, named)]),
      );
      if (shape) fields['body'] = fitting(shape, named);
      const good = fc.record(fields, { requiredKeys: [...needed, ...(shape ? ['body'] : [])] });
      // A ticket is one of twenty.
      const numRuns = operation.operationId === 'ticket' ? 5 : 25;
      await fc.assert(
        fc.asyncProperty(good, async (chosen) => {
          const response = await ask(path, method, chosen);
          expect([200, 201, 204, 403, 404, 409]).toContain(response.status);
          await looksAsTold(one, response);
        }),
        { seed, numRuns },
      );
      if (!shape) continue;
      const bad = fc.tuple(good, unfitting(shape, named)).map(([chosen, body]) => ({ ...chosen, body }));
      await fc.assert(
        fc.asyncProperty(bad, async (chosen) => {
          const response = await ask(path, method, chosen);
          expect(response.status).toBe(400);
          await looksAsTold(one, response);
        }),
        { seed, numRuns: 25 },
      );
    }
  });
});

describe('every refusal under /api is one shape', () => {
  const id = '0192f0c1-2b3a-7c4d-8e5f-60718293a4b5';
  const entries = () => `/api/rooms/${room}/entries`;
  const bearer = () => ({ authorization: `Bearer ${token}` });
  const long = 'x'.repeat(limits.frameBytes + 1);
  const cases: [
    what: string,
    ask: () => [path: string, init?: RequestInit],
    status: number,
    error: object,
    headers?: object,
  ][] = [
    ['no such path', () => ['/api/nothing'], 404, { code: 'unknown-call' }],
    [
      'another method',
      () => ['/api/join', { method: 'DELETE' }],
      405,
      { code: 'unknown-call' },
      { allow: 'POST, OPTIONS' },
    ],
    ['another method of a room', () => [entries(), { method: 'PUT' }], 405, {}, { allow: 'GET, POST, HEAD, OPTIONS' }],
    ['no upgrade', () => ['/api/socket'], 426, { field: 'upgrade' }, { upgrade: 'websocket' }],
    ['a path of nonsense', () => ['/api/rooms/%ff/entries'], 400, { code: 'invalid', field: 'path' }],
    [
      'a room that is no id',
      () => ['/api/rooms/here/entries', { headers: bearer() }],
      400,
      { code: 'invalid', field: 'room' },
    ],
    [
      'a query of nonsense',
      () => [`${entries()}?after=-1`, { headers: bearer() }],
      400,
      { field: 'after', rule: 'shape' },
    ],
    ['no token', () => ['/api/logs'], 401, { code: 'not-joined' }, { 'www-authenticate': 'Bearer' }],
    [
      'what is no token',
      () => ['/api/logs', { headers: { authorization: 'Bearer me' } }],
      401,
      { code: 'token-unknown' },
    ],
    ['no body', () => ['/api/join', { method: 'POST', headers: json }], 400, { field: 'body', rule: 'empty' }],
    [
      'half of a body',
      () => ['/api/join', { method: 'POST', headers: json, body: '{"name":"나래"' }],
      400,
      { field: 'body', message: expect.stringMatching(/no JSON/) as string },
    ],
    [
      'another type',
      () => ['/api/join', { method: 'POST', headers: { 'content-type': 'text/html' }, body: 'x' }],
      415,
      { field: 'content-type', message: expect.stringContaining('application/json') as string },
      { 'accept-post': 'application/json' },
    ],
    [
      'another charset',
      () => [
        entries(),
        {
          method: 'POST',
          headers: { ...bearer(), 'content-type': 'text/plain; charset=x-klingon', 'idempotency-key': id },
          body: 'x',
        },
      ],
      415,
      { field: 'content-type' },
      { 'accept-post': 'application/json, text/plain' },
    ],
    [
      'too much',
      () => ['/api/join', { method: 'POST', headers: json, body: JSON.stringify({ name: long }) }],
      413,
      { code: 'too-large', limit: limits.frameBytes },
    ],
    [
      'no key',
      () => [entries(), { method: 'POST', headers: { ...bearer(), 'content-type': 'text/plain' }, body: 'x' }],
      400,
      { field: 'idempotency-key', rule: 'empty' },
    ],
    [
      'a page of others',
      () => ['/api/logs', { headers: { origin: 'https://evil.example' } }],
      403,
      { code: 'origin-refused' },
    ],
  ];

  test.each(cases)('%s', async (_, asked, status, error, headers = {}) => {
    const [path, init] = asked();
    const response = await fetch(at(path), init);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual({
      ok: false,
      error: expect.objectContaining({
        code: expect.any(String) as string,
        kind: expect.stringMatching(/^(retry|final)$/) as string,
        message: expect.any(String) as string,
        ...error,
      }) as object,
    });
    expect(Object.fromEntries(response.headers)).toMatchObject(headers);
  });

  /** What no client of HTTP would send. */
  const raw = async (said: string): Promise<[status: number, body: unknown]> => {
    const socket = connect(server.address.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(said);
    const answer = await textOf(socket);
    return [Number(answer.slice(9, 12)), JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as unknown];
  };

  test('also what never became a request: headers without an end, and no HTTP at all', async () => {
    expect(await raw(`GET /api/logs HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`)).toEqual([
      431,
      { ok: false, error: expect.objectContaining({ code: 'too-large', kind: 'final' }) as object },
    ]);
    expect(await raw('HELO localhost\r\n\r\n')).toEqual([
      400,
      { ok: false, error: expect.objectContaining({ code: 'bad-request', kind: 'final' }) as object },
    ]);
  });

  test('OPTIONS says what would do', async () => {
    const response = await fetch(at(entries()), { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, POST, HEAD, OPTIONS']);
  });
});
