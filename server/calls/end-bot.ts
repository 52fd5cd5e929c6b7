import { refuse } from '../../protocol';
import type { Handler } from './context';
import { remove } from './remove';

export const endBot: Handler<'endBot'> = (context, session, { member }) =>
  context.bots.of(member)
    ? remove(context, session, { member, ban: false })
    : { ok: false, error: refuse('no-such-member') };
