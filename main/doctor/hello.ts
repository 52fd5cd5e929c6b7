/** Asks a server who it is (GET /hello) in TLS with the key that was seen before, or in plain HTTP. Sends nothing else. */
import { request, type ClientRequestArgs } from 'node:http';
import { Hello, hostOf, parse, portOf, type Fingerprint } from '../../protocol';
import { openPinned } from '../trust/pinned';

export type Greeting =
  | { said: 'hello'; hello: Hello }
  /** It answers, and is no Maru. */
  | { said: 'other' }
  /** A Maru that does not answer to this name (its check of the Host header). */
  | { said: 'name-refused' }
  | { said: 'nothing' };

/** A hello is a few hundred bytes. */
const MOST = 16 * 1024;

function decode(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function read(body: string, status: number): Greeting {
  const value = decode(body);
  const hello = parse(Hello, value);
  if (status === 200 && hello.ok) return { said: 'hello', hello: hello.value };
  const code = (value as { error?: { code?: unknown } } | null)?.error?.code;
  return { said: code === 'host-refused' ? 'name-refused' : 'other' };
}

function ask(how: ClientRequestArgs, end: (greeting: Greeting) => void): () => void {
  const asking = request({ ...how, path: '/hello', agent: false, headers: { accept: 'application/json' } });
  asking.on('error', (error: NodeJS.ErrnoException) =>
    // Bytes that are no HTTP are an answer too (nodejs.org/api/errors.html, HPE_…: the parser's).
    end({ said: error.code?.startsWith('HPE_') ? 'other' : 'nothing' }),
  );
  asking.on('response', (response) => {
    let body = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      body += chunk;
      if (body.length > MOST) end({ said: 'other' });
    });
    response.on('end', () => end(read(body, response.statusCode ?? 0)));
    response.on('error', () => end({ said: 'other' }));
  });
  asking.end();
  return () => asking.destroy();
}

/**
 * @param fingerprint the key the server has to show before it is asked anything; null asks in plain HTTP
 * @param timeout in ms, for all of it
 */
export async function greet(url: string, fingerprint: Fingerprint | null, timeout: number): Promise<Greeting> {
  let stop: () => void = () => undefined;
  let over = false;
  const asked = new Promise<Greeting>((resolve) => {
    const place = { hostname: hostOf(url), port: portOf(url) };
    if (fingerprint === null) {
      stop = ask({ ...place, family: 0 }, resolve);
      return;
    }
    void openPinned(url, fingerprint).then((socket) => {
      if (socket === null) return resolve({ said: 'nothing' });
      if (over) return void socket.destroy();
      const giveUp = ask({ ...place, createConnection: () => socket }, resolve);
      stop = () => {
        giveUp();
        socket.destroy();
      };
    });
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Greeting>((resolve) => (timer = setTimeout(() => resolve({ said: 'nothing' }), timeout)));
  const greeting = await Promise.race([asked, late]);
  clearTimeout(timer);
  over = true;
  stop();
  return greeting;
}
