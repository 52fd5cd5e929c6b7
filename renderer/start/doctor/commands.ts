/** What opens a port in each firewall: one table, by the system or program that has to be told. */
import { firewalls, type Firewall } from '../../../protocol';

export interface Opening {
  /** As people know it. */
  name: string;
  command(port: number): string;
}

/**
 * ufw(8), firewall-cmd(1), nft(8) (the table that Debian's own nftables.conf has), iptables(8), PowerShell's
 * New-NetFirewallRule, and macOS's socketfilterfw, which knows programs and no ports.
 */
export const openings: Readonly<Record<Firewall, Opening>> = {
  ufw: { name: 'Ubuntu · ufw', command: (port) => `sudo ufw allow ${port}/tcp comment Maru` },
  firewalld: {
    name: 'Fedora · firewalld',
    command: (port) => `sudo firewall-cmd --permanent --add-port=${port}/tcp && sudo firewall-cmd --reload`,
  },
  windows: {
    name: 'Windows · PowerShell',
    command: (port) =>
      `New-NetFirewallRule -DisplayName Maru -Direction Inbound -Action Allow -Protocol TCP -LocalPort ${port}`,
  },
  macos: {
    name: 'macOS',
    command: () =>
      'sudo /usr/libexec/ApplicationFirewall/socketfilterfw --add /Applications/Maru.app --unblockapp /Applications/Maru.app',
  },
  nftables: {
    name: 'nftables',
    command: (port) => `sudo nft insert rule inet filter input tcp dport ${port} accept`,
  },
  iptables: { name: 'iptables', command: (port) => `sudo iptables -I INPUT -p tcp --dport ${port} -j ACCEPT` },
};

/** The most usual ones first; the one that is known to be there before all. */
export function ordered(known: Firewall | null): Firewall[] {
  const usual = (Object.keys(openings) as Firewall[]).filter((name) => firewalls.includes(name));
  return known === null ? usual : [known, ...usual.filter((name) => name !== known)];
}
