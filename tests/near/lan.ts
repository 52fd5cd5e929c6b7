/** A small office: machines as network namespaces, each on one or more switches, which are bridges in one of their own. */
import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { ip } from '../support/netns';

export interface Machine {
  namespace: string;
  /** Its first address. */
  address: string;
  /** Words before a command that make it run there. */
  prefix: readonly string[];
  /** Pulls its first cable. */
  pull(): void;
  /** Gives it further addresses on its first network. */
  also(addresses: readonly string[]): void;
  /** Drops what goes to or comes for this UDP port; answers nothing, as a firewall does. */
  block(port: number): void;
}

export interface Lan {
  /** A further machine, on these switches (0, 1, …); on the first alone unless told. */
  machine(switches?: readonly number[]): Machine;
  remove(): void;
}

/** Null, or why nothing can be blocked here. */
export function noFirewall(): string | null {
  try {
    execFileSync('nft', ['--version'], { stdio: 'pipe' });
    return null;
  } catch {
    return 'there is no nft to block a port with';
  }
}

export function layLan(switches = 1): Lan {
  const id = randomBytes(2).toString('hex');
  const centre = `maru-sw-${id}`;
  const made = [centre];
  ip('netns', 'add', centre);
  for (let at = 0; at < switches; at += 1) {
    ip('-n', centre, 'link', 'add', `br${at}`, 'type', 'bridge');
    ip('-n', centre, 'link', 'set', `br${at}`, 'up');
  }
  return {
    machine(on = [0]) {
      const number = made.length;
      const namespace = `maru-m${number}-${id}`;
      ip('netns', 'add', namespace);
      made.push(namespace);
      ip('-n', namespace, 'link', 'set', 'lo', 'up');
      for (const at of on) {
        const [port, link] = [`p${number}x${at}`, `eth${at}`];
        ip('link', 'add', link, 'netns', namespace, 'type', 'veth', 'peer', 'name', port, 'netns', centre);
        ip('-n', centre, 'link', 'set', port, 'master', `br${at}`, 'up');
        ip('-n', namespace, 'addr', 'add', `10.78.${at}.${number}/24`, 'brd', '+', 'dev', link);
        ip('-n', namespace, 'link', 'set', link, 'up');
      }
      const first = on[0] ?? 0;
      const prefix = ['ip', 'netns', 'exec', namespace];
      const nft = (...rule: string[]) => void execFileSync('ip', ['netns', 'exec', namespace, 'nft', ...rule]);
      return {
        namespace,
        address: `10.78.${first}.${number}`,
        prefix,
        pull: () => ip('-n', centre, 'link', 'set', `p${number}x${first}`, 'down'),
        also(addresses) {
          for (const address of addresses) ip('-n', namespace, 'addr', 'add', `${address}/24`, 'dev', `eth${first}`);
        },
        block(port) {
          nft('add', 'table', 'inet', 'shut');
          for (const hook of ['input', 'output']) {
            nft('add', 'chain', 'inet', 'shut', hook, `{ type filter hook ${hook} priority 0 ; }`);
            nft('add', 'rule', 'inet', 'shut', hook, 'udp', 'dport', String(port), 'drop');
            nft('add', 'rule', 'inet', 'shut', hook, 'udp', 'sport', String(port), 'drop');
          }
        },
      };
    },
    remove() {
      for (const namespace of made) {
        try {
          ip('netns', 'del', namespace);
        } catch {
          // It was never made: a step before it failed.
        }
      }
    },
  };
}
