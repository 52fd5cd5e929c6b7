/** Where incoming hooks are posted to. It stands beside the table of routes: it is for programs that know Slack's. */
import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express';
import { limits, refuse } from '../../protocol';
import type { Incoming } from '../bots/incoming';
import type { Context } from '../calls/context';
import { refuseWith, type Answering } from './asking';
import { failed } from './failed';
import { otherMethod } from './methods';

const PATH = '/api/hooks/:hook/:secret';

/** @param parts null as long as nobody is served */
export function takeHooks(parts: () => { context: Context; incoming: Incoming } | null): Router {
  const router = express.Router();
  const posted: RequestHandler = async (request, response) => {
    const answering = response as unknown as Answering;
    const served = parts();
    if (!served) return refuseWith(answering, refuse('closing'));
    const { hook, secret } = request.params;
    const key = request.headers['idempotency-key'];
    try {
      const answer = await served.incoming.post({
        ...{ hook: String(hook), secret: String(secret), type: request.headers['content-type'] ?? '' },
        body: typeof request.body === 'string' ? request.body : '',
        key: typeof key === 'string' ? key.replace(/^"(.*)"$/, '$1') : undefined,
        address: answering.locals.came.caller.address,
      });
      if (!answer.ok) return refuseWith(answering, answer.error);
      response.setHeader('cache-control', 'no-store');
      // As Slack says it.
      response.status(200).type('text/plain').send('ok');
    } catch (error) {
      refuseWith(answering, refuse(failed(served.context, {}, error, 'what was posted to a hook could not be said')));
    }
  };
  const wrong: ErrorRequestHandler = (error: { status?: unknown }, _request, response, _next) => {
    const large = error.status === 413;
    refuseWith(
      response as unknown as Answering,
      large ? refuse('too-large', { limit: limits.frameBytes }) : refuse('invalid', { field: 'body', rule: 'shape' }),
    );
  };
  router.post(
    PATH,
    express.text({ type: () => true, limit: limits.frameBytes }),
    posted,
    wrong as unknown as RequestHandler,
  );
  router.all(PATH, otherMethod(['POST', 'OPTIONS']));
  return router;
}
