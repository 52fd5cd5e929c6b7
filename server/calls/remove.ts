import { changed } from '../moderation/changed';
import { ownAddresses } from '../moderation/sights';
import type { Handler } from './context';

export const remove: Handler<'remove'> = async (context, session, { member: id, ban, reason = '' }) => {
  const { store, feed, sights, newId, clock } = context;
  // What a device came from a moment ago is banned with it.
  if (ban) await sights.flush();
  const outcome = await store.remove({
    ...{ member: id, by: session.member, entry: newId(), ban: ban ? newId() : null },
    ...{ spared: ownAddresses(), reason, now: clock.now() },
  });
  if (!outcome.ok) return outcome;
  const { member, removed } = outcome.value;
  changed(context, [member]);
  setImmediate(() => feed.notice(removed));
  return { ok: true, value: { member } };
};
