/** Connections that say what was right and was made wrong: each out of dice of its own, so that any of them can be had again. */
import { connect, type Socket } from 'node:net';
import { calls, limits, PROTOCOL, routes, SocketFrame, SOCKET_PROTOCOL, type Route } from '../../protocol';
import { bytesOf } from '../support/doors/wire';
import { UPGRADE } from '../support/raw-websocket';
import type { Dice } from './dice';
import type { House } from './house';
import { mutateBytes, mutateValue, written } from './mutate';
import { sampleOf } from './samples';

export interface Said {
  requests: number;
  frames: number;
  /** All that was answered. */
  heard: string;
}

export type Line = (house: House, dice: Dice) => Promise<Said>;

const wordsOf = ({ ids, room, epoch, tokens }: House): string[] => [
  ...ids,
  ...[
    room,
    epoch,
    tokens[0]!,
    'A'.repeat(43),
    'A'.repeat(22),
    '말',
    '안녕하세요 🙂',
    'message',
    'x'.repeat(200),
    '1',
    '0',
    '👍',
  ],
];

/**
 * From any of some hundreds of addresses: what is limited by address is not what is looked for here, and what is kept of
 * each for a while is there before the start.
 */
const dial = ({ port }: House, dice: Dice): Socket => {
  const localAddress = `127.0.${dice.below(20)}.${1 + dice.below(20)}`;
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  // A reset is one way of being closed.
  socket.on('error', () => undefined);
  return socket;
};

/** Nothing more is waited for when nothing has come for so long, in ms. */
const QUIET = 40;

/** Hears until the other end hangs up or falls silent, then hangs up. */
function hearOut(socket: Socket, begun = ''): Promise<string> {
  let heard = begun;
  return new Promise((resolve) => {
    let quiet = setTimeout(() => socket.destroy(), QUIET * 5);
    socket.on('data', (data: Buffer) => {
      heard += data.toString('latin1');
      clearTimeout(quiet);
      quiet = setTimeout(() => socket.destroy(), QUIET);
    });
    socket.once('close', () => {
      clearTimeout(quiet);
      resolve(heard);
    });
  });
}

const paths = [
  ...['/', '/hello', '/code', '/j/x', '/api', '/api/socket', '/api/openapi.json', '/assets/x.js', '/index.html'],
  ...['/socket.io/?EIO=4&transport=polling', '/socket.io/?EIO=4&transport=websocket', '/socket.io/', '/nothing'],
];
const table: readonly Route[] = Object.values(routes);

function request(house: House, dice: Dice): Buffer {
  const words = wordsOf(house);
  const route = dice.chance(0.8) ? dice.one(table) : null;
  const headers: Record<string, string> = { authorization: `Bearer ${dice.one(house.tokens)}` };
  const query = route?.query ? (sampleOf(dice, route.query, words) as Record<string, unknown>) : {};
  const asked = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
  const path = (route?.path ?? dice.one(paths)).replace(/\{\w+\}/g, () =>
    dice.chance(0.8) ? house.room : dice.one(words),
  );
  if (dice.chance(0.1)) headers['accept'] = dice.one(['text/event-stream', 'application/x-ndjson', '*/*']);
  if (dice.chance(0.05)) headers['last-event-id'] = `${house.epoch}:${dice.below(50)}`;
  if (dice.chance(0.05))
    headers['origin'] = dice.one(['app://maru', 'null', 'http://127.0.0.1', 'https://evil.example']);
  if (dice.chance(0.05))
    Object.assign(headers, Object.fromEntries(UPGRADE.map((line) => line.split(': ') as [string, string])));
  if (dice.chance(0.05)) headers['content-encoding'] = dice.one(['gzip', 'br', 'identity', 'x']);
  let body = '';
  if (route?.body) {
    headers['content-type'] = route.plain && dice.chance(0.2) ? 'text/plain' : 'application/json';
    headers['idempotency-key'] = dice.chance(0.7) ? uuid(dice) : dice.one(words);
    const value = sampleOf(dice, route.body, words);
    const shaped = path === '/api/join' ? uninvited(value) : value;
    body = written(dice, dice.chance(0.5) ? mutateValue(dice, shaped) : shaped);
  }
  if (body !== '' && dice.chance(0.2)) {
    headers['transfer-encoding'] = 'chunked';
    body = `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  }
  const method = dice.chance(0.9)
    ? (route?.method ?? 'get').toUpperCase()
    : dice.one(['HEAD', 'OPTIONS', 'PUT', 'POST', 'TRACE', 'x']);
  return Buffer.from(bytesOf({ method, path: asked === '' ? path : `${path}?${asked}`, headers, body }));
}

const uuid = (dice: Dice): string =>
  'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => dice.below(16).toString(16));

/** A house grows by everybody who comes in: few do, so that what else grows is seen. */
const uninvited = (value: unknown): unknown => ({ ...(value as object), invitation: 'A'.repeat(22) });

/** Requests, one after another without waiting, the last one perhaps not whole. */
export const requestLine: Line = async (house, dice) => {
  const socket = dial(house, dice);
  const requests = 1 + dice.below(24);
  const said: Buffer[] = [];
  for (let at = 0; at < requests; at += 1) {
    const right = request(house, dice);
    // What is no request ends the connection: most of those before the last are wrong in their values only.
    const wrong = at === requests - 1 || dice.chance(0.03);
    said.push(wrong ? mutateBytes(dice, right, request(house, dice)) : right);
  }
  const bytes = Buffer.concat(said);
  const half = dice.chance(0.3) ? dice.below(bytes.length) : bytes.length;
  socket.write(bytes.subarray(0, half));
  if (half < bytes.length && dice.chance(0.5)) setImmediate(() => socket.write(bytes.subarray(half)));
  if (dice.chance(0.2)) socket.end();
  if (dice.chance(0.1)) setTimeout(() => socket.destroy(), dice.below(10));
  return { requests, frames: 0, heard: await hearOut(socket) };
};

/** A frame as a client sends it, masked with zeros (RFC 6455 §5.2). */
function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const size = length < 126 ? [0x80 | length] : length < 65_536 ? [0xfe, length >> 8, length & 255] : [];
  const long = Buffer.alloc(9);
  if (size.length === 0) {
    long[0] = 0xff;
    long.writeUInt32BE(length, 5);
  }
  return Buffer.concat([
    Buffer.from([0x80 | opcode, ...size]),
    size.length === 0 ? long : Buffer.alloc(0),
    Buffer.alloc(4),
    payload,
  ]);
}

const call = (house: House, dice: Dice): { name: string; input: unknown } => {
  const name = dice.one(Object.keys(calls)) as keyof typeof calls;
  const value = sampleOf(dice, calls[name].input, wordsOf(house));
  const input = name === 'join' ? uninvited(value) : value;
  return {
    name: dice.chance(0.02) ? dice.one(wordsOf(house)) : name,
    input: dice.chance(0.6) ? mutateValue(dice, input) : input,
  };
};

async function upgraded(
  house: House,
  dice: Dice,
  path: string,
  more: string[],
): Promise<{ socket: Socket; opened: boolean }> {
  const socket = dial(house, dice);
  socket.write([`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...UPGRADE, ...more, '', ''].join('\r\n'));
  const opened = await new Promise<boolean>((resolve) => {
    socket.once('data', (data: Buffer) => resolve(data.toString('latin1').startsWith('HTTP/1.1 101')));
    socket.once('close', () => resolve(false));
  });
  if (!opened) socket.destroy();
  return { socket, opened };
}

/** Says frames in a few writes, the last one perhaps no frame at all. */
async function sayFrames(socket: Socket, dice: Dice, frames: Buffer[]): Promise<string> {
  const hearing = hearOut(socket);
  const last = frames.pop();
  if (last) frames.push(dice.chance(0.5) ? mutateBytes(dice, last, frames[0] ?? last) : last);
  for (let at = 0; at < frames.length && !socket.destroyed;) {
    const to = at + 1 + dice.below(100);
    socket.write(Buffer.concat(frames.slice(at, to)));
    at = to;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return hearing;
}

export const plainLine: Line = async (house, dice) => {
  const { socket, opened } = await upgraded(house, dice, '/api/socket', [`Sec-WebSocket-Protocol: ${SOCKET_PROTOCOL}`]);
  if (!opened) return { requests: 0, frames: 0, heard: '' };
  const words = wordsOf(house);
  const token = dice.chance(0.85) ? { token: dice.one(house.tokens) } : {};
  const frames = [frame(1, Buffer.from(JSON.stringify({ event: 'open', data: token })))];
  const count = 100 + dice.below(400);
  while (frames.length < count) {
    const { name, input } = call(house, dice);
    const right = dice.chance(0.7)
      ? { event: 'request', data: { id: frames.length, call: name, input } }
      : sampleOf(dice, SocketFrame, words);
    const text = Buffer.from(written(dice, dice.chance(0.2) ? mutateValue(dice, right) : right));
    const wrong = dice.chance(0.2) ? mutateBytes(dice, text, frames[0]!) : text;
    // Text that is no UTF-8 would end it (RFC 6455 §8.1); pings and pongs come in between.
    if (dice.chance(0.05)) frames.push(frame(dice.one([9, 10]), wrong.subarray(0, dice.below(126))));
    else frames.push(frame(1, Buffer.from(wrong.toString('utf8'))));
  }
  return { requests: 1, frames: count, heard: await sayFrames(socket, dice, frames) };
};

/** A packet of Engine.IO with one of Socket.IO in it, or another one. */
function packet(house: House, dice: Dice): string {
  const kind = dice.below(20);
  if (kind === 0) return dice.one(['3', '6', '3probe', '', '42', '43[]', '40', '41x', '2', '4', '5']);
  const { name, input } = call(house, dice);
  const id = dice.chance(0.8) ? String(dice.below(1_000)) : '';
  if (kind === 1) return `451-${id}${written(dice, [name, { _placeholder: true, num: 0 }])}`;
  return `42${id}${written(dice, dice.chance(0.9) ? [name, input] : [name, ...(Array.isArray(input) ? input : [input, input])])}`;
}

const opening = (house: House, dice: Dice): string =>
  `40${JSON.stringify({ protocol: PROTOCOL, ...(dice.chance(0.85) ? { token: dice.one(house.tokens) } : {}) })}`;

export const engineLine: Line = async (house, dice) => {
  const { socket, opened } = await upgraded(house, dice, '/socket.io/?EIO=4&transport=websocket', []);
  if (!opened) return { requests: 0, frames: 0, heard: '' };
  const frames = [frame(1, Buffer.from(opening(house, dice)))];
  const count = 10 + dice.below(60);
  while (frames.length < count) {
    const text = packet(house, dice);
    frames.push(frame(1, Buffer.from(text)));
    if (text.startsWith('45')) frames.push(frame(2, Buffer.alloc(dice.below(40), dice.below(256))));
    // A packet that cannot be read ends it: it is the last.
    if (dice.chance(0.02)) {
      frames.push(frame(1, Buffer.from(mutateBytes(dice, Buffer.from(text), frames[0]!).toString('utf8'))));
      break;
    }
  }
  const said = frames.length;
  return { requests: 1, frames: said, heard: await sayFrames(socket, dice, frames) };
};

/** Engine.IO over polling: some packets in a body (Engine.IO protocol 4, “payload”), answers by another request. */
export const pollingLine: Line = async (house, dice) => {
  const socket = dial(house, dice);
  const path = '/socket.io/?EIO=4&transport=polling';
  let heard = '';
  const sid = await new Promise<string | null>((resolve) => {
    socket.on('data', (data: Buffer) => {
      heard += data.toString('latin1');
      const [, found] = /"sid":"([\w-]+)"/.exec(heard) ?? [];
      if (found !== undefined) resolve(found);
    });
    socket.once('close', () => resolve(null));
    socket.write(bytesOf({ path }));
  });
  if (sid === null || socket.destroyed) {
    socket.destroy();
    return { requests: 1, frames: 0, heard };
  }
  socket.removeAllListeners('data');
  const session = `${path}&sid=${sid}`;
  const post = (body: string): string =>
    bytesOf({ method: 'POST', path: session, headers: { 'content-type': 'text/plain;charset=UTF-8' }, body });
  const packets = Array.from({ length: 5 + dice.below(30) }, () => packet(house, dice)).filter((text) => text !== '');
  let body = packets.join('\u001e').slice(0, limits.frameBytes / 4);
  if (dice.chance(0.3)) body = mutateBytes(dice, Buffer.from(body), Buffer.from(path)).toString('utf8');
  socket.write(
    [post(opening(house, dice)), bytesOf({ path: session }), post(body), bytesOf({ path: session })].join(''),
  );
  return { requests: 5, frames: packets.length + 1, heard: await hearOut(socket, heard) };
};
