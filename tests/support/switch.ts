/** A port that leads to a server, or to whoever stands in its place, connection by connection: a man in the middle. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * Whether a connection is led to the server.
 * @param hello the first bytes that it brought
 * @param nth which it is since the port was told last, from 1
 */
export type Choose = (hello: Buffer, nth: number) => boolean;

export interface Switch {
  /** `HOST:PORT`. */
  readonly place: string;
  /** Connections that were led to the one and to the other since the port was told last. */
  readonly led: { readonly right: number; readonly wrong: number };
  /** From now on it chooses like this, at first the server always; connections that stand are cut. */
  tell(choose: Choose): void;
  close(): Promise<void>;
}

/** @param right the server's port @param wrong whose port it leads to behind it; both on loopback */
export async function openSwitch(right: number, wrong: number): Promise<Switch> {
  const open = new Set<Socket>();
  const kept = (socket: Socket) => {
    open.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
  };
  let choose: Choose = () => true;
  let led = { right: 0, wrong: 0 };
  const server = createServer((socket) => {
    kept(socket).once('data', (hello: Buffer) => {
      const rightly = choose(hello, led.right + led.wrong + 1);
      led[rightly ? 'right' : 'wrong'] += 1;
      const onward = kept(connect(rightly ? right : wrong, '127.0.0.1'));
      onward.write(hello);
      onward.pipe(socket).pipe(onward);
      onward.on('close', () => socket.destroy());
      socket.on('close', () => onward.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    place,
    get led() {
      return led;
    },
    tell(next) {
      choose = next;
      led = { right: 0, wrong: 0 };
      cut();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
