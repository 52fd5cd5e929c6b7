/** Which firewall this machine has, and whether it is on: what one may see without being root. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Firewall, OwnLook } from '../../protocol';

export type OwnFirewall = Pick<OwnLook, 'firewall' | 'firewallOn'>;

/** What is asked of the system; a test brings its own. */
export interface System {
  readonly platform: NodeJS.Platform;
  /** A file's text, or null. */
  read(path: string): Promise<string | null>;
  /** What a program printed, whatever it ended with; empty where it is not there. */
  run(file: string, args: readonly string[]): Promise<string>;
}

export const thisSystem: System = {
  platform: process.platform,
  read: (path) => readFile(path, 'utf8').catch(() => null),
  run: (file, args) =>
    new Promise((resolve) =>
      execFile(file, [...args], { timeout: 1_500, windowsHide: true }, (_error, stdout) => resolve(stdout)),
    ),
};

/** The systemd units that load a firewall, in the order in which they are usual. */
const units: readonly (readonly [string, Firewall])[] = [
  ['firewalld', 'firewalld'],
  ['nftables', 'nftables'],
  ['netfilter-persistent', 'iptables'],
  ['iptables', 'iptables'],
];

async function onLinux({ read, run }: System): Promise<OwnFirewall> {
  // Written by `ufw enable` itself (ufw(8)); `ufw status` would need root.
  const ufw = await read('/etc/ufw/ufw.conf');
  if (ufw !== null && /^\s*ENABLED\s*=\s*["']?yes/im.test(ufw)) return { firewall: 'ufw', firewallOn: true };
  const states = (await run('systemctl', ['is-active', ...units.map(([unit]) => unit)])).split('\n');
  const active = units.find((_, at) => states[at]?.trim() === 'active');
  if (active) return { firewall: active[1], firewallOn: true };
  // Rules can be loaded by anything else, and only root may list them.
  return ufw === null ? { firewall: null, firewallOn: null } : { firewall: 'ufw', firewallOn: false };
}

/** socketfilterfw prints "Firewall is enabled. (State = 1)"; 2 blocks all that comes in. */
async function onMac({ run }: System): Promise<OwnFirewall> {
  const state = await run('/usr/libexec/ApplicationFirewall/socketfilterfw', ['--getglobalstate']);
  const number = /State = (\d)/.exec(state)?.[1];
  return { firewall: 'macos', firewallOn: number === undefined ? null : number !== '0' };
}

/** Its words are in the system's language, so whether it is on is read from the registry's values. */
async function onWindows({ run }: System): Promise<OwnFirewall> {
  const root = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy';
  const values = await run('reg', ['query', root, '/s', '/v', 'EnableFirewall']);
  const set = [...values.matchAll(/EnableFirewall\s+REG_DWORD\s+0x(\d)/g)].map(([, value]) => value);
  return { firewall: 'windows', firewallOn: set.length === 0 ? null : set.includes('1') };
}

export function ownFirewall(system: System = thisSystem): Promise<OwnFirewall> {
  if (system.platform === 'darwin') return onMac(system);
  if (system.platform === 'win32') return onWindows(system);
  return onLinux(system);
}
