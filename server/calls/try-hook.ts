import { refuse } from '../../protocol';
import { post } from '../bots/posting';
import type { Handler } from './context';

export const tryHook: Handler<'tryHook'> = async ({ bots, server, clock, newId, closing }, _session, { id }) => {
  const hook = bots.hook(id);
  if (!hook) return { ok: false, error: refuse('no-such-hook') };
  const { url, secret } = hook;
  if (url === null) return { ok: false, error: refuse('invalid', { field: 'id', rule: 'shape' }) };
  const delivery = newId();
  const body = JSON.stringify({ delivery, hook: id, server, test: true });
  const { status } = await post({ url, secret, delivery, body }, clock, { read: false, signal: closing });
  return { ok: true, value: { at: clock.now(), status } };
};
