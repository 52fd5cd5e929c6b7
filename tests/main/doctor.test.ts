/** What the doctor reads of this system, what it sees of its own porch, and whom it dials. */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { doctor } from '../../main/doctor/doctor';
import { ownFirewall, type System } from '../../main/doctor/firewall';
import { readArp, readIpNeigh, readProcArp } from '../../main/doctor/neighbours';
import { lookAtOwn } from '../../main/doctor/own';
import { Ways } from '../../main/trust/ways';
import type { ReachableAddress } from '../../protocol';
import { identity, listenAs, type Listener } from '../support/tls';

const open: (Server | Listener)[] = [];
afterEach(async () => {
  for (const one of open.splice(0))
    await new Promise<void>((done) => void Promise.resolve(one.close(() => done())).then(() => done()));
});

/** A system with these files and these answers of its programs. */
const system = (
  platform: NodeJS.Platform,
  { files = {}, says = {} }: { files?: Record<string, string>; says?: Record<string, string> },
): System => ({
  platform,
  read: async (path) => files[path] ?? null,
  run: async (file) => says[file.split('/').at(-1) ?? ''] ?? '',
});

test.each<[string, System, Awaited<ReturnType<typeof ownFirewall>>]>([
  [
    'ufw, on',
    system('linux', { files: { '/etc/ufw/ufw.conf': '# /etc/ufw/ufw.conf\nENABLED=yes\nLOGLEVEL=low\n' } }),
    { firewall: 'ufw', firewallOn: true },
  ],
  [
    'ufw, off',
    system('linux', { files: { '/etc/ufw/ufw.conf': 'ENABLED=no\n' } }),
    { firewall: 'ufw', firewallOn: false },
  ],
  [
    'firewalld',
    system('linux', { says: { systemctl: 'active\ninactive\ninactive\ninactive\n' } }),
    { firewall: 'firewalld', firewallOn: true },
  ],
  [
    'nftables beside a ufw that is off',
    system('linux', {
      files: { '/etc/ufw/ufw.conf': 'ENABLED=no\n' },
      says: { systemctl: 'inactive\nactive\ninactive\ninactive\n' },
    }),
    { firewall: 'nftables', firewallOn: true },
  ],
  ['none that one can see', system('linux', {}), { firewall: null, firewallOn: null }],
  [
    'macOS, on',
    system('darwin', { says: { socketfilterfw: 'Firewall is enabled. (State = 1)\n' } }),
    { firewall: 'macos', firewallOn: true },
  ],
  [
    'macOS, off',
    system('darwin', { says: { socketfilterfw: 'Firewall is disabled. (State = 0)\n' } }),
    { firewall: 'macos', firewallOn: false },
  ],
  [
    'Windows, on for one of its networks',
    system('win32', { says: { reg: '  EnableFirewall    REG_DWORD    0x0\n  EnableFirewall    REG_DWORD    0x1\n' } }),
    { firewall: 'windows', firewallOn: true },
  ],
  ['Windows that does not say', system('win32', {}), { firewall: 'windows', firewallOn: null }],
])('%s', async (_name, at, found) => {
  expect(await ownFirewall(at)).toEqual(found);
});

test('neighbours are read as Linux, macOS and Windows list them: who answered, who did not, who did long ago', () => {
  const neigh = [
    '10.0.0.1 dev eth0 lladdr 02:fc:00:00:00:05 REACHABLE',
    '10.0.0.2 dev eth0  FAILED',
    '10.0.0.3 dev eth0 INCOMPLETE',
    'fe80::1 dev wlan0 lladdr 02:fc:00:00:00:06 router STALE',
    '',
  ].join('\n');
  expect(readIpNeigh(neigh).map(({ address, link, presence }) => [address, link, presence])).toEqual([
    ['10.0.0.1', 'eth0', 'there'],
    ['10.0.0.2', 'eth0', 'absent'],
    ['10.0.0.3', 'eth0', 'absent'],
    ['fe80::1', 'wlan0', 'unsure'],
  ]);
  const proc = [
    'IP address       HW type     Flags       HW address            Mask     Device',
    '10.0.0.1         0x1         0x2         02:fc:00:00:00:05     *        eth0',
    '10.0.0.2         0x1         0x0         00:00:00:00:00:00     *        eth0',
  ].join('\n');
  expect(readProcArp(proc).map(({ presence }) => presence)).toEqual(['there', 'absent']);
  const mac =
    '? (10.0.0.1) at 2:fc:0:0:0:5 on en0 ifscope [ethernet]\n? (10.0.0.2) at (incomplete) on en0 ifscope [ethernet]\n? (10.0.0.255) at ff:ff:ff:ff:ff:ff on en0 ifscope [ethernet]\n';
  expect(readArp(mac)).toEqual([
    { address: '10.0.0.1', link: 'en0', presence: 'there' },
    { address: '10.0.0.2', link: 'en0', presence: 'absent' },
  ]);
  const windows =
    '\r\nInterface: 10.0.0.9 --- 0x5\r\n  Internet Address      Physical Address      Type\r\n  10.0.0.1              00-11-22-33-44-55     dynamic\r\n  10.0.0.255            ff-ff-ff-ff-ff-ff     static\r\n';
  expect(readArp(windows)).toEqual([{ address: '10.0.0.1', link: '', presence: 'there' }]);
});

const listen = (host: string): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    open.push(server);
    server.listen(0, host, () => resolve(server));
  });

test('one’s own porch answers where it is bound, and nowhere else', async () => {
  const { port } = (await listen('127.0.0.1')).address() as AddressInfo;
  const at = (address: string): ReachableAddress => ({
    ...{
      address,
      url: `http://${address}:${port}/`,
      interface: 'lo',
      kind: 'loopback',
      family: 'IPv4',
      browsers: true,
    },
  });
  const { addresses } = await lookAtOwn({ port, addresses: [at('127.0.0.1'), at('127.0.0.2')] });
  expect(addresses.map(({ url, answers }) => [url, answers])).toEqual([
    [`http://127.0.0.1:${port}/`, true],
    [`http://127.0.0.2:${port}/`, false],
  ]);
});

/** The doctor of a window that knows no keys and runs no porch. */
function withWays() {
  const ways = new Ways();
  const { handlers } = doctor({
    pins: { server: () => null, at: () => null, holderOf: () => null },
    ...{ ways, own: () => null, host: () => ({ state: 'stopped' as const }), vouched: async () => false },
    push: () => undefined,
  });
  return { ways, handlers };
}

test('it dials back only where this window is connected, says nothing there, and knows the key it had', async () => {
  const [mine, other] = [await identity(), await identity()];
  const server = await listenAs(mine);
  open.push(server);
  const { ways, handlers } = withWays();
  const { url } = server;
  const place = new URL(url).host;
  expect(await handlers.dialBack({ url })).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  expect(server.handshakes).toBe(0);

  ways.open(place, { verified: { verdict: 'verified', by: 'pin', fingerprint: mine.fingerprint }, server: null });
  expect(await handlers.dialBack({ url })).toEqual({ ok: true, value: { outcome: 'reached' } });
  ways.open(place, { verified: { verdict: 'verified', by: 'pin', fingerprint: other.fingerprint }, server: null });
  expect(await handlers.dialBack({ url })).toEqual({ ok: true, value: { outcome: 'other-key' } });
  ways.close(place);
  expect(await handlers.dialBack({ url })).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  expect(server.bytes).toBe(0);
});

test('one walk at a time, and none to what is no address', async () => {
  const { handlers } = withWays();
  expect(await handlers.diagnose({ url: 'file:///etc/passwd' })).toMatchObject({
    ok: false,
    error: { code: 'invalid' },
  });
  const server = createServer((socket) => socket.on('error', () => undefined).end('220 no porch\r\n'));
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const [first, second] = await Promise.all([handlers.diagnose({ url }), handlers.diagnose({ url })]);
  expect(first).toMatchObject({ ok: true, value: { cause: 'port-busy' } });
  expect(second).toMatchObject({ ok: false, error: { code: 'busy' } });
});
