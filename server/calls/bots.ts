import { shownHook } from '../store/bots';
import type { Handler } from './context';

export const bots: Handler<'bots'> = ({ bots: known, access, feed }) => ({
  ok: true,
  value: {
    bots: known.all,
    used: known.used,
    hooks: known.hooks.map(shownHook),
    states: known.hooks.map(({ id, kind, bot, room, reached }) => {
      const reach = kind === 'outgoing' && room !== null ? access.log(bot, room) : null;
      const waiting = reach && room !== null ? feed.sent(room) - Math.max(reached, reach.first - 1) : 0;
      return { hook: id, waiting: Math.max(0, waiting), ...known.deliveries.of(id) };
    }),
  },
});
