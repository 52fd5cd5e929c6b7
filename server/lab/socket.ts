/** The demonstration over a plain WebSocket: entries as JSON text frames. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { labPaths, limits, refuse, type LabEntry } from '../../protocol';
import { enter, refuseRequest, type House } from '../doorway';
import type { Asked } from '../doors/asking';
import { namedIn, type Find } from './asked';

/** RFC 6455 §7.4.1: going away. */
const AWAY = 1001;

/** @returns ends them all */
export function takeLabSockets(http: Server, house: House, find: Find): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_024, perMessageDeflate: false });
  http.prependListener('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if ((request.url ?? '').split('?')[0] !== labPaths.socket) return;
    if (!enter(request, null, house)) return;
    const named = namedIn(find, request as Asked);
    if (!named.ok) {
      const { code, message } = refuse(named.error.code);
      return refuseRequest(request, null, { status: 403, code, message });
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const { demonstration, door } = named.value;
      const leave = demonstration.listen(door, {
        hear(entries: readonly LabEntry[]) {
          if (webSocket.bufferedAmount < limits.labWaiting)
            webSocket.send(JSON.stringify({ event: 'entries', data: { entries } }));
        },
        end: () => webSocket.close(AWAY, 'over'),
      });
      webSocket.on('error', () => undefined);
      webSocket.once('close', leave);
    });
  });
  return () => sockets.close();
}
