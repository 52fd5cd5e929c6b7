/** The key of the server that this app runs itself: told by its process, which no network can stand between. */
import type { HostStatus } from '../../protocol';
import type { Own } from './judge';
import { destination } from './ways';

/**
 * @param status as the supervisor has it now
 * @returns the server that runs, or ran a moment ago and is on its way back: whoever answers in its place is not it
 */
export function ownServer(status: () => HostStatus): () => Own | null {
  let last: Own | null = null;
  return () => {
    const now = status();
    if (now.state === 'stopped') last = null;
    if (now.state !== 'running') return last;
    const place = destination(now.url);
    last = place === null ? null : { id: now.id, fingerprint: now.fingerprint, place };
    return last;
  };
}
