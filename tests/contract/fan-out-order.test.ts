/** Pushes go below Socket.IO to the TCP socket; what Socket.IO says itself goes its own way. Nothing overtakes anything. */
import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../protocol';
import { engineOf, Stage, turn, upTo, writesOf } from '../support/fan-out';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open(40);
});
afterEach(() => stage.close());

const push = (number: number, more: object = {}) => stage.push(number, more);

describe('order is the order of the calls', () => {
  const steps = fc.array(fc.constantFrom('push', 'push', 'emit', 'room', 'large', 'many', 'turn', 'tick'), {
    minLength: 1,
    maxLength: 60,
  });

  test.each([
    ['over a WebSocket', ['websocket'], true],
    ['over polling', ['polling'], false],
  ] as const)('%s', async (_how, transports, upgrade) => {
    await fc.assert(
      fc.asyncProperty(steps, async (said) => {
        const { client, socket, heard, hears } = await stage.guest([...transports], upgrade);
        let number = 0;
        for (const step of said) {
          if (step === 'push') push(number++);
          else if (step === 'large') push(number++, { text: 'x'.repeat(100_000) });
          else if (step === 'emit') socket.emit('own', number++);
          else if (step === 'room') stage.io.to('all').emit('own', number++);
          else if (step === 'many')
            for (const _ of upTo(300)) {
              socket.emit('own', number++);
              push(number++);
            }
          else if (step === 'turn') await turn();
          else await Promise.resolve();
        }
        await hears(number);
        expect(heard).toEqual(upTo(number));
        client.disconnect();
        if (socket.connected) await once(socket, 'disconnect');
      }),
      { numRuns: 40 },
    );
  });

  test('from polling to WebSocket, while all goes on', async () => {
    const { client, socket, heard, hears } = await stage.guest(['polling', 'websocket']);
    let number = 0;
    const say = async () => {
      push(number++);
      socket.emit('own', number++);
      push(number++);
      await turn();
    };
    expect(socket.conn.transport.name).toBe('polling');
    while (socket.conn.transport.name === 'polling') await say();
    for (let more = 0; more < 20; more += 1) await say();
    await hears(number);
    expect(heard).toEqual(upTo(number));
    expect(client.io.engine.transport.name).toBe('websocket');
    const writes = writesOf(socket);
    await say();
    await hears(number);
    expect(writes.filter((chunks) => chunks.some((chunk) => chunk.includes('"push"')))).toHaveLength(1);
  });

  test('what Engine.IO keeps back for now is not overtaken', async () => {
    const { socket, heard, hears } = await stage.guest();
    await turn();
    const { transport } = engineOf(socket);
    transport.writable = false;
    socket.emit('own', 0);
    push(1);
    transport.writable = true;
    push(2);
    socket.conn.transport.emit('ready');
    push(3);
    await hears(4);
    expect(heard).toEqual(upTo(4));
  });

  test('acknowledgements and pushes: each in its place', async () => {
    const { client, socket, heard, hears } = await stage.guest();
    let number = 0;
    socket.on('ask', (answer: (said: number) => void) => {
      push(number++);
      answer(number++);
      push(number++);
    });
    for (let asked = 0; asked < 50; asked += 1) {
      client.emit('ask', (said: number) => heard.push(said));
      if (asked % 7 === 0) await turn();
    }
    await hears(150);
    expect(heard).toEqual(upTo(150));
  });

  test('what was pushed before a goodbye arrives before it', async () => {
    const { client, socket, heard } = await stage.guest();
    const gone = new Promise((resolve) => client.once('disconnect', resolve));
    for (const number of upTo(20)) push(number);
    socket.disconnect(true);
    await gone;
    expect(heard).toEqual(upTo(20));
  });

  test('more in one turn than is joined goes on behind it, and nobody who reads is cut off', async () => {
    const { socket, heard, hears } = await stage.guest();
    const text = 'x'.repeat(limits.joinedBytes / 4);
    for (const number of upTo(40)) push(number, { text });
    await hears(40);
    expect(heard).toEqual(upTo(40));
    expect(socket.connected).toBe(true);
  });
});
