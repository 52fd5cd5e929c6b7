/** Two machines on one cable: network namespaces of this test's own, joined by a pair of virtual interfaces. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

export interface Cable {
  /** The first machine's address: where the server is. */
  address: string;
  server: Machine;
  client: Machine;
  /** Pulls the cable, and plugs it in again. */
  pull(): void;
  plug(): void;
  remove(): void;
}

export interface Machine {
  namespace: string;
  /** Words before a command that make it run there. */
  prefix: readonly string[];
}

const ip = (...args: string[]) => void execFileSync('ip', args, { stdio: 'pipe' });

/** Null, or why namespaces cannot be made here (they need root and iproute2 on Linux). */
export function noNamespaces(): string | null {
  if (process.platform !== 'linux') return 'network namespaces exist on Linux only';
  const name = `maru-probe-${randomBytes(3).toString('hex')}`;
  try {
    ip('netns', 'add', name);
    try {
      ip('netns', 'exec', name, 'true');
    } finally {
      ip('netns', 'del', name);
    }
    return null;
  } catch (error) {
    return `network namespaces cannot be made here: ${error instanceof Error ? (error.message.split('\n')[1] ?? error.message) : String(error)}`;
  }
}

export function layCable(): Cable {
  const id = randomBytes(3).toString('hex');
  const machine = (role: string): Machine => {
    const namespace = `maru-${role}-${id}`;
    return { namespace, prefix: ['ip', 'netns', 'exec', namespace] };
  };
  const [server, client] = [machine('s'), machine('c')];
  const address = '10.77.0.1';
  const ends = [
    { ...server, link: `ms${id}`, address },
    { ...client, link: `mc${id}`, address: '10.77.0.2' },
  ] as const;
  const remove = () => {
    for (const { namespace } of ends) {
      try {
        ip('netns', 'del', namespace);
      } catch {
        // It was never made: a step before it failed.
      }
    }
  };
  try {
    for (const { namespace } of ends) ip('netns', 'add', namespace);
    ip(
      'link',
      'add',
      ends[0].link,
      'netns',
      ends[0].namespace,
      'type',
      'veth',
      'peer',
      'name',
      ends[1].link,
      'netns',
      ends[1].namespace,
    );
    for (const end of ends) {
      ip('-n', end.namespace, 'addr', 'add', `${end.address}/24`, 'dev', end.link);
      ip('-n', end.namespace, 'link', 'set', end.link, 'up');
      ip('-n', end.namespace, 'link', 'set', 'lo', 'up');
    }
  } catch (error) {
    remove();
    throw error;
  }
  const set = (state: 'up' | 'down') => ip('-n', ends[0].namespace, 'link', 'set', ends[0].link, state);
  return {
    address,
    server,
    client,
    pull: () => set('down'),
    plug: () => set('up'),
    remove,
  };
}
