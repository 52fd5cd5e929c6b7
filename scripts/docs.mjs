#!/usr/bin/env node
// npm run docs: prints docs/protocol.md from the schemas. --check: says whether the printed one is stale.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { register } from 'tsx/esm/api';
import { root } from './prepare.mjs';

register();
const {
  calls,
  pushes,
  desktopCalls,
  desktopPushes,
  limits,
  refusals,
  PROTOCOL,
  OLDEST_PROTOCOL,
  Hello,
  Handshake,
  Id,
  Token,
  Member,
  Room,
  Entry,
  Draft,
  LogHead,
  Position,
  Refusal,
  routes,
  SocketFrame,
  SocketOpened,
} = await import('../protocol/index.ts');
const { refusalsOf } = await import('../server/doors/openapi.ts');
const file = path.join(root, 'docs/protocol.md');

const code = (text) => `\`${text}\``;

/** A limit of a piped string or number, in words. */
function requirement({ type, requirement: value }) {
  if (typeof value === 'number') {
    const sign = { max_length: '≤ ', min_length: '≥ ', max_value: '≤ ', min_value: '≥ ' }[type];
    if (sign) return `${sign}${value}${type.endsWith('length') ? ' long' : ''}`;
  }
  return (
    { non_empty: 'not empty', regex: `like ${code(String(value))}`, safe_integer: 'integer', integer: 'integer' }[
      type
    ] ?? null
  );
}

/** Shapes that have a table of their own below, and strings whose pattern has a name. */
const nouns = { Member, Room, Entry, Draft, LogHead, Position, Refusal };
const named = new Map([
  ...Object.entries(nouns).map(([name, schema]) => [schema, `[${name}](#${name.toLowerCase()})`]),
  [Id, 'a UUID'],
  [Token, '256 bits, base64url'],
]);

/** A schema as one line of text. */
function describe(schema) {
  if (named.has(schema)) return named.get(schema);
  const base = {
    string: () => 'text',
    number: () => 'number',
    boolean: () => 'yes or no',
    literal: () => code(JSON.stringify(schema.literal)),
    picklist: () => schema.options.map((option) => code(option)).join(', '),
    array: () => `list of (${describe(schema.item)})`,
    optional: () => describe(schema.wrapped),
    nullable: () => `${describe(schema.wrapped)}, or null`,
    object: () =>
      `{ ${fields(schema)
        .map(([name, field]) => `${name}${field.type === 'optional' ? '?' : ''}`)
        .join(', ')} }`,
    variant: () => schema.options.map(describe).join(' or '),
    union: () => schema.options.map(describe).join(' or '),
  }[schema.type];
  const rules = (schema.pipe ?? []).slice(1).map(requirement).filter(Boolean);
  return [base ? base() : schema.type, ...new Set(rules)].join(', ');
}

const fields = (schema) => Object.entries(schema.entries ?? {});

function table(schema) {
  if (schema.type === 'variant') return schema.options.map(table).join('\n');
  const rows = fields(schema).map(
    ([name, field]) =>
      `| ${code(name)} | ${describe(field).replaceAll('|', '\\|')} | ${field.type === 'optional' ? '' : 'yes'} |`,
  );
  return rows.length === 0
    ? 'Nothing: `{}`.\n'
    : ['| field | what | needed |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

const callText = ([name, { summary, input, output }]) =>
  `### ${code(name)}\n\n${summary}\n\nAsked with:\n\n${table(input)}\nAnswered with \`{ ok: true, value }\`, where \`value\` is:\n\n${table(output)}`;
const pushText = ([name, { summary, payload }]) => `### ${code(name)}\n\n${summary}\n\n${table(payload)}`;

const statusText = ([status, schema]) =>
  schema ? `Answered with ${status}:\n\n${table(schema)}` : `Answered with ${status} and nothing.\n`;
const refusedText = ([status, codes]) => `| ${status} | ${codes.map(code).join(', ')} |`;
const routeText = ([, route]) =>
  [
    `### ${code(`${route.method.toUpperCase()} ${route.path}`)}\n\n${route.summary}\n`,
    route.query && `Query:\n\n${table(route.query)}`,
    route.headers && `Headers:\n\n${table(route.headers)}`,
    route.body && `Body, ${code('application/json')}:\n\n${table(route.body)}`,
    route.plain && `Or as ${code('text/plain')}: ${describe(route.plain)}.\n`,
    ...Object.entries(route.answers).map(statusText),
    route.streams && `Or without an end, as ${route.streams.map(code).join(', ')}.\n`,
    `Refused with:\n\n| status | code |\n| --- | --- |\n${[...refusalsOf(route)].map(refusedText).join('\n')}\n`,
  ]
    .filter(Boolean)
    .join('\n');
/** What stands beside `event`. */
function frameText({ entries: { event, data } }) {
  const inside = data.type === 'optional' ? data.wrapped : data;
  return `#### ${code(event.literal)}\n\n${inside.entries ? table(inside) : 'With anything.\n'}`;
}

const all = (record, print) => Object.entries(record).map(print).join('\n');
const limitText = ([name, value]) => `| ${code(name)} | ${typeof value === 'object' ? JSON.stringify(value) : value} |`;

const text = `# The protocol

Printed by \`npm run docs\` from protocol/; do not edit by hand. Version ${PROTOCOL}, oldest served ${OLDEST_PROTOCOL}.

Over Socket.IO a call is an event with one payload and an acknowledgement callback; a push is an event from the server.
Every answer is \`{ ok: true, value }\` or \`{ ok: false, error }\`; a call without a callback hears of its refusal by the push
\`refused\`. Text lengths are in UTF-16 code units, times in milliseconds.

## Before a connection

\`GET /hello\` tells a stranger:

${table(Hello)}
Socket.IO's \`auth\` of a connection:

${table(Handshake)}
## Calls

${all(calls, callText)}
## Pushes

${all(pushes, pushText)}
## Doors

By plain requests and streams, and by a WebSocket of JSON frames, the same as the calls and pushes above is asked and told; guides are in
[doors](doors/README.md). A server tells this of itself at \`/api\`, and as OpenAPI 3.1 at \`/api/openapi.json\`. Every refusal is
\`{ ok: false, error }\` as above, with a status beside it.

${all(routes, routeText)}
### The plain WebSocket

At \`/api/socket\`, sub-protocol \`maru.v1\`: text frames of \`{ event, data }\`. A program says:

${SocketFrame.options.map(frameText).join('\n')}
It hears \`response\` (\`id\`, and an answer), \`pong\`, \`refused\` (\`error\`, and \`log\` where it was a place that \`open\` named), every push
above under its name, and once, for \`open\`, \`opened\`:

${table(SocketOpened)}
## Shapes

${all(nouns, ([name, schema]) => `### ${name}\n\n${table(schema)}`)}
## Refusals

\`retry\`: the same may work later. \`final\`: it will not.

| code | kind | what it says |
| --- | --- | --- |
${all(refusals, ([name, { kind, message }]) => `| ${code(name)} | ${kind} | ${message} |`)}

## Limits

| name | value |
| --- | --- |
${all(limits, limitText)}

## The bridge between the window and the main process

${all(desktopCalls, callText)}
${all(desktopPushes, pushText)}`;

const printed = `${text.trim()}\n`;
if (!process.argv.includes('--check')) fs.writeFileSync(file, printed);
else if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== printed) {
  console.error('docs/protocol.md is stale: run npm run docs');
  process.exit(1);
}
