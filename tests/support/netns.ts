/** Two machines on one cable: network namespaces of this test's own, joined by a pair of virtual interfaces. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

export interface Cable {
  /** The first machine's address: where the server is. */
  address: string;
  server: Machine;
  client: Machine;
  /** What stands between the two with `relayed`: it has one end of a cable to each, and forwards nothing by itself. */
  relay: Relay | null;
  /** Pulls the cable, and plugs it in again. */
  pull(): void;
  plug(): void;
  /** What this machine sends arrives nowhere any more, while it goes on hearing the other; and back to normal. */
  mute(machine: Machine): void;
  unmute(machine: Machine): void;
  remove(): void;
}

export interface Machine {
  namespace: string;
  /** The name of its network interface. */
  link: string;
  /** Words before a command that make it run there. */
  prefix: readonly string[];
}

export type Relay = Pick<Machine, 'namespace' | 'prefix'> & { links: readonly [server: string, client: string] };

/** A hardware address of nobody: locally administered, and given to no interface. */
const NOBODY = '02:00:00:00:00:01';

export const ip = (...args: string[]) => void execFileSync('ip', args, { stdio: 'pipe' });

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

/** @param relayed with a third machine between the two, which has to carry every frame */
export function layCable({ relayed = false } = {}): Cable {
  const id = randomBytes(3).toString('hex');
  const machine = (role: string, address: string) => {
    const namespace = `maru-${role}-${id}`;
    return { namespace, address, link: `m${role}${id}`, prefix: ['ip', 'netns', 'exec', namespace] };
  };
  const [server, client] = [machine('s', '10.77.0.1'), machine('c', '10.77.0.2')];
  const { namespace, prefix } = machine('r', '');
  const relay: Relay | null = relayed ? { namespace, prefix, links: [`rs${id}`, `rc${id}`] } : null;
  const all = [server.namespace, client.namespace, ...(relay ? [relay.namespace] : [])];
  const remove = () => {
    for (const made of all) {
      try {
        ip('netns', 'del', made);
      } catch {
        // It was never made: a step before it failed.
      }
    }
  };
  const join = (a: Pick<Machine, 'namespace' | 'link'>, b: Pick<Machine, 'namespace' | 'link'>) => {
    const other = ['peer', 'name', b.link, 'netns', b.namespace];
    ip('link', 'add', a.link, 'netns', a.namespace, 'type', 'veth', ...other);
  };
  try {
    for (const name of all) ip('netns', 'add', name);
    if (relay) {
      for (const [at, end] of [server, client].entries()) {
        const link = relay.links[at] ?? '';
        join(end, { namespace, link });
        ip('-n', namespace, 'link', 'set', link, 'up');
      }
    } else join(server, client);
    for (const end of [server, client]) {
      ip('-n', end.namespace, 'addr', 'add', `${end.address}/24`, 'dev', end.link);
      // An IPv6 address that becomes valid a second later is a change of network, at which Chromium breaks off what it loads.
      ip('-n', end.namespace, 'link', 'set', end.link, 'addrgenmode', 'none');
      ip('-n', end.namespace, 'link', 'set', end.link, 'up');
      ip('-n', end.namespace, 'link', 'set', 'lo', 'up');
    }
  } catch (error) {
    remove();
    throw error;
  }
  const set = (state: 'up' | 'down') => ip('-n', server.namespace, 'link', 'set', server.link, state);
  const neighbour = (from: Machine, verb: string, ...rest: string[]) => {
    const to = from.namespace === server.namespace ? client.address : server.address;
    ip('-n', from.namespace, 'neigh', verb, to, 'dev', from.link, ...rest);
  };
  return {
    address: server.address,
    server,
    client,
    relay,
    pull: () => set('down'),
    plug: () => set('up'),
    // Its frames still leave, addressed to nobody: the other machine drops them unheard, and no error comes back.
    mute: (from) => neighbour(from, 'replace', 'lladdr', NOBODY, 'nud', 'permanent'),
    unmute: (from) => neighbour(from, 'del'),
    remove,
  };
}
