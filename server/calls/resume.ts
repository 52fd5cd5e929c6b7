import { allowed } from '../rights';
import type { Handler } from './context';

export const resume: Handler<'resume'> = async (context, session, input) => {
  const { server, store, roster, access, feed, presence, knocks } = context;
  const { member } = session;
  // Subscribed first: what is committed while the heads are read comes as a push, not not at all. Where the feed has not
  // yet come to what is theirs, it lets them in itself when it does.
  const reached = access.of(member).filter(({ log, first }) => first <= feed.sent(log) + 1);
  session.subscribe(reached.map(({ log }) => log));
  const positions = input.logs.filter(({ log }) => access.log(member, log));
  // Asked in one turn, so that they speak of the same moment.
  const [same, marks, preferences, logs, counts] = await Promise.all([
    store.holds(positions),
    store.marks(member),
    store.preferences(member),
    store.openLogs(member),
    store.counts({ member, logs: access.of(member).map(({ log, first }) => ({ log, first })) }),
  ]);
  const held = new Map(positions.map(({ log }, at) => [log, same[at] ? ('same' as const) : ('other' as const)]));
  return {
    ok: true,
    value: {
      server,
      me: member,
      members: roster.members,
      rooms: access.rooms(member),
      logs: logs
        .filter(({ log }) => access.log(member, log))
        .map((log) => ({ ...log, lineage: held.get(log.log) ?? ('new' as const) })),
      here: presence.here,
      idle: presence.idle,
      marks: marks.filter(({ log }) => access.log(member, log)),
      counts,
      preferences,
      ...(allowed(roster, session, 'approve') ? { knocks: knocks.waiting } : {}),
    },
  };
};
