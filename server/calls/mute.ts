import { changed } from '../moderation/changed';
import type { Handler } from './context';

export const mute: Handler<'mute'> = async (context, session, { member, until }) => {
  const muted = await context.store.mute({ member, until, by: session.member, now: context.clock.now() });
  if (!muted.ok) return muted;
  changed(context, [muted.value]);
  return { ok: true, value: { member: muted.value } };
};
