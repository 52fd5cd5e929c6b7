import { refuse } from '../../protocol';
import type { Handler } from './context';

/** Nothing of who voted what is written to the log of the server, nor told to anybody: only the tally is. */
export const vote: Handler<'vote'> = async (context, { member }, { log, poll, choices }) => {
  const { access, roster, store, tallies, clock } = context;
  const reach = access.log(member, log);
  if (!reach) return { ok: false, error: refuse('no-such-log') };
  const now = clock.now();
  const silent = (roster.member(member)?.mutedUntil ?? 0) - now;
  if (silent > 0) return { ok: false, error: refuse('muted', { retryAfter: silent }) };
  if (roster.room(reach.room)?.archived) return { ok: false, error: refuse('archived') };
  const voted = await store.vote({ log, first: reach.first, member, poll, choices, now });
  if (!voted.ok) return voted;
  tallies.changed(log, voted.value);
  return { ok: true, value: { tally: voted.value } };
};
