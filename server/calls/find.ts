import { looking } from '../talk/looking';
import type { Handler } from './context';

export const find: Handler<'find'> = (context, session, input) =>
  looking(context, session, input, (within) => context.store.find({ ...within, ids: input.ids }));
