/** Plain requests: the table of routes, each with its handler. */
import type { ServerResponse } from 'node:http';
import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express';
import {
  Draft,
  limits,
  parse,
  refuse,
  routes,
  type Answer,
  type NetworkCalls,
  type Output,
  type Refusal,
  type Route,
} from '../../protocol';
import type { Admission } from '../admission';
import type { Incoming } from '../bots/incoming';
import type { Context } from '../calls/context';
import { facts } from '../log';
import {
  bearerOf,
  originOf,
  queryOf,
  refuseWith,
  roomOf,
  say,
  type Answering,
  type Asked,
  type Locals,
} from './asking';
import { bodiesOf } from './bodies';
import { serveDescription } from './description';
import type { Heartbeat } from '../heartbeat';
import type { Behind } from './behind';
import { readEntries } from './entries';
import { takeHooks } from './hooks';
import type { Listeners } from './listeners';
import { inExpress, methodsByPath, otherMethod, upgradeNeeded } from './methods';
import { failed } from './failed';
import { know, knownVisit } from './known';
import { straightTo, type Straight } from './straight';
import { servePage, servePageStyle } from './page';
import type { Tails } from './tails';
import type { Tickets } from './tickets';
import type { Visit, Visits } from './visits';

export interface ApiParts {
  context: Context;
  visits: Visits;
  listeners: Listeners;
  tickets: Tickets;
  tails: Tails;
  admission: Admission;
  behind: Behind;
  heartbeat: Heartbeat;
  incoming: Incoming;
}

export interface Api {
  readonly router: Router;
  readonly straight: Straight;
}

type Handle = (parts: ApiParts, request: Asked, response: Answering, visit: Visit) => Promise<void> | void;

const handles: { readonly [N in Exclude<keyof typeof routes, 'join'>]: Handle } = {
  ticket({ tickets }, request, response, visit) {
    const refused = visit.admit();
    if (refused) return refuseWith(response, refused);
    const token = bearerOf(request);
    const ticket = token.ok ? tickets.make(visit.member, token.value) : token;
    if (ticket.ok) say(response, 201, { ticket: ticket.value, life: limits.ticketLife });
    else refuseWith(response, ticket.error);
  },
  async logs(_parts, _request, response, visit) {
    const answer = (await visit.answer('resume', { logs: [] })) as Answer<Output<NetworkCalls['resume']>>;
    if (!answer.ok) return refuseWith(response, answer.error);
    const { server, me, members, rooms, logs } = answer.value;
    say(response, 200, { server, me, members, rooms, logs: logs.map(({ lineage: _, ...log }) => log) });
  },
  entries: readEntries,
  async say(_parts, request, response, visit) {
    const draft = draftOf(request);
    if (!draft.ok) return refuseWith(response, draft.error);
    const room = roomOf(request);
    if (!room.ok) return refuseWith(response, room.error);
    const answer = (await visit.answer('append', { log: room.value, entries: [draft.value] })) as Answer<
      Output<NetworkCalls['append']>
    >;
    const [result] = answer.ok ? answer.value.results : [];
    if (!answer.ok) return refuseWith(response, ofDraft(answer.error));
    if (!result?.ok) return refuseWith(response, result?.error ?? refuse('internal'));
    say(response, result.duplicate ? 200 : 201, result);
  },
  async relay(_parts, request, response, visit) {
    const room = roomOf(request);
    if (!room.ok) return refuseWith(response, room.error);
    const body: unknown = request.body;
    const said = typeof body === 'object' && body !== null ? { ...body, room: room.value } : body;
    const answer = await visit.answer('relay', said);
    if (answer.ok) say(response, 200, answer.value);
    else refuseWith(response, answer.error);
  },
};

function draftOf(request: Asked): Answer<Draft> {
  const id = request.headers['idempotency-key'];
  if (typeof id !== 'string')
    return { ok: false, error: refuse('invalid', { field: 'idempotency-key', rule: 'empty' }) };
  const body: unknown = request.body;
  // A key may be written as a string of structured fields (draft-ietf-httpapi-idempotency-key-header §2.1), in quotes.
  const key = id.replace(/^"(.*)"$/, '$1');
  const said = typeof body === 'string' ? { kind: 'message', body: { text: body } } : body;
  const draft = parse(Draft, typeof said === 'object' && said !== null ? { ...said, id: key } : said);
  if (draft.ok || draft.error.field !== 'id') return draft;
  return { ok: false, error: { ...draft.error, field: 'idempotency-key' } };
}

/** A field as whoever asked over HTTP named it. */
const ofDraft = ({ field, ...error }: Refusal): Refusal =>
  field === undefined ? error : { ...error, field: field.replace(/^entries\.0\./, '') };

/** @param parts null as long as nobody is served */
export function createApi(parts: () => ApiParts | null): Api {
  const router = express.Router();
  const wrong = (served: ApiParts, route: string, response: ServerResponse, error: unknown) =>
    refuseWith(response, refuse(failed(served.context, { route }, error, 'a request failed')));
  const asked = async (name: keyof typeof routes, request: Asked, response: Answering): Promise<void> => {
    const served = parts();
    if (!served) return refuseWith(response, refuse('closing'));
    try {
      if (name === 'join') return await join(served, request, response);
      const visit = await visitOf(served, request, response);
      if (!visit.ok) return refuseWith(response, visit.error);
      know(request, response.locals.came, visit.value);
      await handles[name](served, request, response, visit.value);
    } catch (error) {
      wrong(served, name, response, error);
    }
  };
  for (const name of Object.keys(routes) as (keyof typeof routes)[]) {
    const route: Route = routes[name];
    const handler: RequestHandler = (request, response) => asked(name, request, response as unknown as Answering);
    router[route.method](inExpress(route.path), ...bodiesOf(route), handler);
  }
  for (const [path, methods] of methodsByPath) router.all(inExpress(path), otherMethod(methods));
  router.all('/api/socket', upgradeNeeded);
  router.get('/api/openapi.json', serveDescription);
  router.get('/api', servePage);
  router.get('/api/page.css', servePageStyle);
  router.use(takeHooks(parts));
  router.use('/api', (_request, response) => refuseWith(response as unknown as Answering, refuse('unknown-call')));
  const unread: ErrorRequestHandler = (error: { status?: unknown }, _request, response, _next) => {
    // A path whose percent signs mean nothing (RFC 3986 §2.1).
    const known = error.status === 400;
    if (!known) parts()?.context.log.error(facts(error), 'a request failed');
    refuseWith(
      response as unknown as Answering,
      known ? refuse('invalid', { field: 'path', rule: 'characters' }) : refuse('internal'),
    );
  };
  router.use('/api', unread);
  const straight = straightTo('entries', (request, response, came, params) => {
    const served = parts();
    const visit = served && knownVisit(request, came);
    if (!visit) {
      const locals: Locals = { came };
      return void asked('entries', Object.assign(request as Asked, { params }), Object.assign(response, { locals }));
    }
    const { method = '', url = '', headers } = request;
    try {
      const reading = readEntries(served, { method, url, headers, params }, response, visit);
      if (reading) reading.catch((error: unknown) => wrong(served, 'entries', response, error));
    } catch (error) {
      wrong(served, 'entries', response, error);
    }
  });
  return { router, straight };
}

async function join({ visits }: ApiParts, request: Asked, response: Answering): Promise<void> {
  const answer = await visits.ask('join', request.body, originOf(response));
  if (answer.ok) say(response, 201, answer.value);
  else refuseWith(response, answer.error);
}

async function visitOf(
  { context, visits, tickets }: ApiParts,
  request: Asked,
  response: Answering,
): Promise<Answer<Visit>> {
  const ticket = request.headers.authorization === undefined ? queryOf(request)['ticket'] : undefined;
  const token = ticket === undefined ? bearerOf(request) : tickets.use(ticket);
  const origin = originOf(response);
  if (token.ok) return visits.of(token.value, origin, request.socket);
  return token.error.code === 'token-unknown' ? context.tokenTries.wrong(origin.address, token) : token;
}
