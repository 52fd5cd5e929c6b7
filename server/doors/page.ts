/** The readable page at /api: the doors' description for people, without a script. */
import type { RequestHandler } from 'express';
import { routes, type Route } from '../../protocol';
import { queryOf, type Answering } from './asking';
import { describeDoors, refusalsOf, routeNames, type RouteName } from './openapi';
import type { Json } from './openapi-shapes';
import { languageOf, pageWords, type Language } from './page-words';

/** It loads its style, and may do nothing else. */
const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const safe = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? '');
const code = (text: string): string => `<code>${safe(text)}</code>`;
/** Text with `code` in it. */
const prose = (text: string): string => safe(text).replace(/`([^`]+)`/g, '<code>$1</code>');

/** What is sent as an example; $ROOM and $TOKEN are the reader's. */
const bodies: Readonly<Record<RouteName, string | null>> = {
  join: `-H 'Content-Type: application/json' -d '{"name":"나래"}'`,
  ticket: '-X POST',
  logs: null,
  entries: null,
  say: `-H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" -H 'Content-Type: text/plain' --data-binary '안녕하세요'`,
  relay: `-H 'Content-Type: application/json' -d '{"event":"ping","args":[1]}'`,
};
const curl = (name: RouteName, place: string): string => {
  const route: Route = routes[name];
  const url = `"${place}${route.path.replace('{room}', '$ROOM')}"`;
  const token = route.stranger ? null : '-H "Authorization: Bearer $TOKEN"';
  return ['curl -sS', url, token, bodies[name]].filter((part) => part !== null).join(' ');
};

interface Field {
  name: string;
  in: 'path' | 'query' | 'header' | 'body';
  required: boolean;
  schema: Json;
}
interface Told {
  parameters: Field[];
  requestBody?: { content: Readonly<Record<string, { schema: Json }>> };
  responses: Readonly<Record<string, { description: string; content?: Json }>>;
}

/** A schema in a few words. */
function inWords(schema: Json): string {
  const { $ref, type, minimum, maximum, maxLength, const: only, oneOf, anyOf } = schema as Record<string, unknown>;
  if (typeof $ref === 'string') return code($ref.replace(/.*\//, ''));
  if (only !== undefined) return code(JSON.stringify(only));
  const options = (oneOf ?? anyOf) as Json[] | undefined;
  if (options) return options.map(inWords).join(' | ');
  const bounds = [
    ...(typeof minimum === 'number' ? [`≥ ${minimum}`] : []),
    ...(typeof maximum === 'number' ? [`≤ ${maximum}`] : []),
    ...(typeof maxLength === 'number' ? [`≤ ${maxLength}`] : []),
  ];
  return [code(String(type ?? 'any')), ...bounds].join(', ');
}

/** Fields of the body, where it is one object; of several, what they have in common is their kind. */
function bodyFields({ requestBody }: Told): Field[] {
  const schema = requestBody?.content['application/json']?.schema as
    | {
        properties?: Record<string, Json>;
        required?: string[];
        oneOf?: { properties: Record<string, { const: string }> }[];
      }
    | undefined;
  if (!schema) return [];
  const kinds = schema.oneOf?.map(({ properties }) => ({ const: properties['kind']?.const }));
  const properties = schema.properties ?? { kind: { anyOf: kinds }, body: { type: 'object' } };
  const required = schema.required ?? ['kind', 'body'];
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: 'body',
    required: required.includes(name),
    schema: field,
  }));
}

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<div class="wide" tabindex="0"><table><thead><tr>${heads.map((head) => `<th scope="col">${safe(head)}</th>`).join('')}</tr></thead><tbody>${rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</tbody></table></div>`;

function section(name: RouteName, told: Told, place: string, language: Language): string {
  const route: Route = routes[name];
  const words = pageWords[language];
  const { column } = words;
  const fields = [...told.parameters, ...bodyFields(told)];
  const asked = fields.map((field) => [
    code(field.name),
    words.place[field.in],
    inWords(field.schema) + (field.required ? ` · <strong>${words.needed}</strong>` : ''),
  ]);
  const answers = Object.entries(told.responses)
    .filter(([status]) => Number(status) < 400)
    .map(([status, { content }]) => [
      code(status),
      Object.keys(content ?? {})
        .map(code)
        .join(', ') || '—',
    ]);
  const refusals = [...refusalsOf(route)].map(([status, codes]) => [code(String(status)), codes.map(code).join(' ')]);
  return `<section aria-labelledby="${name}">
<h2 id="${name}"><span class="method">${route.method.toUpperCase()}</span> ${code(route.path)}</h2>
<p>${prose(words.summaries?.[name] ?? route.summary)}${route.stranger ? ` ${words.anybody}` : ''}</p>
<h3>${words.example}</h3>
<pre tabindex="0"><code>${safe(curl(name, place))}</code></pre>
${asked.length > 0 ? `<h3>${words.asked}</h3>${table([column.name, column.place, column.what], asked)}` : ''}
<h3>${words.answers}</h3>${table([column.status, column.what], answers)}
<details><summary>${words.refusals}</summary>${table([column.status, column.code], refusals)}</details>
</section>`;
}

function page(place: string, language: Language): string {
  const words = pageWords[language];
  const { paths } = describeDoors() as { paths: Readonly<Record<string, Readonly<Record<string, Told>>>> };
  const sections = routeNames.map((name) => {
    const told = paths[routes[name].path]?.[routes[name].method];
    return told ? section(name, told, place, language) : '';
  });
  const other = language === 'ko' ? 'en' : 'ko';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${words.title} · Maru</title>
<link rel="stylesheet" href="/api/page.css">
</head>
<body>
<main>
<header><h1>${words.title}</h1><a href="/api?lang=${other}" lang="${other}" hreflang="${other}">${words.other}</a></header>
<p>${safe(words.lead)}</p>
<p>${safe(words.socket)}</p>
<p>${safe(words.hooks)}</p>
<p><a href="/api/openapi.json">${words.machine}</a></p>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

export const servePage: RequestHandler = (request, response) => {
  const { came } = (response as unknown as Answering).locals;
  const language = languageOf(queryOf(request)['lang'], request.headers['accept-language']);
  response.setHeader('content-security-policy', POLICY);
  response.setHeader('cache-control', 'no-cache');
  response.setHeader('vary', 'accept-language');
  response.setHeader('content-language', language);
  response.type('html').send(page(`${came.caller.secure ? 'https' : 'http'}://${came.host}`, language));
};

/** The colours are those of renderer/styles, in short. A click on a line to copy takes all of it. */
const style = `:root { color-scheme: light dark; --ground: #faf8f4; --raised: #ffffff; --text: #23201c; --quiet: #625b52; --line: #e3dccf; --accent: #8f5224; }
@media (prefers-color-scheme: dark) { :root { --ground: #1b1917; --raised: #24211e; --text: #f0ebe3; --quiet: #b3a999; --line: #35312c; --accent: #dd9b63; } }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.6 system-ui, 'Noto Sans KR', 'Noto Sans CJK KR', sans-serif; word-break: keep-all; overflow-wrap: anywhere; }
main { max-width: 54rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
header { display: flex; flex-wrap: wrap; gap: 1rem; align-items: baseline; justify-content: space-between; }
h1 { margin: 0; font-size: 1.6rem; } h2 { margin: 0; font-size: 1.1rem; } h3 { margin: 1rem 0 0.3rem; font-size: 0.85rem; color: var(--quiet); }
a { color: var(--accent); display: inline-block; min-height: 24px; }
section { margin-top: 1.5rem; padding: 1rem; background: var(--raised); border: 1px solid var(--line); border-radius: 10px; }
.method { color: var(--accent); }
code, pre { font-family: ui-monospace, 'Noto Sans Mono CJK KR', monospace; font-size: 0.875rem; }
pre { margin: 0; padding: 0.75rem; border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap; user-select: all; }
.wide { overflow-x: auto; } table { width: 100%; border-collapse: collapse; font-size: 0.9rem; }
th, td { overflow-wrap: normal; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
summary { margin-top: 1rem; min-height: 24px; cursor: pointer; color: var(--quiet); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;

export const servePageStyle: RequestHandler = (_request, response) => {
  response.setHeader('cache-control', 'no-cache');
  response.type('css').send(style);
};
