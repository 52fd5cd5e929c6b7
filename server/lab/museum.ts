/**
 * Two techniques of the time before: JSONP long polling, and the frame that never ends. Both run what comes as a script,
 * so they are here and nowhere else: on a demonstration, with a pass, each answer fenced for itself. The frame is a
 * sandbox without this server’s origin, which can do nothing but tell its parent; only what carries the answer’s own
 * nonce runs in it.
 */
import { randomBytes } from 'node:crypto';
import express, { type Router } from 'express';
import { refuse, limits, type LabEntry } from '../../protocol';
import { refuseWith, type Answering } from '../doors/asking';
import { whenOver } from '../doors/over';
import { namedIn, type Find } from './asked';
import { whenSomething } from './wait';

/** Nothing in it ends a script element, or begins a comment (WHATWG HTML §13.2.5.20). */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

export function createMuseum(find: Find): Router {
  const router = express.Router();
  router.get('/jsonp', (request, response) => {
    const answering = response as unknown as Answering;
    const named = namedIn(find, request);
    if (!named.ok) return refuseWith(answering, named.error);
    const { callback = '' } = named.value;
    if (!/^maruLab\d{1,9}$/.test(callback))
      return refuseWith(answering, refuse('invalid', { field: 'callback', rule: 'shape' }));
    response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    whenSomething(named.value, answering, (entries) => {
      if (response.headersSent) return;
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' });
      response.end(`${callback}(${inScript({ entries })});`);
    });
  });
  router.get('/iframe', (request, response) => {
    const answering = response as unknown as Answering;
    const named = namedIn(find, request);
    if (!named.ok) return refuseWith(answering, named.error);
    const nonce = randomBytes(16).toString('base64');
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; frame-ancestors 'self'; sandbox allow-scripts`,
    });
    const write = (entries: readonly LabEntry[]) => {
      if (response.writableLength > limits.labWaiting) return;
      for (const entry of entries)
        response.write(`<script nonce="${nonce}">parent.postMessage(${inScript({ lab: entry })}, '*')</script>\n`);
    };
    // Browsers of that time drew nothing of a page before its first kilobyte.
    response.write(`<!doctype html><title>lab</title>${' '.repeat(1_024)}\n`);
    const { demonstration, door, after } = named.value;
    write(demonstration.page(door, after));
    whenOver(answering, demonstration.listen(door, { hear: write, end: () => void response.end() }));
  });
  return router;
}
