/** Whose door is looked at: that of a server one cannot get into, or one's own. */
import type { ConnectionState, Session } from '../../../client';
import { limits, type Bridge, type Id, type Refusal } from '../../../protocol';
import { privately } from '../../ports/reaching';
import { OwnPorch, WayIn, type Examination } from './examination.svelte';

export type Target =
  | { kind: 'way'; url: string; server?: Id | null; refusal?: Refusal | null; others?: readonly string[] }
  /** `session`: of this window on its own porch, if it is there. */
  | { kind: 'own'; session: Session | null };

/**
 * What stands between a session and its server, as its connection tells.
 * @param others further addresses under which that server is, or was, known here
 */
export function wayOf(
  url: string,
  connection: ConnectionState,
  server: Id | null,
  others: readonly string[] = [],
): Target {
  const refused = connection.phase === 'offline' || connection.phase === 'reconnecting' ? connection.cause : null;
  return { kind: 'way', url, server, refusal: refused?.code === 'refused' ? refused.refusal : null, others };
}

export function examine(bridge: Bridge, target: Target): Examination {
  if (target.kind === 'own') return new OwnPorch(bridge, target.session);
  const { url, server, refusal, others = [] } = target;
  return new WayIn(bridge, {
    url: privately(url),
    ...(server ? { server } : {}),
    ...(refusal ? { refusal } : {}),
    ...(others.length > 0 ? { others: others.slice(0, limits.linkHosts).map(privately) } : {}),
  });
}
