/** One request to an address that the host chose: signed, bounded in time and in what is read of the answer. */
import { createHmac } from 'node:crypto';
import { request as overHttp } from 'node:http';
import { request as overTls } from 'node:https';
import { limits } from '../../protocol';
import type { Clock } from '../clock';

export interface Letter {
  url: string;
  secret: string;
  /** The same at every try. */
  delivery: string;
  body: string;
}

/** What came back; the status is null where nothing did, in time. */
export interface Reply {
  status: number | null;
  /** Empty unless it was asked for. */
  text: string;
}

/**
 * `t=SECONDS,v1=HEX`: HMAC-SHA-256 (RFC 2104) with the secret over `SECONDS.BODY`. Whoever receives it compares that, and
 * how old it is: a letter that somebody kept is not taken twice.
 */
export function signatureOf(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/**
 * Never rejects. A redirect is an answer like others: it is not followed.
 *
 * @param read whether the answer's text is wanted
 * @param signal ends it
 */
export function post(
  { url, secret, delivery, body }: Letter,
  clock: Clock,
  { read, signal }: { read: boolean; signal: AbortSignal },
): Promise<Reply> {
  return new Promise((resolve) => {
    const seconds = Math.floor(clock.now() / 1_000);
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Maru',
      'maru-delivery': delivery,
      'maru-signature': signatureOf(secret, seconds, body),
      connection: 'close',
    };
    let reply: Reply = { status: null, text: '' };
    const dial = url.toLowerCase().startsWith('https:') ? overTls : overHttp;
    let request: ReturnType<typeof dial>;
    try {
      request = dial(url, { method: 'POST', headers, agent: false, signal });
    } catch {
      // An address that no request can be made to.
      return resolve(reply);
    }
    const late = clock.after(limits.hookTimeout, () => request.destroy());
    request.on('response', (response) => {
      const { statusCode = null } = response;
      if (!read) {
        reply = { status: statusCode, text: '' };
        return void request.destroy();
      }
      const parts: Buffer[] = [];
      let bytes = 0;
      response.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > limits.hookAnswerBytes) request.destroy();
        else parts.push(part);
      });
      response.on('end', () => (reply = { status: statusCode, text: Buffer.concat(parts).toString('utf8') }));
    });
    request.on('error', () => undefined);
    request.on('close', () => {
      late();
      resolve(reply);
    });
    request.end(body);
  });
}

export const isTaken = ({ status }: Pick<Reply, 'status'>): boolean => status !== null && status >= 200 && status < 300;
