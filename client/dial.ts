/** One attempt to open a line, as a promise: the line, or why there is none. */
import { PROTOCOL, type Handshake } from '../protocol';
import type { Carrier, Cause, Line, LineEvents, Transport } from './ports';

export interface Opened {
  line: Line;
  carrier: Carrier;
}

/** What happens on a line after it opened. */
export interface Later extends Pick<LineEvents, 'carrier' | 'push'> {
  lost(cause: Cause): void;
}

/** @param who the device's token; without one it dials as a stranger, with the token it had before where it was removed */
export function dial(
  transport: Transport,
  url: string,
  who: Omit<Handshake, 'protocol'>,
  later: Later,
): Promise<Opened | Cause> {
  return new Promise((resolve) => {
    let line: Line | null = null;
    let carrier: Carrier | null = null;
    let opened = false;
    // A transport may tell of the opening before `dial` has answered with the line.
    const settle = () => {
      if (!line || !carrier || opened) return;
      opened = true;
      resolve({ line, carrier });
    };
    line = transport.dial(
      url,
      { protocol: PROTOCOL, ...who },
      {
        open: (first) => {
          carrier = first;
          settle();
        },
        carrier: (next) => {
          carrier = next;
          later.carrier(next);
        },
        push: (name, payload) => later.push(name, payload),
        closed: (cause) => (opened ? later.lost(cause) : resolve(cause)),
      },
    );
    settle();
  });
}
