import { shownHook } from '../store/bots';
import type { Handler } from './context';

export const bots: Handler<'bots'> = ({ bots: known }) => ({
  ok: true,
  value: { bots: known.all, hooks: known.hooks.map(shownHook) },
});
