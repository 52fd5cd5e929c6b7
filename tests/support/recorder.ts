/** A port in front of a server that keeps every byte of the connections through it, in both directions. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Recorder {
  readonly url: string;
  /** All that came from the server so far, as text; `up`: all that went to it. */
  down(): string;
  up(): string;
  close(): Promise<void>;
}

/** @param server on loopback, spoken to without TLS */
export async function openRecorder(server: { url: string }): Promise<Recorder> {
  const { port } = new URL(server.url);
  const kept = { up: [] as Buffer[], down: [] as Buffer[] };
  const open = new Set<Socket>();
  const held = (socket: Socket) => {
    open.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
  };
  const relay = createServer((socket) => {
    const onward = held(connect(Number(port), '127.0.0.1'));
    held(socket).on('data', (bytes: Buffer) => kept.up.push(bytes));
    onward.on('data', (bytes: Buffer) => kept.down.push(bytes));
    onward.pipe(socket).pipe(onward);
    onward.on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const text = (bytes: Buffer[]) => Buffer.concat(bytes).toString();
  return {
    url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}/`,
    down: () => text(kept.down),
    up: () => text(kept.up),
    close: () =>
      new Promise((resolve) => {
        relay.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
