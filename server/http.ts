/** What is served over plain requests: the hello, and the built client with the headers that fence it in. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import express, { type Express, type Handler, type NextFunction, type Request, type Response } from 'express';
import { Code, labPaths, limits, parse, refuse, updatesPath, type Hello } from '../protocol';
import { enter, refuseOn, refuseRequest, type Entered, type House, type HttpRefusal } from './doorway';
import { fenced } from './doors/answers';
import type { Api } from './doors/api';
import type { Locals } from './doors/asking';
import type { Found } from './joining/codes';
import { facts, type Logger } from './log';
import { handOn } from './updates';

export interface HttpParts {
  hello: () => Hello;
  /** Looks for the code that somebody typed. */
  findCode: (code: string) => Found;
  house: House;
  /** Answers what programs ask under /api. */
  api: Api;
  /** The lab, under /api/lab, and what of it stands in a museum. */
  lab: { routes: Handler; museum: Handler };
  /** Folder of the built client; without it (or where it is missing) only the hello is served. */
  clientDir: string | undefined;
  /** Folder of what is handed on of a newer app; without it there is none. */
  updatesDir: string | undefined;
  log: Logger;
}

export function createHttp(parts: HttpParts): Server {
  const { api, house, log } = parts;
  const app = createApp(parts) as (request: IncomingMessage, response: ServerResponse) => void;
  const asked = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.headers.host === undefined && request.httpVersion === '1.1') {
      response.setHeader('connection', 'close');
      return refuseRequest(request, response, nameless);
    }
    const params = api.straight.params(request);
    if (!params) return app(request, response);
    try {
      // It fences its answer in by itself.
      const came = enter(request, response, house);
      if (came) api.straight.answer(request, response, came, params);
    } catch (error) {
      if (!response.headersSent) fence(response, fenced['content-security-policy']);
      failedOn(log, error, request, response);
    }
  };
  const server = createServer(
    // What names no host is answered here, as every refusal is: Node would say nothing but the status.
    { maxHeaderSize: 16 * 1024, connectionsCheckingInterval: limits.requestLook, requireHostHeader: false },
    asked,
  );
  server.headersTimeout = limits.headersTimeout;
  server.requestTimeout = limits.requestTimeout;
  server.on('clientError', (error: Error & { code?: string }, socket) => {
    if (socket.writable) refuseOn(socket, unreadable[error.code ?? ''] ?? malformed);
    else socket.destroy();
  });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    refuseRequest(request, response, expecting),
  );
  // Where an upgrade is listened for at all, one that nobody takes is nobody's to end: its connection would stay.
  server.on('upgrade', ({ url = '' }: IncomingMessage, socket) => {
    const [path = ''] = url.split('?');
    if (!UPGRADES.some((taken) => path === taken || (taken.endsWith('/') && path.startsWith(taken))))
      refuseOn(socket, idle);
  });
  return server;
}

/** The paths at which there is a WebSocket. */
const UPGRADES = ['/api/socket', labPaths.socket, '/socket.io/'];
const idle: HttpRefusal = { status: 400, code: 'bad-request', message: 'Nothing here is asked for by an upgrade.' };
/** RFC 9112 §3.2. */
const nameless: HttpRefusal = { status: 400, code: 'bad-request', message: 'A request of HTTP/1.1 names a Host.' };
/** RFC 9110 §10.1.1. */
const expecting: HttpRefusal = { status: 417, code: 'bad-request', message: 'Only “100-continue” may be expected.' };
const malformed: HttpRefusal = { status: 400, code: 'bad-request', message: 'This is no request of HTTP/1.1.' };
/** What Node says of a request that never became one (RFC 6585 §5, RFC 9110 §15.5.9). */
const unreadable: Readonly<Record<string, HttpRefusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'too-large', message: refuse('too-large').message },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'late', message: 'The request did not arrive in time.' },
};

function createApp({ hello, findCode, house, api, lab, clientDir, updatesDir, log }: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', false);
  // Nothing that is answered here is asked for again: a hash of each would be for nobody.
  app.set('etag', false);
  app.use((request, response, next) => {
    const came = letIn(request, response, house);
    if (!came) return;
    Object.assign(response.locals, { came } satisfies Locals);
    next();
  });
  app.use('/api/lab', lab.routes);
  app.use('/lab/museum', lab.museum);
  app.use(api.router);
  app.get('/hello', (_request, response) => {
    response.setHeader('cache-control', 'no-store');
    response.json(hello());
  });
  // Asked by a program near that was told the six letters: it hears whether this is the server they mean, and no more.
  app.post('/code', express.json({ limit: 1_024 }), (request, response) => {
    response.setHeader('cache-control', 'no-store');
    const code = parse(Code, (request.body as { code?: unknown } | undefined)?.code);
    const found = code.ok ? findCode(code.value) : 'unknown';
    const { id, name } = hello();
    if (found === 'found') return response.json({ id, ...(name === undefined ? {} : { name }) });
    if (found === 'spent') {
      const { message } = refuse('rate');
      return refuseRequest(request, response, { status: 429, code: 'rate', message });
    }
    refuseRequest(request, response, { status: 404, code: 'not-found', message: 'No such code is open here.' });
  });
  if (updatesDir) app.use(updatesPath, handOn(updatesDir));
  if (clientDir && existsSync(join(clientDir, 'index.html'))) {
    // An invitation's page is the client too: what stands behind /j/ is read there, and nowhere here.
    app.get('/j/:token', (_request, response) =>
      response.sendFile('index.html', { root: clientDir, headers: { 'cache-control': 'no-store' } }),
    );
    // The one page that may hold a frame: its museum has one, of this origin, which fences itself in.
    app.get(labPaths.page, (_request, response) => {
      response.setHeader(
        'content-security-policy',
        `${String(response.getHeader('content-security-policy'))}; frame-src 'self'`,
      );
      response.sendFile('index.html', { root: clientDir, headers: { 'cache-control': 'no-store' } });
    });
    app.use(serveClient(clientDir));
  }
  app.use((request, response) => {
    const message = 'There is nothing here.';
    refuseRequest(request, response, { status: 404, code: 'not-found', message, named: request.path.slice(0, 200) });
  });
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (!failedOn(log, error, request, response)) next(error);
  });
  return app;
}

/** @returns whether somebody could be told */
function failedOn(log: Logger, error: unknown, request: IncomingMessage, response: ServerResponse): boolean {
  const status = statusOf(error);
  if (status >= 500) log.error(facts(error), 'a request failed');
  if (response.headersSent) return false;
  const message = 'This request could not be answered.';
  refuseRequest(request, response, { status, code: status < 500 ? 'bad-request' : 'internal', message });
  return true;
}

/** Through the doorway, and what comes back is fenced in. @returns null when it has been answered */
function letIn(request: IncomingMessage, response: ServerResponse, house: House): Entered | null {
  const came = enter(request, response, house);
  if (came) fence(response, request.url?.startsWith('/api/') ? fenced['content-security-policy'] : policyOf(came.host));
  return came;
}

/** What a page from here may do: load and dial this server, and nothing else. */
function policyOf(host: string): string {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    // Older browsers do not count a WebSocket to the same host as 'self'.
    'connect-src': `'self' ws://${host} wss://${host}`,
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'object-src': "'none'",
  };
  return Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}

function fence(response: ServerResponse, policy: string): void {
  for (const [name, value] of Object.entries({ ...fenced, 'content-security-policy': policy }))
    response.setHeader(name, value);
}

/** Files under assets/ carry a hash of their content in their name and never change; all others are asked for again. */
function serveClient(folder: string): express.Handler {
  return express.static(folder, {
    index: 'index.html',
    redirect: false,
    setHeaders(response, path) {
      const hashed = basename(dirname(path)) === 'assets';
      response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
