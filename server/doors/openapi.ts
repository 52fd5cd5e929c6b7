/** The doors' description: OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1), made from the table they are opened by. */
import {
  commonRefusals,
  limits,
  memberRefusals,
  PROTOCOL,
  routes,
  SOCKET_PROTOCOL,
  SocketFrame,
  SocketOpened,
  type RefusalCode,
  type Route,
  type Schema,
} from '../../protocol';
import { doorRefusals, statusOf } from './answers';
import { namedShapes, shapeOf, type Json } from './openapi-shapes';

export type RouteName = keyof typeof routes;
export const routeNames = Object.keys(routes) as readonly RouteName[];

/** The refusals a route may answer with, by their status, in rising order. */
export function refusalsOf({ refusals, stranger, body }: Route): ReadonlyMap<number, readonly string[]> {
  const codes: readonly RefusalCode[] = [...commonRefusals, ...(stranger ? [] : memberRefusals), ...refusals];
  const by = new Map<number, Set<string>>();
  const add = (status: number, code: string) => by.set(status, (by.get(status) ?? new Set()).add(code));
  for (const code of codes) add(statusOf(code), code);
  for (const [code, status] of Object.entries(doorRefusals)) add(status, code);
  add(431, 'too-large');
  if (body) add(415, 'invalid');
  return new Map([...by].sort(([a], [b]) => a - b).map(([status, named]) => [status, [...named].sort()]));
}

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

const what: Readonly<Record<number, string>> = {
  400: 'What was sent does not fit: `field` names the place, `rule` what is wrong with it.',
  401: 'Whoever asks did not say who they are, or is not known any more.',
  403: 'Known, and not allowed; or a host, a page or a guest that is not let in.',
  404: 'There is nothing like that, or it is not theirs to read.',
  408: 'The request did not arrive in time.',
  409: 'It does not go together with what is there.',
  413: 'The body is larger than what is taken at once.',
  415: 'A body of another media type than the header Accept-Post names.',
  429: 'Too much at once: again after `retryAfter` milliseconds.',
  431: 'The headers are larger than what is taken.',
  500: 'Something went wrong on the server.',
  503: 'Full, busy or stopping: the same may work later.',
  507: 'The server cannot write to its disk.',
};

const retryAfter: Json = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer', minimum: 1 } } };
const challenge: Json = { 'WWW-Authenticate': { required: true, schema: { const: 'Bearer' } } };

const refused = (status: number, codes: readonly string[]): Json => ({
  description: what[status] ?? 'Refused.',
  ...(status === 401 ? { headers: challenge } : status === 429 || status === 503 ? { headers: retryAfter } : {}),
  content: {
    'application/json': {
      schema: { allOf: [ref('Refused'), { properties: { error: { properties: { code: { enum: codes } } } } }] },
    },
  },
});

const streamed: Readonly<Record<string, string>> = {
  'text/event-stream':
    'Events without a name: `id` is EPOCH:SEQ, `data` an entry in one line; comments say that the stream is there.',
  'application/x-ndjson': 'An entry a line, each with its `epoch`; empty lines say that the stream is there.',
};

function answered(route: Route, status: number, schema: Schema | null): Json {
  if (!schema) return { description: 'There was nothing to say in that time.' };
  const streams = (status === 200 && route.streams) || [];
  const endless = streams.map((type) => [type, { schema: { type: 'string', description: streamed[type] } }]);
  return {
    description: status === 201 ? 'Made.' : 'Answered.',
    content: { 'application/json': { schema: shapeOf(schema, 'output') }, ...Object.fromEntries(endless) },
  };
}

/** An object's fields, as parameters. */
function parameters(place: 'query' | 'header', schema: Schema | undefined): Json[] {
  if (!schema) return [];
  // What is in a query arrives as text, and is described as what it is read as.
  const { properties, required } = shapeOf(schema, place === 'query' ? 'output' : 'input') as {
    properties: Readonly<Record<string, Json>>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, shape]) => ({
    name: place === 'header' ? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()) : name,
    in: place,
    required: required?.includes(name) ?? false,
    schema: shape,
  }));
}

const inPath = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: ref('Id') }));

/** Where an answer's room leads to. */
const links: Json = Object.fromEntries(
  ['entries', 'say'].map((operationId) => [
    operationId,
    { operationId, parameters: { 'path.room': '$response.body#/logs/0/log' } },
  ]),
);

function operation(name: RouteName): Json {
  const route: Route = routes[name];
  const answers = Object.entries(route.answers).map(([status, schema]) => {
    const answer = answered(route, Number(status), schema);
    return [status, name === 'logs' ? { ...answer, links } : answer] as const;
  });
  const refusals = [...refusalsOf(route)].map(([status, codes]) => [status, refused(status, codes)] as const);
  const bodies = [
    ...(route.body ? [['application/json', { schema: shapeOf(route.body, 'input') }] as const] : []),
    ...(route.plain ? [['text/plain', { schema: shapeOf(route.plain, 'input') }] as const] : []),
  ];
  return {
    operationId: name,
    summary: route.summary.split(/[.:] /, 1)[0],
    description: route.summary,
    security: route.stranger ? [] : [{ token: [] }, { ticket: [] }],
    parameters: [...inPath(route.path), ...parameters('query', route.query), ...parameters('header', route.headers)],
    ...(bodies.length > 0 ? { requestBody: { required: true, content: Object.fromEntries(bodies) } } : {}),
    responses: Object.fromEntries([...answers, ...refusals]),
  };
}

let described: Json | null = null;
/** @returns the whole description, the same for every server of this version; made when it is first asked for */
export const describeDoors = (): Json => (described ??= describe());

function describe(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const name of routeNames) {
    const { path, method } = routes[name];
    (paths[path] ??= {})[method] = operation(name);
  }
  const { Refusal: refusal, ...shapes } = namedShapes() as Readonly<Record<string, { properties: Json }>>;
  return {
    openapi: '3.1.1',
    info: {
      title: 'Maru',
      version: String(PROTOCOL),
      description: `The doors for programs. All of them lead to the same logs, with the same rules. A plain WebSocket is at /api/socket, sub-protocol ${SOCKET_PROTOCOL}: it speaks SocketFrame, and answers with SocketOpened first. Errors have one shape: Refused. A bot's incoming webhook is no path here: its address, /api/hooks/HOOK/SECRET, is a secret, and it takes what programs post to Slack.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'The token that a join answered with.' },
        ticket: {
          type: 'apiKey',
          in: 'query',
          name: 'ticket',
          description: `For an EventSource, which can send no header: once, within ${limits.ticketLife / 1_000} seconds. A token beside it goes before it.`,
        },
      },
      schemas: {
        ...shapes,
        Refusal: {
          ...refusal,
          properties: {
            ...refusal?.properties,
            code: { type: 'string' },
            named: { type: 'string', description: 'The host or the page that is not let in.' },
          },
        },
        Refused: {
          type: 'object',
          properties: { ok: { const: false }, error: ref('Refusal') },
          required: ['ok', 'error'],
        },
        SocketFrame: shapeOf(SocketFrame, 'input'),
        SocketOpened: shapeOf(SocketOpened, 'output'),
      },
    },
  };
}
