/** What happens to every request and upgrade before anything else: Host, Origin, guests, CORS, preflight. */
import { ServerResponse, STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { refuse } from '../protocol';
import { callerOf, type Caller, type Proxies } from './door/caller';
import { guestsPage } from './door/guests-page';
import { APP_ORIGIN, visit, type Asking, type Visit } from './origin';

/** Whom the host lets in, before anybody says who they are. */
export interface House {
  /** The names this server answers to. */
  names: ReadonlySet<string>;
  /** Who is believed about those they forward. */
  proxies: Proxies;
  /** Whether somebody may come over a connection on which others can read along. */
  guests: boolean;
}

export type Entered = Extract<Visit, { ok: true }> & { caller: Caller };

/** Why something over HTTP was refused, as programs read it. */
export interface HttpRefusal {
  status: number;
  code: string;
  message: string;
  /** What was wrong: a host, an origin, a path. */
  named?: string;
}

/** What was found of the last request on a connection: as a rule the next one is of the same page, or the same program. */
const found: unique symbol = Symbol('found');
type Came = Visit & { caller: Caller };
type Connection = object & { [found]?: Pick<Asking, 'host' | 'origin'> & { house: House; came: Came } };

/** Who speaks, and from where, by Host, Origin and the connection; the same one as long as all of that is the same. */
export function look(request: IncomingMessage, house: House): Came {
  const caller = callerOf(request, house.proxies);
  const { host, origin } = request.headers;
  const connection: Connection = request.socket;
  const before = connection[found];
  if (before?.host === host && before?.origin === origin && before?.house === house && before.came.caller === caller)
    return before.came;
  const came = { ...visit({ host, origin, secure: caller.secure }, house.names), caller };
  connection[found] = { host, origin, house, came };
  return came;
}

/**
 * Lets a request in, or answers it: with 403 for a foreign Host or Origin and where no guests are taken, with 204 for a
 * preflight of the app.
 * @param response of an ordinary request; anything else means an upgrade, which is answered on its socket
 * @returns who came in, or null when it has been answered
 */
export function enter(request: IncomingMessage, response: unknown, house: House): Entered | null {
  const came = look(request, house);
  if (!came.ok) {
    const what = came.code === 'host-refused' ? 'name' : 'page';
    const message = `This server does not answer to that ${what}. Open it by its address.`;
    refuseRequest(request, response, { status: 403, code: came.code, message, named: came.named });
    return null;
  }
  if (!house.guests && !came.caller.private) {
    refuseGuest(request, response);
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

/** To a person in a browser in words, to a program as any refusal. */
function refuseGuest(request: IncomingMessage, response: unknown): void {
  const asksForPage = request.headers.accept?.includes('text/html') ?? false;
  if (response instanceof ServerResponse && asksForPage) {
    response.writeHead(403, guestsPage.headers).end(guestsPage.html);
    return;
  }
  const { code, message } = refuse('guests-refused');
  refuseRequest(request, response, { status: 403, code, message });
}

/** As a refusal of a call is said: `retry` where the same may work later. */
function bodyOf({ status, code, message, named }: HttpRefusal): string {
  const kind = status >= 500 || status === 408 || status === 429 ? 'retry' : 'final';
  return JSON.stringify({ ok: false, error: { code, kind, message, ...(named === undefined ? {} : { named }) } });
}

const type = 'application/json; charset=utf-8';

/** Answers where there is nothing but a socket, and ends it. */
export function refuseOn(socket: Duplex, refusal: HttpRefusal): void {
  socket.on('error', () => {
    // The other side is gone already: there is nobody to tell.
  });
  // Whoever does not hang up is hung up on: what is no request has no time by which it must have ended.
  socket.once('finish', () => socket.destroy());
  const { status } = refusal;
  const body = bodyOf(refusal);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, 'connection: close', `content-type: ${type}`];
  socket.end(`${[...head, `content-length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`);
}

export function refuseRequest(request: IncomingMessage, response: unknown, refusal: HttpRefusal): void {
  if (response instanceof ServerResponse) {
    if (response.headersSent) return;
    response.writeHead(refusal.status, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(bodyOf(refusal));
    return;
  }
  refuseOn(request.socket, refusal);
}
