/** The doors' description, for programs; made when it is first asked for. */
import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { describeDoors } from './openapi';

let made: { text: string; tag: string } | null = null;

/** It is asked for again each time, and answered with 304 where nothing is new (RFC 9110 §13.1.2). */
export const serveDescription: RequestHandler = (request, response) => {
  const text = made?.text ?? JSON.stringify(describeDoors());
  const { tag } = (made ??= { text, tag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` });
  response.setHeader('cache-control', 'no-cache');
  response.setHeader('etag', tag);
  if (request.headers['if-none-match']?.includes(tag)) return void response.status(304).end();
  response.type('application/json').send(text);
};
