/**
 * A host's machine in a story: a server, and the host's own connection to it. Each line on stdin is a question: it asks the
 * members who are here to dial back and looks at its own porch, and answers with a line. `"later"`: as long
 * passes as a host has to wait between two questions.
 */
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { io } from 'socket.io-client';
import { lookAtOwn } from '../../main/doctor/own';
import { limits, PROTOCOL } from '../../protocol';
import { reachableAddresses, start } from '../../server';
import { systemClock } from '../../server/clock';
import { keptLog } from '../support/server';

const [folder = '', storeWorker = ''] = process.argv.slice(2);
const hostKey = randomBytes(32).toString('base64url');
let passed = 0;
const server = await start({
  ...{ dataDir: folder, host: '0.0.0.0', port: limits.port, storeWorker, hostKey, log: keptLog() },
  clock: { ...systemClock, now: () => Date.now() + passed },
});
const socket = io(`https://127.0.0.1:${server.address.port}`, {
  ...{ auth: { protocol: PROTOCOL }, transports: ['websocket'], rejectUnauthorized: false },
  extraHeaders: { origin: 'app://maru' },
});
await new Promise((resolve) => socket.once('connect', () => resolve(null)));
await socket.emitWithAck('join', { name: '나래', hostKey });
console.log(JSON.stringify({ ready: true }));

const lines = createInterface(process.stdin);
for await (const line of lines) {
  if (line === '"later"') {
    passed += limits.dialBackEvery;
    console.log('{}');
    continue;
  }
  const begun = performance.now();
  const [answer, own] = await Promise.all([
    socket.emitWithAck('askDialBack', {}),
    lookAtOwn({ port: limits.port, addresses: reachableAddresses('0.0.0.0', limits.port) }),
  ]);
  console.log(JSON.stringify({ answer, own, ms: Math.round(performance.now() - begun) }));
}
socket.disconnect();
await server.close();
