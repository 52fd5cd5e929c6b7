/**
 * A person's machine in a story: it does what the lines on its stdin ask (JSON), and answers each with a line. Walks are
 * main's own, over real sockets of the namespace it runs in; the keys it knows are in a file of its own.
 */
import { createInterface } from 'node:readline';
import { io } from 'socket.io-client';
import { DialsBack } from '../../client/doctor';
import { doctor } from '../../main/doctor/doctor';
import { jsonFile } from '../../main/json-file';
import { shakeHands } from '../../main/trust/handshake';
import { noPins, Pins, PinsFile } from '../../main/trust/pins';
import { Ways } from '../../main/trust/ways';
import {
  limits,
  PROTOCOL,
  type Answer,
  type Diagnosis,
  type Input,
  type DesktopCalls,
  type NetworkCalls,
} from '../../protocol';

export type Order =
  | { do: 'diagnose'; input: Input<DesktopCalls['diagnose']> }
  /** Meets a server for the first time, and holds on to its key. */
  | { do: 'trust'; url: string; server: string }
  /** Joins from the app and stays, and dials back when it is asked. */
  | { do: 'stay'; url: string }
  /** Calls over Socket.IO in TLS; it stays open for the next one where it is the same address. */
  | { do: 'call'; url: string; name: keyof NetworkCalls; input: unknown };

const log = { info: () => undefined, error: console.error, lines: () => undefined };
const pins = new Pins(jsonFile(process.argv[2] ?? '', PinsFile, noPins, log as never));
const ways = new Ways();
const { handlers } = doctor({
  pins,
  ways,
  own: () => null,
  host: () => ({ state: 'stopped' }),
  vouched: async () => false,
  push: (name, told) => name === 'diagnosis' && steps.push((told as Diagnosis).steps.map(({ state }) => state)),
});
const steps: string[][] = [];
/** How much later it is for this person than it was, in ms. */
let passed = 0;
/** Connections that last as long as this person does. */
const staying: { disconnect(): void }[] = [];

async function call(url: string, name: string, input: unknown): Promise<unknown> {
  const socket = io(url, {
    ...{ auth: { protocol: PROTOCOL }, transports: ['websocket'], reconnection: false, forceNew: true },
    rejectUnauthorized: false,
  });
  try {
    await new Promise((resolve, reject) => socket.once('connect', () => resolve(null)).once('connect_error', reject));
    if (name !== 'join') await socket.emitWithAck('join', { name: '윤서' });
    return await socket.emitWithAck(name, input);
  } finally {
    socket.disconnect();
  }
}

async function stay(url: string): Promise<unknown> {
  const seen = await shakeHands(url);
  if (seen.seen !== 'key') return seen;
  const { fingerprint } = seen;
  ways.open(new URL(url).host, { verified: { verdict: 'verified', by: 'pin', fingerprint }, server: null });
  const socket = io(url, {
    ...{ auth: { protocol: PROTOCOL }, transports: ['websocket'], reconnection: false, rejectUnauthorized: false },
    extraHeaders: { origin: 'app://maru' },
  });
  staying.push(socket);
  const call = (name: string, input: unknown): Promise<never> => socket.emitWithAck(name, input) as Promise<never>;
  const dialsBack = new DialsBack(
    url,
    async (to) => {
      const answer = await handlers.dialBack({ url: to });
      return answer.ok ? answer.value.outcome : null;
    },
    { now: () => Date.now() + passed },
    call,
  );
  socket.on('dialBack', ({ ask }: { ask: string }) => void dialsBack.asked(ask));
  await new Promise((resolve) => socket.once('connect', () => resolve(null)));
  const { ok } = (await socket.emitWithAck('join', { name: '윤서' })) as { ok: boolean };
  return { ok };
}

async function obey(order: Order | 'later'): Promise<unknown> {
  if (order === 'later') return (passed += limits.dialBackEvery);
  if (order.do === 'stay') return stay(order.url);
  if (order.do === 'call') return call(order.url, order.name, order.input);
  if (order.do === 'trust') {
    const seen = await shakeHands(order.url);
    if (seen.seen !== 'key') return seen;
    const { host } = new URL(order.url);
    pins.keep(order.server, { pin: { fingerprint: seen.fingerprint, how: 'first', since: Date.now() } }, host);
    return seen;
  }
  steps.length = 0;
  const begun = performance.now();
  const answer = (await handlers.diagnose(order.input)) as Answer<Diagnosis>;
  return { ...answer, ms: Math.round(performance.now() - begun), told: steps };
}

for await (const line of createInterface(process.stdin)) {
  console.log(
    JSON.stringify(
      await obey(JSON.parse(line) as Order | 'later').catch((error: unknown) => ({ thrown: String(error) })),
    ),
  );
}
for (const socket of staying) socket.disconnect();
