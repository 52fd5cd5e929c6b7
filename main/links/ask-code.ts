/** `POST /code` to a server near this machine, over TLS, and only where it shows the certificate it is known by. */
import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import * as v from 'valibot';
import { Id, limits, parse, type NearServer } from '../../protocol';
import type { CodeAnswer } from './code';

const Found = v.object({ id: Id });
/** An id is far smaller. */
const ANSWER_BYTES = 1_024;

/** @param fingerprintOf of a certificate in DER (protocol/trust.ts) */
export function askCode(
  { url, fingerprint }: Pick<NearServer, 'url' | 'fingerprint'>,
  code: string,
  fingerprintOf: (der: Uint8Array) => string,
): Promise<CodeAnswer> {
  return new Promise((resolve) => {
    const body = JSON.stringify({ code });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    // Judged by its fingerprint, below: no authority vouches for a machine in the next room.
    const asking = request(new URL('/code', url), {
      ...{ method: 'POST', headers, agent: false, rejectUnauthorized: false },
    });
    const end = (answer: CodeAnswer) => {
      clearTimeout(limit);
      resolve(answer);
      asking.destroy();
    };
    const limit = setTimeout(() => end('silent'), limits.helloTimeout);
    asking.on('error', () => end('silent'));
    asking.on('socket', (socket) => {
      socket.once('secureConnect', () => {
        const { raw } = (socket as TLSSocket).getPeerCertificate() as { raw?: Uint8Array };
        // Node sends nothing of a request before its end is known.
        if (raw && fingerprintOf(raw) === fingerprint) asking.end(body);
        else end('silent');
      });
    });
    asking.on('response', (response) => {
      if (response.statusCode !== 200)
        return end(response.statusCode === 404 ? 'unknown' : response.statusCode === 429 ? 'spent' : 'silent');
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > ANSWER_BYTES) end('silent');
      });
      response.on('end', () => end(read(text)));
    });
  });
}

function read(text: string): CodeAnswer {
  try {
    const found = parse(Found, JSON.parse(text));
    return found.ok ? found.value : 'silent';
  } catch {
    return 'silent';
  }
}
