/** The requests by which connections came, kept to be told to those who made them. */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Begun } from '../session';

type Exchange = NonNullable<Begun['first']>;

/** What is told with its value. Of any other header only the name: what a proxy adds may be a secret of its house. */
const HARMLESS: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'dnt',
  'forwarded',
  'host',
  'origin',
  'pragma',
  'referer',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'sec-websocket-accept',
  'sec-websocket-extensions',
  'sec-websocket-key',
  'sec-websocket-protocol',
  'sec-websocket-version',
  'upgrade',
  'user-agent',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
]);
const REMOVED = '(removed)';
/** Nobody needs more, and headers may be 16 kB. */
const MOST = { headers: 40, value: 300, path: 300 };

const headerOf = (name: string, value: string) => ({
  name: name.slice(0, 64),
  value: HARMLESS.has(name.toLowerCase()) ? withoutQuery(value).slice(0, MOST.value) : REMOVED,
});

/** Where an address stands in a header, what follows its question mark may let somebody in; an invitation's page is one. */
const withoutQuery = (value: string): string =>
  value.replace(/(https?:\/\/[^\s?#/]+)[^\s]*/g, (_, origin: string) => `${origin}/`);

/** `/socket.io/?EIO=4&transport=websocket&sid=…` with the session's id taken out, and whatever else is not the protocol's. */
function pathOf(url = ''): string {
  const [path = '', query = ''] = url.split('?');
  const told = [...new URLSearchParams(query)].map(([name, value]) =>
    name === 'EIO' || name === 'transport' ? `${name}=${value}` : `${name}=${REMOVED}`,
  );
  return `${path}${told.length > 0 ? `?${told.join('&')}` : ''}`.slice(0, MOST.path);
}

function exchangeOf(request: IncomingMessage, answered: readonly string[] | null): Exchange {
  const { method = '', url, httpVersion, rawHeaders } = request;
  const headers = [];
  for (let at = 0; at + 1 < rawHeaders.length && headers.length < MOST.headers; at += 2)
    headers.push(headerOf(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''));
  return {
    ...{ method, path: pathOf(url), version: httpVersion, headers },
    answer: answered && {
      status: 101,
      headers: answered.slice(1).map((line) => {
        const colon = line.indexOf(':');
        return headerOf(line.slice(0, colon), line.slice(colon + 1).trim());
      }),
    },
  };
}

/** Engine.IO's server, as far as it is heard here: `ws` tells what it answers an upgrade with before it does. */
interface EngineServer {
  readonly ws?: { on(event: 'headers', listener: (lines: string[], request: IncomingMessage) => void): unknown };
  on(event: 'connection', listener: (connection: EngineConnection) => void): unknown;
}

interface EngineConnection {
  readonly id: string;
  once(event: 'upgrade' | 'close', listener: (transport: never) => void): unknown;
}

export interface Upgrades {
  /** @param id of an Engine.IO connection @param first the request it came with */
  begun(id: string, first: IncomingMessage): Begun;
}

/** @param server Engine.IO's, attached to `http` */
export function upgradesOf(http: HttpServer, server: unknown): Upgrades {
  const engine = server as EngineServer;
  const answered = new WeakMap<IncomingMessage, string[]>();
  /** Of connections that stand: the request by which each was upgraded. */
  const upgraded = new Map<string, IncomingMessage>();
  const there = new Set<string>();
  // Engine.IO makes its `ws` anew when the port opens, before anything that listens for that later.
  http.on('listening', () =>
    engine.ws?.on('headers', (lines, request) => {
      answered.set(request, lines);
      const session = new URLSearchParams((request.url ?? '').split('?')[1]).get('sid');
      if (session !== null && there.has(session)) upgraded.set(session, request);
    }),
  );
  engine.on('connection', (connection) => {
    there.add(connection.id);
    connection.once('close', () => {
      there.delete(connection.id);
      upgraded.delete(connection.id);
    });
  });
  return {
    begun(id, first) {
      const upgrade = upgraded.get(id);
      return {
        first: exchangeOf(first, answered.get(first) ?? null),
        upgrade: upgrade ? exchangeOf(upgrade, answered.get(upgrade) ?? null) : null,
      };
    },
  };
}
