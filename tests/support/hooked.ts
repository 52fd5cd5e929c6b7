/** A server whose host makes bots and hooks; and what is said in its first room. */
import type { Entry, Id } from '../../protocol';
import { behindProxy, host, overTls } from './door';
import { startTestServer, type Person, type TestServer, type TestServerOptions } from './server';

export interface Hooked {
  server: TestServer;
  owner: Person;
  /** The first room. */
  room: Id;
}

export async function openHooked(options: TestServerOptions = {}): Promise<Hooked> {
  const server = await startTestServer({ ...behindProxy, ...options });
  const owner = await host(server, overTls());
  return { server, owner, room: owner.commons };
}

export const botOf = ({ talker }: Person, name = '알림') =>
  talker.must('makeBot', { name, scopes: ['write'], rooms: null });

export const textsIn = ({ talker }: Person, log: Id): string[] =>
  talker.entriesOf(log).flatMap((entry: Entry) => (entry.kind === 'message' ? entry.body.text : []));

export const actsOf = async ({ talker }: Person) => (await talker.must('audit', {})).lines.map(({ act }) => act);
