/** A real receiver of what hooks post: it keeps each letter, and answers as it is told. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Entry, Id } from '../../protocol';

export interface Letter {
  delivery: string;
  body: string;
  said: { delivery: Id; hook: Id; room: { id: Id; name: string }; author: { name: string } | null; entry: Entry };
  signature: string;
  path: string;
}

/** As the docs say it: the signature is that of `SECONDS.BODY`, and no older than five minutes. */
export function isSigned({ signature, body }: Letter, secret: string, now = Date.now()): boolean {
  const [, seconds = '', hex = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
  const own = createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
  const theirs = Buffer.from(hex, 'hex');
  return theirs.length === own.length && timingSafeEqual(own, theirs) && Math.abs(now / 1_000 - Number(seconds)) < 300;
}

export type Answer = (response: ServerResponse, letter: Letter) => void;
export const answered =
  (status: number, body = '', headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(status, headers).end(body);

/** @param answer by the number of letters before */
export async function openReceiver(answer: (before: number) => Answer = () => answered(204), port = 0) {
  const letters: Letter[] = [];
  const waiting = new Set<() => void>();
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += String(part);
    const { 'maru-delivery': delivery, 'maru-signature': signature } = request.headers;
    const said = JSON.parse(body) as Letter['said'];
    const letter = { delivery: String(delivery), signature: String(signature), body, said, path: request.url ?? '' };
    letters.push(letter);
    answer(letters.length - 1)(response, letter);
    for (const look of waiting) look();
  };
  const server = createServer((request, response) => void receive(request, response).catch(() => response.destroy()));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`,
    port: (server.address() as AddressInfo).port,
    letters,
    texts: () => letters.map(({ said: { entry } }) => (entry.kind === 'message' ? entry.body.text : entry.kind)),
    until: (look: () => boolean) =>
      new Promise<void>((resolve) => {
        const again = () => {
          if (!look()) return;
          waiting.delete(again);
          resolve();
        };
        waiting.add(again);
        again();
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof openReceiver>>;
