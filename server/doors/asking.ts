/** What a plain request says of who asks, and how it is answered. */
import type { IncomingMessage, ServerResponse } from 'node:http';
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
export function roomOf({ params }: Asked): Answer<Id> {
  const room = parse(Id, params['room']);
  return room.ok ? room : { ok: false, error: refuse('invalid', { field: 'room', rule: 'shape' }) };
}

export function queryOf({ url }: Asked): Record<string, string> {
  const at = url.indexOf('?');
  return at === -1 ? {} : Object.fromEntries(new URLSearchParams(url.slice(at + 1)));
}

/** @param text JSON that is written already, for whoever says the same to many; bytes are not to be changed */
export function sayText(response: Answering, status: number, text: string | Buffer | null): void {
  if (response.headersSent) return;
  const type = 'application/json; charset=utf-8';
  const headers = text === null ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, { ...fenced, 'cache-control': 'no-store', ...headers }).end(text ?? undefined);
}

export function say(response: Answering, status: number, value: unknown): void {
  if (response.headersSent) return;
  sayText(response, status, value === null ? null : JSON.stringify(value));
}

/** @param status where the code alone does not say it */
export function refuseWith(response: Answering, error: Refusal, status = statusOf(error.code)): void {
  if (error.retryAfter !== undefined) response.setHeader('retry-after', String(Math.ceil(error.retryAfter / 1_000)));
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  say(response, status, { ok: false, error });
}
