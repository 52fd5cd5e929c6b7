/** Requests and bytes of each door of a demonstration, counted at the connections that carry them. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { LabDoor, parse } from '../../protocol';

interface Passed {
  requests: number;
  up: number;
  down: number;
}

/** A socket's counters, which every connection of this server has. */
interface Counted {
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

export class Traffic {
  readonly #settled = new Map<LabDoor, Passed>();
  readonly #open = new Map<() => Passed, LabDoor>();

  /** A request has begun. @returns to be called when all of it has passed */
  begin(door: LabDoor, now: () => Passed): () => void {
    this.#open.set(now, door);
    return () => {
      if (!this.#open.delete(now)) return;
      this.#settled.set(door, sum(this.#settled.get(door) ?? none, now()));
    };
  }

  of(door: LabDoor): Passed {
    let passed = this.#settled.get(door) ?? none;
    for (const [now, of] of this.#open) if (of === door) passed = sum(passed, now());
    return passed;
  }
}

const none: Passed = { requests: 0, up: 0, down: 0 };
const sum = (a: Passed, b: Passed): Passed => ({
  requests: a.requests + b.requests,
  up: a.up + b.up,
  down: a.down + b.down,
});

/** As it was on the wire (RFC 9112 §3, §5). */
function sizeOf({ method = '', url = '', rawHeaders, headers }: IncomingMessage): number {
  const line = `${method} ${url} HTTP/1.1\r\n`.length;
  const fields = rawHeaders.reduce((size, part) => size + Buffer.byteLength(part, 'latin1') + 2, 0);
  return line + fields + 2 + (Number(headers['content-length']) || 0);
}

/** @param find the traffic of the demonstration that a pass opens; null where none runs by it */
export function watchTraffic(http: Server, find: (pass: string) => Traffic | null): void {
  const begun = (request: IncomingMessage, socket: Duplex, upgraded: boolean): (() => void) | null => {
    const { url = '' } = request;
    if (!url.includes('door=') || !url.includes('pass=')) return null;
    const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
    const door = parse(LabDoor, query.get('door'));
    const traffic = find(query.get('pass') ?? '');
    if (!door.ok || !traffic) return null;
    const counted = socket as unknown as Counted;
    const [head, read, written] = [sizeOf(request), counted.bytesRead, counted.bytesWritten];
    return traffic.begin(door.value, () => ({
      requests: 1,
      // Once it is upgraded the connection is nobody else’s.
      up: head + (upgraded ? counted.bytesRead - read : 0),
      down: counted.bytesWritten - written,
    }));
  };
  http.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const over = begun(request, request.socket, false);
    if (over) response.once('close', over);
  });
  http.prependListener('upgrade', (request: IncomingMessage, socket: Duplex) => {
    const over = begun(request, socket, true);
    if (over) socket.once('close', over);
  });
}
