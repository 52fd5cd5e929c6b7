import type { Position } from '../../protocol';
import { allowed } from '../rights';
import type { Handler } from './context';

export const resume: Handler<'resume'> = async (context, session, input) => {
  const { server, store, roster, presence, knocks } = context;
  // Subscribed first: what is committed while the heads are read comes as a push, not not at all.
  session.subscribe(roster.rooms.map(({ id }) => id));
  const heads = await store.heads();
  const held = new Map<string, { position: Position; same: boolean }>();
  const known = new Set(heads.map(({ log }) => log));
  const positions = input.logs.filter(({ log }) => known.has(log));
  const same = await store.holds(positions);
  positions.forEach((position, index) => held.set(position.log, { position, same: same[index] ?? false }));
  return {
    ok: true,
    value: {
      server,
      me: session.member,
      members: roster.members,
      rooms: roster.rooms,
      logs: heads.map((head) => {
        const mine = held.get(head.log);
        return {
          ...head,
          first: 1,
          side: null,
          lineage: mine ? (mine.same ? ('same' as const) : ('other' as const)) : ('new' as const),
        };
      }),
      here: presence.here,
      idle: presence.idle,
      marks: await store.marks(session.member),
      counts: [],
      preferences: [],
      ...(allowed(roster, session, 'approve') ? { knocks: knocks.waiting } : {}),
    },
  };
};
