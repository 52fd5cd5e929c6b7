/** What a plain request says of who asks, and how it is answered. */
import type { Request, Response } from 'express';
import { Id, parse, refuse, Token, type Answer, type Refusal } from '../../protocol';
import type { Entered } from '../doorway';
import { statusOf } from './answers';
import type { Origin } from './visits';

/** Set once a request has come through the doorway. */
export interface Locals {
  came: Entered;
}

export type Asked = Request;
export type Answering = Response<unknown, Locals>;

export const originOf = ({ locals: { came } }: Answering): Origin => ({
  address: came.caller.address,
  via: came.via,
  private: came.caller.private,
});

/** `Authorization: Bearer TOKEN` (RFC 6750 §2.1). */
export function bearerOf({ headers }: Asked): Answer<string> {
  const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return token === undefined ? { ok: false, error: refuse('not-joined') } : parse(Token, token);
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

export function say(response: Answering, status: number, value: unknown): void {
  if (response.headersSent) return;
  response.setHeader('cache-control', 'no-store');
  if (value === null) response.status(status).end();
  else response.status(status).json(value);
}

/** @param status where the code alone does not say it */
export function refuseWith(response: Answering, error: Refusal, status = statusOf(error.code)): void {
  if (error.retryAfter !== undefined) response.setHeader('retry-after', String(Math.ceil(error.retryAfter / 1_000)));
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  say(response, status, { ok: false, error });
}
