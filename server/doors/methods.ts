/** What is asked in another way than its path takes it. */
import type { RequestHandler } from 'express';
import { refuse, routes, type Route } from '../../protocol';
import { refuseWith, type Answering } from './asking';

/** A path as Express writes it. */
export const inExpress = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

const all: readonly Route[] = Object.values(routes);
/** The methods of each path, HEAD among them, which goes as GET does (RFC 9110 §9.3.2). */
export const methodsByPath: ReadonlyMap<string, readonly string[]> = new Map(
  all.map(({ path }) => {
    const methods = all.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
    return [path, [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS']];
  }),
);

/** 405 with what would do; OPTIONS hears the same as an answer. */
export const otherMethod =
  (methods: readonly string[]): RequestHandler =>
  ({ method }, response) => {
    response.setHeader('allow', methods.join(', '));
    if (method === 'OPTIONS') return void response.status(204).end();
    const message = `This path takes ${methods.join(', ')}.`;
    refuseWith(response as unknown as Answering, { ...refuse('unknown-call'), message }, 405);
  };

/** A WebSocket is asked for by an upgrade (RFC 9110 §15.5.22). */
export const upgradeNeeded: RequestHandler = (_request, response) => {
  response.setHeader('upgrade', 'websocket');
  response.setHeader('connection', 'upgrade');
  const message = 'This is a WebSocket: it is asked for with an upgrade.';
  refuseWith(
    response as unknown as Answering,
    { ...refuse('invalid', { field: 'upgrade', rule: 'empty' }), message },
    426,
  );
};
