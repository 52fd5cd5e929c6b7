/** What kind of network an address belongs to, by its interface's name and by itself. A guess for people, never a rule of trust. */
import { isIPv4 } from 'node:net';
import type { InterfaceKind } from '../protocol';

/**
 * Names of network interfaces, the first that fits decides. Linux: systemd.net-naming-scheme(7) (`en`, `wl`, `ww`), the
 * kernel's own (`eth0`, `wlan0`), and the bridges that Docker, Podman, LXD, Incus, Kubernetes, libvirt, VirtualBox and
 * VMware make. macOS: `utun`, `bridge100` and above (its hypervisor), `awdl`, `llw` (device to device). Windows: the
 * connections' names as the system and the programs call them, `vEthernet (…)` for Hyper-V and WSL.
 */
const names: readonly (readonly [RegExp, InterfaceKind])[] = [
  [/^(lo|lo\d+|loopback.*)$/, 'loopback'],
  [
    /^(docker|br-[0-9a-f]{6}|veth(?!ernet)|ve-|vb-|podman|cni|lxcbr|lxdbr|incusbr|lxc|flannel|cali|cbr|weave|kube)/,
    'container',
  ],
  [/^(virbr|vnet\d|vmnet|vboxnet|vmbr|bridge1\d\d|vnic|hvn)/, 'virtual-machine'],
  [/^vethernet \(|virtualbox|vmware|hyper-v|parallels/, 'virtual-machine'],
  [/^(tun|tap|wg|ppp|ipsec|utun|tailscale|zt|nordlynx|proton|gpd|cscotun|mullvad|nebula|warp)/, 'vpn'],
  [/wireguard|openvpn|tap-windows|zerotier|\bvpn\b|cloudflarewarp|anyconnect|fortinet|wintun/, 'vpn'],
  [/^(awdl|llw)\d/, 'link-local'],
  [/^(wl|wlan|ath|ra)\w*\d|^wi-?fi|^wlan|wireless|무선/, 'wifi'],
  [/^(en|eth|em|eno|ens|enp|usb)\w*\d|^ethernet|^이더넷|^로컬 영역 연결/, 'ethernet'],
];

/** macOS calls Wi-Fi and cables alike: en0, en1. */
const unnamed = (name: string, platform: NodeJS.Platform): boolean => platform === 'darwin' && /^en\d+$/.test(name);

export function kindOfInterface(name: string, platform: NodeJS.Platform = process.platform): InterfaceKind {
  if (unnamed(name, platform)) return 'other';
  const lower = name.normalize('NFC').toLowerCase();
  return names.find(([form]) => form.test(lower))?.[1] ?? 'other';
}

/** RFC 1122 §3.2.1.3, RFC 4291 §2.5.3. */
export const isLoopback = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/i.test(address);
/** RFC 3927, RFC 4291 §2.5.6. */
export const isLinkLocal = (address: string): boolean => /^(169\.254\.|fe[89ab][0-9a-f]:)/i.test(address);

/** 100.64.0.0/10: shared address space (RFC 6598), which Tailscale gives its machines. */
function isShared(address: string): boolean {
  const [a = 0, b = 0] = isIPv4(address) ? address.split('.').map(Number) : [];
  return a === 100 && b >= 64 && b <= 127;
}
/** Tailscale's own part of the unique local IPv6 addresses. */
const isTailscale = (address: string): boolean => /^fd7a:115c:a1e0:/i.test(address);

/** The kind of an address: what only the address tells comes before what its interface is called. */
export function kindOf(name: string, address: string, platform?: NodeJS.Platform): InterfaceKind {
  if (isLoopback(address)) return 'loopback';
  if (isLinkLocal(address)) return 'link-local';
  if (isShared(address) || isTailscale(address)) return 'vpn';
  return kindOfInterface(name, platform);
}
