/** The lab: the same messages through every door on a stream of its own, with what each has cost, for a while and no longer. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { labDoors, LabFigures, labPaths, limits, parse, type LabDoor, type LabEntry } from '../../protocol';
import { removeFolder, temporaryFolder } from '../support/folders';
import { hurriedClock, person, startTestServer, type Person, type TestServer } from '../support/server';

let server: TestServer;
let narae: Person;
let left: AbortController;
const ends: (() => void)[] = [];

beforeEach(async () => {
  left = new AbortController();
  server = await startTestServer();
  narae = await person(server.url, '나래');
});
afterEach(async () => {
  left.abort();
  for (const end of ends.splice(0)) end();
  await server.remove();
});

const at = (path: string, query: Record<string, string | number> = {}) =>
  `${server.url.replace(/\/$/, '')}${path}?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`;
const begin = async (who = narae) => (await who.talker.must('lab', {})).pass;
const say = (pass: string, text: string) =>
  fetch(at(labPaths.say, { pass }), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ at: 1.5, text }),
  });
const codeOf = async (response: Response) =>
  [response.status, ((await response.json()) as { error?: { code: string } }).error?.code] as const;

/** Reads on, by whatever is asked again and again. */
async function ask(door: LabDoor, pass: string, more: object, told: (entries: LabEntry[]) => void): Promise<void> {
  for (let after = 0; !left.signal.aborted;) {
    const response = await fetch(at(labPaths.entries, { pass, door, after, ...more }), { signal: left.signal });
    const { entries = [] } = (await response.json()) as { entries?: LabEntry[] };
    told(entries);
    after = entries.at(-1)?.seq ?? after;
    if (!('wait' in more)) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function streamed(
  path: string,
  door: LabDoor,
  pass: string,
  told: (entries: LabEntry[]) => void,
  accept = '*/*',
) {
  const response = await fetch(at(path, { pass, door }), { headers: { accept }, signal: left.signal });
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    text = text.slice(whole.length);
    told([...whole.matchAll(/\{"seq".*?\}/g)].map(([entry]) => JSON.parse(entry) as LabEntry));
  }
}

function listen(door: LabDoor, pass: string, told: (entries: LabEntry[]) => void): Promise<void> {
  if (door === 'socket') {
    const socket = new WebSocket(at(labPaths.socket, { pass, door }).replace('http', 'ws'));
    socket.on('message', (data: Buffer) =>
      told((JSON.parse(data.toString()) as { data: { entries: LabEntry[] } }).data.entries),
    );
    ends.push(() => socket.terminate());
    return new Promise((resolve) => socket.once('open', resolve));
  }
  if (door === 'socketio' || door === 'socketio-polling') {
    const transports = [door === 'socketio' ? 'websocket' : 'polling'];
    const socket = io(`${server.url}${labPaths.namespace.slice(1)}`, {
      query: { pass, door },
      transports,
      forceNew: true,
    });
    socket.on('demonstrated', ({ entries }: { entries: LabEntry[] }) => told(entries));
    ends.push(() => socket.disconnect());
    return new Promise((resolve) => socket.once('connect', resolve));
  }
  const forms: Partial<Record<LabDoor, string>> = { ndjson: 'application/x-ndjson', sse: 'text/event-stream' };
  const reading =
    door === 'iframe'
      ? streamed(labPaths.iframe, door, pass, told)
      : forms[door]
        ? streamed(labPaths.entries, door, pass, told, forms[door])
        : ask(door, pass, door === 'long-polling' ? { wait: 30 } : {}, told);
  void reading.catch((error: unknown) => left.signal.aborted || Promise.reject(error as Error));
  return Promise.resolve();
}

const doors = labDoors.filter((door) => door !== 'jsonp');

test('every door tells the same messages in one order, and what it has cost', async () => {
  const pass = await begin();
  const heard = new Map<LabDoor, LabEntry[]>(doors.map((door) => [door, []]));
  let look = () => {};
  for (const door of doors)
    await listen(door, pass, (entries) => {
      heard.get(door)?.push(...entries);
      look();
    });
  const all = (count: number) =>
    new Promise<void>((resolve) => {
      look = () => [...heard.values()].every(({ length }) => length >= count) && resolve();
      look();
    });
  for (const [index, text] of ['하나', '둘', '셋'].entries()) {
    expect((await say(pass, text)).status).toBe(202);
    await all(index + 1);
  }
  for (const [door, entries] of heard) {
    expect([door, entries.map(({ seq, text, at: said }) => [seq, text, said])]).toEqual([
      door,
      [1, 2, 3].map((seq) => [seq, ['하나', '둘', '셋'][seq - 1], 1.5]),
    ]);
  }
  const figures = parse(LabFigures, await (await fetch(at(labPaths.figures, { pass }))).json());
  if (!figures.ok) throw new Error(JSON.stringify(figures.error));
  const { messages, left: time, doors: costs } = figures.value;
  expect([messages, time > 0, Object.keys(costs).sort()]).toEqual([3, true, [...doors].sort()]);
  for (const door of doors) {
    const { requests, up, down, cpu } = costs[door]!;
    expect([door, up > 100, down > 150, cpu === null || cpu >= 0]).toEqual([door, true, true, true]);
    // Once opened and never again, or for every message anew.
    const again = door.includes('polling');
    expect([door, again ? requests >= 3 : requests]).toEqual([door, again ? true : 1]);
  }
  // Nothing of it is in a room.
  expect(narae.talker.entriesOf(narae.commons).some((entry) => JSON.stringify(entry).includes('하나'))).toBe(false);
});

describe('who may', () => {
  test('a pass opens one demonstration; the next one of the same member ends it, and streams with it', async () => {
    const first = await begin();
    const ended = fetch(at(labPaths.entries, { pass: first, door: 'sse' }), {
      headers: { accept: 'text/event-stream' },
    });
    const stream = await ended;
    const second = await begin();
    expect(await stream.text()).toBe('');
    expect(await codeOf(await say(first, 'x'))).toEqual([401, 'token-unknown']);
    expect((await say(second, 'x')).status).toBe(202);
    for (const path of [labPaths.entries, labPaths.figures, labPaths.jsonp, labPaths.iframe])
      for (const pass of ['', 'a'.repeat(43), first])
        expect(await codeOf(await fetch(at(path, { pass, door: 'polling' })))).toEqual([401, 'token-unknown']);
  });

  test('whoever is put out has no demonstration any more', async () => {
    const host = await person(server.url, '호스트', { hostKey: server.hostKey });
    const pass = await begin();
    await host.talker.must('remove', { member: narae.member.id, ban: false });
    expect(await codeOf(await say(pass, 'x'))).toEqual([401, 'token-unknown']);
  });

  test('it is over by itself', async () => {
    await server.remove();
    server = await startTestServer({ clock: hurriedClock(1_000) });
    narae = await person(server.url, '나래');
    const { pass, life } = await narae.talker.must('lab', {});
    expect(life).toBe(limits.labLife);
    const stream = await fetch(at(labPaths.entries, { pass, door: 'ndjson' }), {
      headers: { accept: 'application/x-ndjson' },
    });
    expect(await stream.text()).toBe('');
    expect(await codeOf(await say(pass, 'x'))).toEqual([401, 'token-unknown']);
  });

  test('what does not fit is refused by name, and so is too much at once', async () => {
    const pass = await begin();
    expect(await codeOf(await say(pass, 'x'.repeat(limits.labText + 1)))).toEqual([400, 'invalid']);
    for (const query of [{ door: 'window' }, { door: 'polling', after: '-1' }, { door: 'polling', wait: 'long' }])
      expect(await codeOf(await fetch(at(labPaths.entries, { pass, ...query })))).toEqual([400, 'invalid']);
    await listen('sse', pass, () => undefined);
    const codes = await Promise.all(
      Array.from({ length: 3 * limits.labPerSecond }, async () => (await say(pass, 'x')).status),
    );
    expect(codes.filter((status) => status === 202).length).toBeGreaterThan(0);
    expect(codes).toContain(429);
  });
});

describe('the museum', () => {
  test('what comes as a script is fenced for itself', async () => {
    const pass = await begin();
    await say(pass, '</script><script>alert(1)</script>');
    const jsonp = (callback: string) => fetch(at(labPaths.jsonp, { pass, door: 'jsonp', wait: 5, callback }));
    for (const callback of ['alert', 'maruLab1;alert(1)', 'maruLab', ''])
      expect(await codeOf(await jsonp(callback))).toEqual([400, 'invalid']);
    const script = await jsonp('maruLab7');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    const text = await script.text();
    expect(text.startsWith('maruLab7({"entries":[{"seq":1,')).toBe(true);
    expect(text).not.toContain('<');

    const frame = await fetch(at(labPaths.iframe, { pass, door: 'iframe' }), { signal: left.signal });
    const policy = frame.headers.get('content-security-policy') ?? '';
    const [, nonce] =
      /^default-src 'none'; script-src 'nonce-([^']+)'; frame-ancestors 'self'; sandbox allow-scripts$/.exec(policy) ??
      [];
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    let shown = '';
    for await (const chunk of frame.body ?? []) {
      shown += new TextDecoder().decode(chunk as Uint8Array);
      if (shown.includes('postMessage')) break;
    }
    expect(shown).toContain(`<script nonce="${nonce}">parent.postMessage({"lab":{"seq":1`);
    expect(shown.match(/<script/g)).toHaveLength(1);
  });

  test('only the lab’s own page may hold a frame', async () => {
    const client = await temporaryFolder();
    await mkdir(join(client, 'assets'));
    await writeFile(join(client, 'index.html'), '<!doctype html><title>Maru</title>');
    await server.remove();
    server = await startTestServer({ clientDir: client });
    narae = await person(server.url, '나래');
    const policy = async (path: string) => (await fetch(at(path))).headers.get('content-security-policy') ?? '';
    expect(await policy('/lab')).toContain("frame-src 'self'");
    expect(await policy('/lab')).toContain("default-src 'none'; script-src 'self'");
    for (const path of ['/', '/j/AAAAAAAAAAAAAAAAAAAAAA', '/lab/x'])
      expect(await policy(path)).not.toContain('frame-src');
    await removeFolder(client);
  });
});
