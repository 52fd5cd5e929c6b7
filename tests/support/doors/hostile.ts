/** A server with somebody who talks, and others who come from another address and mean no good. */
import { afterEach, expect } from 'vitest';
import type { Id } from '../../../protocol';
import type { Clock } from '../../../server';
import { hurriedClock, person, startTestServer, type Person, type TestServer, type TestServerOptions } from '../server';
import { watchUnforeseen } from '../unforeseen';
import type { Way } from '../ways';
import { Wire, type Asking } from './wire';

export interface Scene {
  server: TestServer;
  narae: Person;
  /** Where they come from: from elsewhere than Narae. */
  way: Way;
  /** What is read of the open room. */
  entries(query?: string): string;
}

/** All of it goes so many times faster: what is looked at again by the hour, too. */
export function fastClock(times: number): Clock {
  const begun = Date.now();
  return { ...hurriedClock(times), now: () => begun + (Date.now() - begun) * times };
}

export interface Answered {
  status: number;
  head: string;
  body: string;
  code: string | undefined;
  field: string | undefined;
}

/** Each story opens one. At its end Narae is served as before, and there is nothing to regret in the server's log. */
export function hostileScenes(): (options?: TestServerOptions) => Promise<Scene> {
  let scene: Scene | null = null;
  const unforeseen = watchUnforeseen();
  afterEach(async () => {
    const { server, narae } = scene!;
    const { id } = await narae.say('아직 있다');
    await narae.talker.until(() => narae.talker.entriesOf(narae.commons).some((entry) => entry.id === id));
    await server.remove();
    expect(unforeseen()).toEqual([]);
    expect(server.log()).not.toContain('"level":"error"');
  });
  return async (options) => {
    const server = await startTestServer(options);
    const narae = await person(server.url, '나래');
    scene = {
      server,
      narae,
      way: { port: server.address.port, from: '127.0.0.9' },
      entries: (query = '') => `/api/rooms/${narae.commons}/entries${query}`,
    };
    return scene;
  };
}

export async function ask(way: Way, asking: Asking): Promise<Answered> {
  const wire = await Wire.open(way, asking);
  const { status, head, body } = await wire.answer(asking.method === 'HEAD');
  void wire.end();
  const json = body.startsWith('{') ? (JSON.parse(body) as { error?: { code: string; field?: string } }) : {};
  return { status, head, body, code: json.error?.code, field: json.error?.field };
}

export const posted = (path: string, body: unknown, headers: Record<string, string> = {}): Asking => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export interface Guest {
  id: Id;
  token: string;
  /** Of their requests. */
  headers: Record<string, string>;
}

export async function join(way: Way, name: string): Promise<Guest> {
  const { body } = await ask(way, posted('/api/join', { name }));
  const { member, token } = JSON.parse(body) as { member: { id: Id }; token: string };
  return { id: member.id, token, headers: { authorization: `Bearer ${token}` } };
}
