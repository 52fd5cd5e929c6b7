import { limits, refuse, type Id } from '../../protocol';
import type { Context, Handler } from './context';

export const readers: Handler<'readers'> = async (context, session, { log }) => {
  const { access, roster, store } = context;
  const reach = access.log(session.member, log);
  if (!reach) return { ok: false, error: refuse('no-such-log') };
  const marks = new Map((await store.readers(log)).map(({ member, seq }) => [member, seq]));
  const people = access.people(log);
  const forgotten = await longGone(context, people);
  const since = (member: Id): number => {
    // A whisper is its people's from the first word on.
    if (reach.side) return 0;
    const open = Math.max(roster.member(member)?.joinedAt ?? 0, roster.room(log)?.createdAt ?? 0);
    return access.since(member, log) ?? open;
  };
  return {
    ok: true,
    value: {
      readers: people.flatMap((member) =>
        forgotten.has(member) ? [] : { member, seq: marks.get(member) ?? 0, since: since(member) },
      ),
    },
  };
};

/** Guests who are away for so long that nobody waits for them any more. */
async function longGone(
  { roster, presence, store, clock }: Pick<Context, 'roster' | 'presence' | 'store' | 'clock'>,
  people: readonly Id[],
): Promise<ReadonlySet<Id>> {
  const away = people.filter((id) => roster.member(id)?.role === 'guest' && !presence.has(id));
  if (away.length === 0) return new Set();
  const written = new Map((await store.lastSeen(away)).map(({ member, at }) => [member, at]));
  const seen = (id: Id) => Math.max(written.get(id) ?? 0, presence.goneAt(id) ?? 0, roster.member(id)?.joinedAt ?? 0);
  const now = clock.now();
  return new Set(away.filter((id) => now - seen(id) >= limits.guestGone));
}
