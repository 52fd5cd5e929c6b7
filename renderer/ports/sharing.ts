/** What it takes for the pages of one browser to share a profile: the lease between them, and the ports of its holder. */
import type { Ports } from '../../client';
import type { Id } from '../../protocol';
import { Fence, leaseCell } from './fence';
import type { IndexedDbStorage } from './indexeddb';
import { Lease } from './lease';
import type { LeaseChannel, LeaseHooks, LeaseMessage } from './lease-parts';
import { ofThisTab, returning, type Returning } from './returning';
import { StorageSecrets } from './secrets';

/** What a page has while it owns the profile. */
export interface Tenure {
  ports: Ports;
  /** Resolves when all that was to be written is on the disk. */
  settled(): Promise<void>;
}

export interface Sharing {
  lease: Lease;
  returning: Returning;
  /** @param holder the id under which the lease is held */
  under(holder: Id): Tenure;
}

const CHANNEL = 'maru-lease';

/** @param ports those of a page that is alone */
export function share(database: IndexedDbStorage, ports: Ports, hooks: LeaseHooks): Sharing {
  const { clock, random } = ports;
  const lease = new Lease({ cell: leaseCell(database), channel: pages(), clock, random }, hooks);
  return {
    lease,
    returning: returning(ofThisTab(), clock),
    under(holder) {
      const fence = new Fence(database, holder, () => lease.check());
      const { storage } = fence;
      const fenced = { storage, secrets: new StorageSecrets(storage), transport: fence.transport(ports.transport) };
      return { ports: { ...ports, ...fenced }, settled: () => fence.settled() };
    },
  };
}

function pages(): LeaseChannel {
  const channel = new BroadcastChannel(CHANNEL);
  return {
    post: (message) => channel.postMessage(message),
    listen: (listener) => {
      channel.onmessage = ({ data }: MessageEvent<LeaseMessage>) => listener(data);
    },
  };
}
