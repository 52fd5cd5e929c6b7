import { looking } from '../talk/looking';
import type { Handler } from './context';

export const pins: Handler<'pins'> = (context, session, input) =>
  looking(context, session, input, (within) => context.store.pins(within));
