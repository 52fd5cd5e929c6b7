/** A machine on the LAN that lies as fast as it can, from all of its addresses, by the beacon and by mDNS. */
import Bonjour from 'bonjour-service';
import { randomBytes, randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';
import { networkInterfaces } from 'node:os';
import { BEACON_GROUP, limits, SERVICE_TYPE, type Announcement } from '../../protocol';

const GROUP = '224.0.0.251';
/** Announcements in a second. */
const RATE = 10_000;
const TICK = 10;

const [victimId = '', victimFingerprint = '', trap = '0'] = process.argv.slice(2);
const own = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .filter(({ family, internal }) => family === 'IPv4' && !internal);

const sockets = await Promise.all(
  own.map(async ({ address }) => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, address, resolve));
    socket.setBroadcast(true);
    socket.setMulticastInterface(address);
    return socket;
  }),
);

const said = (change: Partial<Announcement>): Buffer =>
  Buffer.from(
    JSON.stringify({
      ...{ maru: 1, id: randomUUID(), port: Number(trap), fingerprint: randomBytes(32).toString('base64url') },
      ...change,
    }),
  );
/** Garbage, another's id, another's fingerprint, another's goodbye, a place where nobody is, too much at once. */
const lies: (() => Buffer)[] = [
  () => randomBytes(1 + Math.floor(Math.random() * 1_400)),
  () => said({ id: victimId }),
  () => said({ fingerprint: victimFingerprint }),
  () => said({ id: victimId, fingerprint: victimFingerprint, bye: true }),
  () => said({ port: 1 + Math.floor(Math.random() * 65_000) }),
  () => Buffer.concat([said({}), Buffer.alloc(limits.beaconBytes, 0x20)]),
];

/** Made before: making one takes longer than saying it. */
const pool = Array.from({ length: 6_000 }, (_, at) => lies[at % lies.length]?.() ?? Buffer.alloc(0));

let sent = 0;
const began = performance.now();
const pump = setInterval(() => {
  // A machine with two processors may not get there: what was sent is told.
  const due = Math.min(((performance.now() - began) / 1_000) * RATE - sent, RATE / 10);
  for (let count = 0; count < due; count += 1) {
    const lie = pool[sent % pool.length] ?? Buffer.alloc(0);
    const socket = sockets[sent % sockets.length];
    const group = sent % 5 === 0;
    socket?.send(lie, group ? 5353 : limits.port, group ? GROUP : BEACON_GROUP, () => undefined);
    sent += 1;
  }
}, TICK);

const bonjour = new Bonjour({ interface: own[0]?.address, bind: '0.0.0.0' } as object);
for (let count = 0; count < 150; count += 1) {
  const lie = JSON.parse(String(said(count % 2 ? { id: victimId } : {}))) as Announcement;
  const txt = { ...lie, maru: '1', port: String(lie.port) };
  bonjour.publish({ name: `lie ${count}`, type: SERVICE_TYPE, port: lie.port || 1, txt, probe: false });
}

process.stdout.write('lying\n');
createInterface(process.stdin).on('line', () => {
  clearInterval(pump);
  process.stdout.write(`${JSON.stringify({ sent, ms: performance.now() - began })}\n`, () => process.exit(0));
});
