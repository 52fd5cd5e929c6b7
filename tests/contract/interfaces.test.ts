/** Which networks a machine is on, and which of its addresses help somebody else. */
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import type { InterfaceKind } from '../../protocol';
import { reachableAddresses } from '../../server';
import { everyInterface } from '../../server/addresses';
import { kindOf, kindOfInterface } from '../../server/interfaces';

test.each<[string, InterfaceKind]>([
  ['eth0', 'ethernet'],
  ['enp3s0', 'ethernet'],
  ['eno1', 'ethernet'],
  ['enx00e04c680a11', 'ethernet'],
  ['Ethernet 2', 'ethernet'],
  ['이더넷', 'ethernet'],
  ['wlan0', 'wifi'],
  ['wlp2s0', 'wifi'],
  ['wlx00c0ca12ab34', 'wifi'],
  ['Wi-Fi', 'wifi'],
  ['docker0', 'container'],
  ['br-4f1c9d0a2b3e', 'container'],
  ['veth1a2b3c4', 'container'],
  ['podman0', 'container'],
  ['cni-podman0', 'container'],
  ['virbr0', 'virtual-machine'],
  ['vboxnet0', 'virtual-machine'],
  ['vmnet8', 'virtual-machine'],
  ['vEthernet (WSL)', 'virtual-machine'],
  ['vEthernet (Default Switch)', 'virtual-machine'],
  ['VirtualBox Host-Only Network', 'virtual-machine'],
  ['VMware Network Adapter VMnet1', 'virtual-machine'],
  ['bridge100', 'virtual-machine'],
  ['wg0', 'vpn'],
  ['tun0', 'vpn'],
  ['utun4', 'vpn'],
  ['tailscale0', 'vpn'],
  ['Tailscale', 'vpn'],
  ['ztabcdefgh', 'vpn'],
  ['ZeroTier One [8056c2e21c000001]', 'vpn'],
  ['Home WireGuard', 'vpn'],
  ['br0', 'other'],
  ['Bluetooth 네트워크 연결', 'other'],
])('%s is %s', (name, kind) => {
  expect(kindOfInterface(name, 'linux')).toBe(kind);
});

test('an address says more than its interface’s name: loopback, link-local, and the shared space of Tailscale', () => {
  expect(kindOf('eth0', '127.0.0.1')).toBe('loopback');
  expect(kindOf('eth0', '169.254.7.7')).toBe('link-local');
  expect(kindOf('wlan0', 'fe80::1')).toBe('link-local');
  expect(kindOf('eth0', '100.100.1.2')).toBe('vpn');
  expect(kindOf('eth0', '100.63.1.2')).toBe('ethernet');
  expect(kindOf('utun3', 'fd7a:115c:a1e0::7')).toBe('vpn');
  // A Mac calls both alike.
  expect(kindOfInterface('en0', 'darwin')).toBe('other');
  expect(kindOfInterface('en0', 'linux')).toBe('ethernet');
});

const at = (address: string, family = 'IPv4') =>
  ({ address, family, internal: false, netmask: '', mac: '', cidr: null }) as never;

test('what people share comes first; what a browser cannot open is marked; what leads nowhere is left out', () => {
  const interfaces = {
    lo: [at('127.0.0.1'), at('::1', 'IPv6')],
    docker0: [at('172.17.0.1'), at('fe80::42', 'IPv6')],
    wg0: [at('10.9.0.2')],
    wlan0: [at('fe80::1', 'IPv6'), at('fd00::7', 'IPv6'), at('192.168.0.7')],
    eth1: [at('169.254.3.4')],
  };
  const list = reachableAddresses('::', 7420, interfaces);
  expect(list.map(({ address, kind, browsers }) => [address, kind, browsers])).toEqual([
    ['192.168.0.7', 'wifi', true],
    ['fd00::7', 'wifi', true],
    ['10.9.0.2', 'vpn', true],
    ['169.254.3.4', 'link-local', true],
    ['fe80::1%wlan0', 'link-local', false],
    ['172.17.0.1', 'container', true],
  ]);
  expect(list[1]?.url).toBe('http://[fd00::7]:7420/');
  expect(list[4]?.url).toBe('http://[fe80::1%25wlan0]:7420/');
  expect(list.filter(({ browsers }) => browsers).every(({ url }) => new URL(url).port === '7420')).toBe(true);
});

test('IPv6 is listened on where this machine has it, and IPv4 comes in by the same door', async () => {
  expect(everyInterface({ eth0: [at('10.0.0.5')] })).toBe('0.0.0.0');
  expect(everyInterface({ eth0: [at('10.0.0.5'), at('fd00::5', 'IPv6')] })).toBe('::');
  const server = createServer((_request, response) => response.end());
  // Loopback, all of it: what is dialled here never leaves this machine.
  await new Promise<void>((resolve) => server.listen({ host: everyInterface(), port: 0 }, resolve));
  const { port } = server.address() as AddressInfo;
  const both = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
  for (const host of both ? ['127.0.0.1', '::1'] : ['127.0.0.1']) {
    const socket = connect({ host, port });
    await once(socket, 'connect');
    socket.destroy();
  }
  await new Promise((resolve) => server.close(resolve));
});
