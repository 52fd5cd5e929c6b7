/** What every server of the bench does beside serving: tells its port, answers what it has used, and ends with its parent. */
import type { Server } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';

export interface Used {
  /** User and system time of all its threads, in seconds. */
  cpu: number;
  /** Transactions. */
  commits: number;
  /** Writes to TCP sockets. */
  writes: number;
}

type Write = (...args: unknown[]) => unknown;
let writes = 0;
/** Counted where Node hands bytes to the system, for all contestants alike. */
const stream = Socket.prototype as unknown as Record<'_write' | '_writev', Write>;
for (const name of ['_write', '_writev'] as const) {
  const write = stream[name];
  stream[name] = function (this: Socket, ...args) {
    writes += 1;
    return write.apply(this, args);
  };
}

/** @param commits how many transactions there were so far */
export function ready(port: number, commits: () => number): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: (user + system) / 1e6, commits: commits(), writes } satisfies Used);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port });
}

export function serve(http: Server, commits: () => number): void {
  http.listen(0, '127.0.0.1', () => ready((http.address() as AddressInfo).port, commits));
}
