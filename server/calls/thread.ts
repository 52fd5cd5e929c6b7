import { refuse } from '../../protocol';
import { looking } from '../talk/looking';
import type { Handler } from './context';

export const thread: Handler<'thread'> = (context, session, input) =>
  looking(context, session, input, async (within) => {
    const page = await context.store.thread({ ...within, root: input.root, before: input.before });
    return page ? { ok: true, value: page } : { ok: false, error: refuse('no-such-entry') };
  });
