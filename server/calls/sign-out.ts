import { refuse } from '../../protocol';
import type { Handler } from './context';

export const signOut: Handler<'signOut'> = async ({ store, sessions, clock }, session, { device }) => {
  const ended = await store.endDevice({ member: session.member, device, now: clock.now() });
  if (!ended) return { ok: false, error: refuse('not-allowed') };
  // The asking device hears its answer first.
  if (device === session.device) setImmediate(() => sessions.end({ device }));
  else sessions.end({ device });
  return { ok: true, value: {} };
};
