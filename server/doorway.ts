/** What happens to every request and upgrade before anything else: Host, Origin, CORS, preflight. */
import { ServerResponse, STATUS_CODES, type IncomingMessage } from 'node:http';
import { APP_ORIGIN, visit, type Visit } from './origin';

export type Entered = Extract<Visit, { ok: true }>;

/** Why something over HTTP was refused, as programs read it. */
export interface HttpRefusal {
  status: number;
  code: string;
  message: string;
  /** What was wrong: a host, an origin, a path. */
  named?: string;
}

/**
 * Lets a request in, or answers it: with 403 for a foreign Host or Origin, with 204 for a preflight of the app.
 * @param response of an ordinary request; anything else means an upgrade, which is answered on its socket
 * @returns who came in, or null when it has been answered
 */
export function enter(request: IncomingMessage, response: unknown, names: ReadonlySet<string>): Entered | null {
  const came = visit(request.headers, names);
  if (!came.ok) {
    const what = came.code === 'host-refused' ? 'name' : 'page';
    const message = `This server does not answer to that ${what}. Open it by its address.`;
    refuseRequest(request, response, { status: 403, code: came.code, message, named: came.named });
    return null;
  }
  if (came.via !== 'app' || !(response instanceof ServerResponse)) return came;
  response.setHeader('access-control-allow-origin', APP_ORIGIN);
  response.setHeader('vary', 'origin');
  if (request.method !== 'OPTIONS') return came;
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader('access-control-allow-headers', 'content-type');
  response.setHeader('access-control-max-age', '600');
  if (request.headers['access-control-request-private-network'] === 'true') {
    response.setHeader('access-control-allow-private-network', 'true');
  }
  response.writeHead(204).end();
  return null;
}

export function refuseRequest(request: IncomingMessage, response: unknown, refusal: HttpRefusal): void {
  const { status, code, message, named } = refusal;
  const body = JSON.stringify({ ok: false, error: { code, message, ...(named === undefined ? {} : { named }) } });
  const type = 'application/json; charset=utf-8';
  if (response instanceof ServerResponse) {
    if (response.headersSent) return;
    response.writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(body);
    return;
  }
  const { socket } = request;
  socket.on('error', () => {
    // The other side is gone already: there is nobody to tell.
  });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, 'connection: close', `content-type: ${type}`];
  socket.end(`${[...head, `content-length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`);
}
