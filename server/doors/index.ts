/** The doors beside Socket.IO, as one: plain requests, streams, and the plain WebSocket. */
import type { Server } from 'node:http';
import type { NetworkPushes, Payload } from '../../protocol';
import type { Admission } from '../admission';
import { Incoming } from '../bots/incoming';
import type { Answering } from '../answering';
import type { Context } from '../calls/context';
import type { House } from '../doorway';
import type { Heartbeat } from '../heartbeat';
import type { Outlet, Relaying } from '../outlet';
import { createApi, type Api, type ApiParts } from './api';
import { Behind } from './behind';
import { Listeners } from './listeners';
import { takeSockets, type SocketParts } from './sockets';
import { Tails } from './tails';
import { Tickets } from './tickets';
import { Visits } from './visits';

export interface Doors extends Outlet {
  readonly relay: Relaying;
  /** Requests that come here, once they have come through the doorway. */
  readonly api: Api;
  /** Takes WebSockets at this server. */
  attach(http: Server, house: House): void;
  /** From now on whoever asks is answered. */
  serve(context: Context, answering: Answering): void;
  /** Ends what waits, and every stream and socket. */
  close(): void;
}

export function openDoors(admission: Admission, heartbeat: Heartbeat): Doors {
  let serving: (ApiParts & SocketParts) | null = null;
  const listeners = new Listeners(() => serving?.context.roster.whoMay('approve') ?? []);
  const tails = new Tails();
  let closeSockets = () => {};
  return {
    api: createApi(() => serving),
    attach(http, house) {
      const sockets = takeSockets(http, admission, house, () => serving);
      closeSockets = () => sockets.close();
    },
    serve(context, answering) {
      const visits = new Visits(context, answering, admission);
      const behind = new Behind(context.log);
      const incoming = new Incoming(context);
      const tickets = new Tickets(context.clock);
      serving = { context, answering, listeners, visits, admission, behind, tickets, heartbeat, incoming, tails };
    },
    push(to, name, payload) {
      if (name === 'entries') tails.take(payload as Payload<NetworkPushes['entries']>);
      return listeners.push(to, name, payload);
    },
    openLog: (log, members) => listeners.openLog(log, members),
    closeLog: (log, member) => listeners.closeLog(log, member),
    relay: (relayed, how) => listeners.relay(relayed, how),
    close() {
      serving?.visits.close();
      serving?.tickets.close();
      serving = null;
      closeSockets();
    },
  };
}
