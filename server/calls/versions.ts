import { refuse } from '../../protocol';
import { looking } from '../talk/looking';
import type { Handler } from './context';

export const versions: Handler<'versions'> = (context, session, input) =>
  looking(context, session, input, async ({ log, first }) => {
    const entries = await context.store.versions({ log, first, id: input.id });
    return entries.length > 0 ? { ok: true, value: { entries } } : { ok: false, error: refuse('no-such-entry') };
  });
