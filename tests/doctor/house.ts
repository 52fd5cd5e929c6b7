/**
 * A house for stories of who reaches whom: machines on one switch, a router, and one machine behind it. All of it is made of
 * network namespaces of this test's own; nothing touches the machine's own interfaces.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { ip } from '../support/netns';

export interface Machine {
  namespace: string;
  address: string;
  /** Words before a command that make it run there. */
  prefix: readonly string[];
}

export interface House {
  /** On one network, 10.78.0.0/24; the router is everybody's way out. */
  host: Machine;
  joiner: Machine;
  third: Machine;
  router: Machine;
  /** On another network, 10.79.0.0/24, behind the router. */
  far: Machine;
  /** The host's second address, on a cable of its own to the joiner. */
  second: string;
  /** Rules of a firewall in a machine, in nft's words; none takes them away. */
  firewall(machine: Machine, ...rules: readonly string[]): void;
  /** Whether the switch lets this machine talk with others than the router. */
  isolate(machine: Machine, on: boolean): void;
  /** Switches a machine off or on, as far as the network sees it. */
  power(machine: Machine, on: boolean): void;
  /** Takes away a machine's way to other networks, and gives it back. */
  cutOff(machine: Machine): void;
  putBack(machine: Machine): void;
  /** Forgets whom this machine has talked with. */
  forget(machine: Machine): void;
  remove(): void;
}

const nft = (machine: Machine, ...words: string[]) =>
  void execFileSync('ip', ['netns', 'exec', machine.namespace, 'nft', ...words], { stdio: 'pipe' });

/** Null, or why a firewall cannot be made here. */
export function noFirewall(): string | null {
  try {
    execFileSync('nft', ['--version'], { stdio: 'pipe' });
    return null;
  } catch {
    return 'nft is not installed (Debian: nftables)';
  }
}

export function buildHouse(): House {
  const id = randomBytes(2).toString('hex');
  const made: string[] = [];
  const machine = (role: string, address: string): Machine => {
    const namespace = `maru-${role}-${id}`;
    ip('netns', 'add', namespace);
    made.push(namespace);
    ip('-n', namespace, 'link', 'set', 'lo', 'up');
    return { namespace, address, prefix: ['ip', 'netns', 'exec', namespace] };
  };
  const remove = () => {
    for (const namespace of made.splice(0)) ip('netns', 'del', namespace);
  };
  /** A cable from a machine's interface to another's. */
  const cable = (from: Machine, link: string, to: Machine, end: string) => {
    ip('link', 'add', link, 'netns', from.namespace, 'type', 'veth', 'peer', 'name', end, 'netns', to.namespace);
    ip('-n', from.namespace, 'link', 'set', link, 'up');
    ip('-n', to.namespace, 'link', 'set', end, 'up');
  };
  const give = ({ namespace }: Machine, link: string, address: string) =>
    ip('-n', namespace, 'addr', 'add', `${address}/24`, 'dev', link);
  try {
    const bridge = machine('sw', '');
    ip('-n', bridge.namespace, 'link', 'add', 'br0', 'type', 'bridge');
    ip('-n', bridge.namespace, 'link', 'set', 'br0', 'up');
    const [host, joiner, third, router, far] = [
      machine('host', '10.78.0.1'),
      machine('join', '10.78.0.2'),
      machine('third', '10.78.0.3'),
      machine('gate', '10.78.0.254'),
      machine('far', '10.79.0.1'),
    ];
    const port = (of: Machine) => of.namespace.replace('maru-', '');
    for (const one of [host, joiner, third, router]) {
      cable(one, 'eth0', bridge, port(one));
      give(one, 'eth0', one.address);
      ip('-n', bridge.namespace, 'link', 'set', port(one), 'master', 'br0');
    }
    cable(router, 'eth1', far, 'eth0');
    give(router, 'eth1', '10.79.0.254');
    give(far, 'eth0', far.address);
    const putBack = (at: Machine) =>
      ip('-n', at.namespace, 'route', 'add', 'default', 'via', router.address, 'dev', 'eth0');
    for (const one of [host, joiner, third]) putBack(one);
    ip('-n', far.namespace, 'route', 'add', 'default', 'via', '10.79.0.254', 'dev', 'eth0');
    ip('netns', 'exec', router.namespace, 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
    cable(host, 'eth1', joiner, 'eth1');
    give(host, 'eth1', '10.78.9.1');
    give(joiner, 'eth1', '10.78.9.2');
    return {
      ...{ host, joiner, third, router, far, second: '10.78.9.1', remove },
      firewall(at, ...rules) {
        nft(at, 'flush', 'ruleset');
        if (rules.length === 0) return;
        nft(at, 'add table inet house; add chain inet house in { type filter hook input priority 0; policy accept; }');
        nft(at, 'add chain inet house through { type filter hook forward priority 0; policy accept; }');
        for (const rule of rules) nft(at, `add rule inet house ${rule}`);
      },
      forget: (at) => ip('-n', at.namespace, 'neigh', 'flush', 'all'),
      isolate: (at, on) =>
        ip('-n', bridge.namespace, 'link', 'set', port(at), 'type', 'bridge_slave', 'isolated', on ? 'on' : 'off'),
      power: (at, on) => ip('-n', bridge.namespace, 'link', 'set', port(at), on ? 'up' : 'down'),
      putBack,
      cutOff: (at) => ip('-n', at.namespace, 'route', 'del', 'default'),
    };
  } catch (error) {
    remove();
    throw error;
  }
}
