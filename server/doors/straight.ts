/**
 * What is asked most goes straight to its handler: to look through all paths there are, and to give a request and its answer
 * another prototype, costs a server more than to answer who polls. Whatever is written in another way goes by the router.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { routes } from '../../protocol';
import type { Entered } from '../doorway';
import type { Answering, Asked, Locals } from './asking';

/** @returns how it is answered, once it was let in; null: by the router */
export type Straight = (request: IncomingMessage) => ((response: ServerResponse, came: Entered) => void) | null;

/** @param name of a route that is asked by GET, with an id in its path and no body */
export function straightTo(name: 'entries', answer: (request: Asked, response: Answering) => Promise<void>): Straight {
  const [, field = ''] = /\{(\w+)\}/.exec(routes[name].path) ?? [];
  const path = new RegExp(`^${routes[name].path.replace(`{${field}}`, '([0-9a-f-]{36})')}(?:\\?|$)`);
  return (request) => {
    const [, id] = request.method === 'GET' ? (path.exec(request.url ?? '') ?? []) : [];
    if (id === undefined) return null;
    return (response, came) => {
      const asked = Object.assign(request, { params: { [field]: id } }) as unknown as Asked;
      void answer(asked, Object.assign(response, { locals: { came } satisfies Locals }));
    };
  };
}
