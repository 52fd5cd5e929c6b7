/** Asks who is there (GET /hello), over a connection whose key was looked at before. */
import { request } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Cause } from '../../client';
import { Hello, limits, parse, Refusal, hostOf, portOf } from '../../protocol';

/** A hello is a few hundred bytes. */
const MOST = 16 * 1024;

export type Greeted = { ok: true; hello: Hello } | { ok: false; cause: Cause };

function decode(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What the body of an answer says that is no welcome. */
export function refusedBy(text: string): Cause {
  const refusal = parse(Refusal, (decode(text) as { error?: unknown } | null)?.error);
  return refusal.ok ? { code: 'refused', refusal: refusal.value } : { code: 'not-maru' };
}

/** Ends the socket. Never rejects. */
export function greet(url: string, socket: TLSSocket): Promise<Greeted> {
  return new Promise((resolve) => {
    const end = (greeted: Greeted) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(greeted);
    };
    const timer = setTimeout(() => end({ ok: false, cause: { code: 'silent' } }), limits.helloTimeout);
    const asking = request({
      ...{ hostname: hostOf(url), port: portOf(url), path: '/hello', agent: false },
      headers: { host: new URL(url).host, accept: 'application/json' },
      createConnection: () => socket,
    });
    // Bytes that are no HTTP are an answer too (nodejs.org/api/errors.html, HPE_…: the parser's).
    asking.on('error', (error: NodeJS.ErrnoException) =>
      end({ ok: false, cause: { code: error.code?.startsWith('HPE_') ? 'not-maru' : 'lost' } }),
    );
    asking.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > MOST) end({ ok: false, cause: { code: 'not-maru' } });
      });
      response.on('error', () => end({ ok: false, cause: { code: 'lost' } }));
      response.on('end', () => {
        const hello = parse(Hello, decode(body));
        end(
          response.statusCode === 200 && hello.ok
            ? { ok: true, hello: hello.value }
            : { ok: false, cause: refusedBy(body) },
        );
      });
    });
    asking.end();
  });
}
