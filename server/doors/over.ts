/** The end of an answer, whichever way it comes. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Bag } from '../bag';

const open = new WeakMap<Socket, Bag<() => void>>();

/**
 * An answer that waits, or does not end, is over: written, broken off, or its connection ended before its turn came. Of
 * answers that stand behind another one on their connection (pipelining, RFC 9112 §9.3.2) Node tells no end when that ends.
 *
 * @param told called once; at once where it was over before
 * @returns takes that back
 */
export function whenOver(response: ServerResponse, told: () => void): () => void {
  const { socket } = response.req;
  if (response.closed || socket.destroyed) {
    told();
    return () => undefined;
  }
  const others = open.get(socket) ?? new Bag();
  if (!open.has(socket)) {
    open.set(socket, others);
    socket.once('close', () => {
      for (const over of others.all()) over();
    });
  }
  const over = () => {
    forget();
    told();
  };
  const takeOut = others.add(over);
  const forget = () => {
    takeOut();
    response.off('close', over);
  };
  response.on('close', over);
  return forget;
}
