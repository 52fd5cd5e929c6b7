import { calls, limits, pushes, refuse, type Answer } from '../../protocol';
import { weigh } from '../relay';
import type { Handler } from './context';

/** What Socket.IO says itself (https://socket.io/docs/v4/emit-cheatsheet/#reserved-events). */
const OF_SOCKET_IO: ReadonlySet<string> = new Set([
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
]);

const isReserved = (event: string): boolean =>
  OF_SOCKET_IO.has(event) || Object.hasOwn(calls, event) || Object.hasOwn(pushes, event);

export const relay: Handler<'relay'> = (context, session, { room, event, args, to }) => {
  const { access, roster, clock } = context;
  const no = (...error: Parameters<typeof refuse>): Answer<never> => ({ ok: false, error: refuse(...error) });
  if (isReserved(event)) return no('reserved', { field: 'event' });
  const weight = weigh(args);
  if (!weight) return no('invalid', { field: 'args', rule: 'shape' });
  if (weight.bytes > limits.relayBytes) return no('too-large', { field: 'args', limit: limits.relayBytes });
  const reach = access.log(session.member, room);
  if (!reach) return no('no-such-log');
  // It is a way to be heard: whoever may say nothing tells nothing this way.
  if ((roster.member(session.member)?.mutedUntil ?? 0) > clock.now()) return no('muted');
  if (roster.room(reach.room)?.archived) return no('archived');
  const except = to === 'all' ? null : session.id;
  const heard = context.relay({ room, from: session.member, event, args }, { except, binary: weight.binary });
  return { ok: true, value: { heard } };
};
