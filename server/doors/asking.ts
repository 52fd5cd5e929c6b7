/** What a plain request says of who asks, and how it is answered. */
import type { IncomingMessage, OutgoingHttpHeader, ServerResponse } from 'node:http';
import type { Request } from 'express';
import { Id, parse, refuse, Token, type Answer, type Refusal } from '../../protocol';
import type { Entered } from '../doorway';
import { fenced, statusOf } from './answers';
import type { Origin } from './visits';

/** Set once a request has come through the doorway. */
export interface Locals {
  came: Entered;
}

export type Asked = IncomingMessage & Pick<Request, 'method' | 'url' | 'params'> & { readonly body?: unknown };
export type Answering = ServerResponse & { readonly locals: Locals };

export const originOf = ({ locals: { came } }: Answering): Origin => ({
  address: came.caller.address,
  via: came.via,
  private: came.caller.private,
});

/** `Authorization: Bearer TOKEN` (RFC 6750 §2.1). What cannot be a token is nobody’s. */
export function bearerOf({ headers }: Asked): Answer<string> {
  const { authorization } = headers;
  if (authorization === undefined) return { ok: false, error: refuse('not-joined') };
  const token = parse(Token, /^Bearer +(\S+)$/i.exec(authorization)?.[1]);
  return token.ok ? token : { ok: false, error: refuse('token-unknown') };
}

/** The room in the path. */
export function roomOf({ params }: Pick<Asked, 'params'>): Answer<Id> {
  const room = parse(Id, params['room']);
  return room.ok ? room : { ok: false, error: refuse('invalid', { field: 'room', rule: 'shape' }) };
}

export function queryOf({ url }: Pick<Asked, 'url'>): Record<string, string> {
  const at = url.indexOf('?');
  return at === -1 ? {} : Object.fromEntries(new URLSearchParams(url.slice(at + 1)));
}

/** What stands above every answer, each name with its value behind it: Node writes a list in one go. */
const heading: OutgoingHttpHeader[] = [...Object.entries(fenced).flat(), 'cache-control', 'no-store'];
const headingOf = (length: number): OutgoingHttpHeader[] => [
  ...heading,
  ...['content-type', 'application/json; charset=utf-8'],
  ...['content-length', length],
];

/** JSON that many are told, with what stands above it. */
export interface Prepared {
  readonly heading: OutgoingHttpHeader[];
  /** A character for each byte (latin1): Node puts such text behind the head, and writes both at once. */
  readonly bytes: string;
}

export const prepared = (json: string): Prepared => {
  const bytes = Buffer.from(json).toString('latin1');
  return { heading: headingOf(bytes.length), bytes };
};

export function sayPrepared(response: ServerResponse, status: number, answer: Prepared): void {
  if (!response.headersSent) response.writeHead(status, answer.heading).end(answer.bytes, 'latin1');
}

/** @param text JSON that is written already */
export function sayText(response: ServerResponse, status: number, text: string | null): void {
  if (response.headersSent) return;
  if (text === null) response.writeHead(status, heading).end();
  else response.writeHead(status, headingOf(Buffer.byteLength(text))).end(text);
}

export function say(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent) return;
  sayText(response, status, value === null ? null : JSON.stringify(value));
}

/** @param status where the code alone does not say it */
export function refuseWith(response: ServerResponse, error: Refusal, status = statusOf(error.code)): void {
  if (error.retryAfter !== undefined) response.setHeader('retry-after', String(Math.ceil(error.retryAfter / 1_000)));
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  say(response, status, { ok: false, error });
}
