/** Which hosts the window reaches: those it named through `reach` in this run, and no other. */
import { session } from 'electron';
import { ok, refused, type HandlersFor } from './answers';
import type { Module } from './module';
import { isOurs } from './page';
import { probe } from './probe';

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'ws:': '80', 'https:': '443', 'wss:': '443' };

/** The `host:port` a web address stands for, or null for any other address and for one with credentials. */
export function destination(address: string): string | null {
  try {
    const url = new URL(address);
    const port = url.port || defaultPorts[url.protocol];
    if (port === undefined || url.hostname === '' || url.username !== '' || url.password !== '') return null;
    return defaultPorts[url.protocol] === undefined ? null : `${url.hostname}:${port}`;
  } catch {
    return null;
  }
}

/** @param reached the destinations that are open */
export function mayPass(url: string, reached: ReadonlySet<string>): boolean {
  // The page's own data stays inside it; the Content-Security-Policy says where such addresses may stand.
  if (isOurs(url) || url.startsWith('data:') || url.startsWith('blob:app://maru/')) return true;
  const to = destination(url);
  return to !== null && reached.has(to);
}

export interface Traffic extends Module {
  readonly handlers: HandlersFor<'reach' | 'probe'>;
}

/** @param developer developer tools load their own pages; true lets those pass */
export function guardTraffic(developer: boolean): Traffic {
  const reached = new Set<string>();
  return {
    name: 'traffic',
    start() {
      session.defaultSession.webRequest.onBeforeRequest((details, answer) => {
        const tools = developer && details.url.startsWith('devtools://');
        answer({ cancel: !tools && !mayPass(details.url, reached) });
      });
    },
    handlers: {
      reach({ url }) {
        const to = destination(url);
        if (to === null) return refused('invalid', { field: 'url', rule: 'shape' });
        reached.add(to);
        return ok({});
      },
      async probe({ url }) {
        const to = destination(url);
        return to !== null && reached.has(to) ? ok({ why: await probe(url) }) : refused('not-allowed');
      },
    },
  };
}
