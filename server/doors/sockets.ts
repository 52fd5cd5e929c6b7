/** The plain WebSocket: JSON text frames of `{ event, data }`, so that a program needs no more than its platform's own. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { limits, refuse, SOCKET_PROTOCOL } from '../../protocol';
import type { Admission } from '../admission';
import type { Answering } from '../answering';
import type { Context } from '../calls/context';
import { enter, refuseRequest, type House } from '../doorway';
import type { Heartbeat } from '../heartbeat';
import type { Behind } from './behind';
import type { Listeners } from './listeners';
import { SocketLine } from './socket-line';

export interface SocketParts {
  context: Context;
  answering: Answering;
  listeners: Listeners;
  behind: Behind;
  heartbeat: Heartbeat;
}

const PATH = '/api/socket';

export interface PlainSockets {
  /** Says goodbye to everybody. */
  close(): void;
}

/** @param parts null as long as nobody is served */
export function takeSockets(
  http: Server,
  admission: Admission,
  house: House,
  parts: () => SocketParts | null,
): PlainSockets {
  const lines = new Set<SocketLine>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameBytes,
    perMessageDeflate: false,
    // They are answered by the line, which looks whether anybody reads.
    autoPong: false,
    handleProtocols: (offered) => offered.has(SOCKET_PROTOCOL) && SOCKET_PROTOCOL,
  });
  // Before Socket.IO's listener, which ends what it does not know after a while.
  http.prependListener('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if ((request.url ?? '').split('?')[0] !== PATH) return;
    const came = enter(request, null, house);
    if (!came) return;
    const { address } = came.caller;
    const served = parts();
    if (!served || admission.shut(address)) {
      const { code, message } = refuse(served ? 'server-full' : 'closing');
      return refuseRequest(request, null, { status: 503, code, message });
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const line = new SocketLine(webSocket, came, served);
      const leave = admission.enter(address);
      lines.add(line);
      webSocket.once('close', () => {
        leave();
        lines.delete(line);
      });
      // Already counted, and one too many: it hears so.
      if (admission.full(address)) line.refuse(refuse('server-full'));
      else line.begin(admission);
    });
  });
  return {
    close() {
      for (const line of lines) line.goodbye();
      sockets.close();
    },
  };
}
