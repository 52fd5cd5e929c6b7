/**
 * What is asked most goes straight to its handler: to look through all paths there are, and to give a request and its answer
 * another prototype, costs a server more than to answer who polls. Whatever is written in another way goes by the router.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { routes } from '../../protocol';
import type { Entered } from '../doorway';

/** What stands in a path, by the names of its fields. */
export type Params = Readonly<Record<string, string>>;

export interface Straight {
  /** @returns what stands in its path; null: by the router */
  params(request: IncomingMessage): Params | null;
  /** Answers what was let in. */
  answer(request: IncomingMessage, response: ServerResponse, came: Entered, params: Params): void;
}

/** @param name of a route that is asked by GET, with an id in its path and no body */
export function straightTo(name: 'entries', answer: Straight['answer']): Straight {
  const [, field = ''] = /\{(\w+)\}/.exec(routes[name].path) ?? [];
  const path = new RegExp(`^${routes[name].path.replace(`{${field}}`, '([0-9a-f-]{36})')}(?:\\?|$)`);
  // Who follows a room asks for the same as everybody else.
  let last: { url: string | undefined; params: Params } | null = null;
  return {
    params({ method, url }) {
      if (method !== 'GET') return null;
      if (last?.url === url) return last?.params ?? null;
      const [, id] = path.exec(url ?? '') ?? [];
      if (id === undefined) return null;
      last = { url, params: { [field]: id } };
      return last.params;
    },
    answer,
  };
}
