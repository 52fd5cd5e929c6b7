import { limits, refuse, type Answer } from '../../protocol';
import { hashToken, newToken } from '../secrets';
import type { Handler } from './context';

export const makeHook: Handler<'makeHook'> = async (context, session, asked) => {
  const { store, access, bots, feed, newId, clock } = context;
  const no = (...error: Parameters<typeof refuse>): Answer<never> => ({ ok: false, error: refuse(...error) });
  if (!bots.of(asked.bot)) return no('no-such-member');
  const room = asked.kind === 'command' ? null : asked.room;
  // It posts for the bot, and reads for it: what is not the bot's is not the hook's; nor is what the host may not read.
  if (room !== null && !(access.log(asked.bot, room) && access.log(session.member, room))) return no('no-such-log');
  const command = asked.kind === 'command' ? asked.command : null;
  if (command !== null && bots.hooks.some((hook) => hook.command === command)) return no('id-conflict');
  if (bots.hooks.length >= limits.hooks) return no('too-many');
  const secret = newToken();
  const now = clock.now();
  const hook = {
    ...{ id: newId(), kind: asked.kind, bot: asked.bot, room, command, by: session.member, madeAt: now },
    url: asked.kind === 'incoming' ? null : asked.url,
    secret: asked.kind === 'incoming' ? hashToken(secret) : secret,
    // What is said from now on.
    reached: room === null ? 0 : (feed.head(room)?.head ?? 0),
  };
  const made = await store.makeHook({ hook, now });
  if (!made.ok) return made;
  bots.putHook(hook);
  return { ok: true, value: { hook: made.value, secret } };
};
