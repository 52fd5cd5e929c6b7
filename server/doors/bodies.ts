/** What comes with a request: only the media types its route takes, and no more than a frame. */
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { limits, refuse, type Route } from '../../protocol';
import { refuseWith, type Answering } from './asking';

/** The media types a route's body may come as. */
export const bodyTypesOf = ({ body, plain }: Route): readonly string[] => [
  ...(body ? ['application/json'] : []),
  ...(plain ? ['text/plain'] : []),
];

const json = express.json({ limit: limits.frameBytes, strict: true });
const text = express.text({ limit: limits.frameBytes, type: 'text/plain' });

/** Reads a route's body; refuses what is none, and what is of another type (RFC 9110 §15.5.16). */
export function bodiesOf(route: Route): RequestHandler[] {
  const types = bodyTypesOf(route);
  if (types.length === 0) return [];
  const fits: RequestHandler = (request, response, next) => {
    const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
    if (coding === undefined && (length === undefined || Number(length) === 0))
      return refuseWith(response as unknown as Answering, refuse('invalid', { field: 'body', rule: 'empty' }));
    if (request.is([...types])) return next();
    otherType(response as unknown as Answering, types);
  };
  const wrong: ErrorRequestHandler = (error: { status?: unknown; message?: unknown }, _request, response, next) => {
    const answering = response as unknown as Answering;
    if (error.status === 413) return refuseWith(answering, refuse('too-large', { limit: limits.frameBytes }));
    // An encoding or a charset that nobody here reads.
    if (error.status === 415) return otherType(answering, types);
    if (error.status !== 400) return next(error);
    const [, at] = /position (\d+)/.exec(String(error.message)) ?? [];
    const refusal = refuse('invalid', { field: 'body', rule: 'shape' });
    const message = `The body is no JSON${at === undefined ? '' : ` from its character ${at} on`}.`;
    refuseWith(answering, route.body ? { ...refusal, message } : refusal);
  };
  return [fits, json, ...(route.plain ? [text] : []), wrong as unknown as RequestHandler];
}

/** `Accept-Post` says what would do (https://www.w3.org/TR/ldp/#header-accept-post). */
function otherType(response: Answering, types: readonly string[]): void {
  response.setHeader('accept-post', types.join(', '));
  const message = `This is taken as ${types.join(' or ')}, in UTF-8 and as it is.`;
  refuseWith(response, { ...refuse('invalid', { field: 'content-type', rule: 'shape' }), message }, 415);
}
