/** npm run fuzz -- --requests N --frames N --seed S: what a server is told that is wrong, and what it makes of it. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz } from './campaign';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '200000' },
    frames: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    bundle: { type: 'string', default: join(import.meta.dirname, '../../dist/server/headless.cjs') },
  },
});
const [requests = 0, frames = 0, seed = 1] = [values.requests, values.frames, values.seed].map(Number);
const outcome = await fuzz(values.bundle, { requests, frames, seed, atOnce: 48, absence: 60_000 });
const { before, after, kept, heap, regrets } = outcome;
const mb = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
console.log(`${outcome.requests} requests and ${outcome.frames} frames by ${outcome.lines} connections, seed ${seed}`);
console.log(
  `heap ${mb(before.heap)} → ${mb(after.heap)} (× ${heap.toFixed(3)}), besides compiled code ${mb(before.compiled)} → ${mb(after.compiled)}, sockets ${after.sockets}, ${outcome.seconds.toFixed(0)} s`,
);
console.log(
  `kept for good: ${kept.map(({ members, rooms, logs }) => `${members} members, ${rooms} rooms, ${logs} logs`).join(' → ')}`,
);
for (const regret of regrets.slice(0, 20)) console.error(regret);
const fine = regrets.length === 0 && heap <= 1.05 && after.sockets === 0;
console.log(
  fine ? 'nothing ended, nothing was unforeseen, nothing stayed behind' : `not as promised: ${regrets.length} regrets`,
);
process.exit(fine ? 0 : 1);
