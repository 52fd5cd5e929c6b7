import { limits, refuse } from '../../protocol';
import { changed } from '../moderation/changed';
import { hashToken, newToken } from '../secrets';
import type { Handler } from './context';

export const makeBot: Handler<'makeBot'> = async (context, session, { name, scopes, rooms }) => {
  const { store, roster, access, bots, reads, feed, newId, clock, tokenTries } = context;
  if (bots.all.length >= limits.bots) return { ok: false, error: refuse('too-many') };
  if (roster.memberCount >= limits.members) return { ok: false, error: refuse('server-full') };
  // Nobody gives away what is not theirs.
  if (rooms?.some((room) => !access.room(session.member, room))) return { ok: false, error: refuse('no-such-log') };
  const token = newToken();
  const tokenHash = hashToken(token);
  const now = clock.now();
  const bot = { scopes, rooms, by: session.member };
  const added = await store.join({
    ...{ member: newId(), device: newId(), entry: newId(), tokenHash, name, now, bot },
    ...{ role: 'member', via: 'bot', private: true },
  });
  if (!added.ok) return added;
  tokenTries.right(tokenHash);
  const { member, joined } = added.value;
  const made = { ...bot, member: member.id, madeAt: now };
  // Before anybody is told of it: what is not its own was never its to read.
  bots.put(made);
  changed(context, [member]);
  const logs = access.of(member.id).map(({ log }) => log);
  reads.came(member.id, logs, { seq: 0, since: member.joinedAt });
  setImmediate(() => feed.notice(joined));
  return { ok: true, value: { bot: made, member, token } };
};
