/** The Socket.IO door. Nothing else in the server knows Socket.IO. */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import {
  labPaths,
  limits,
  refuse,
  type Id,
  type LabEntry,
  type NetworkPushes,
  type Payload,
  type Refusal,
} from '../protocol';
import { addressKey, type Admission } from './admission';
import type { Answering } from './answering';
import { attend, recognise, type Visitor, type Stranger, type Who } from './attending';
import { Backlogs, type Connection } from './backlog';
import type { Context } from './calls/context';
import { callerOf, type Caller } from './door/caller';
import { upgradesOf, type Upgrades } from './door/exchanges';
import { enter, look, refuseRequest, type House } from './doorway';
import { FanOut, type EngineConnection } from './fan-out';
import type { Heartbeat } from './heartbeat';
import { facts } from './log';
import type { Lab } from './lab';
import type { Audience, Outlet, Relaying } from './outlet';
import { relayOf } from './relay';
import type { Session } from './session';

type Events = { [N in keyof NetworkPushes & string]: (payload: Payload<NetworkPushes[N]>) => void } & {
  demonstrated: (page: { entries: readonly LabEntry[] }) => void;
};
interface Data {
  who?: Who | Stranger;
  via?: Session['via'];
  caller?: Caller;
}
type Nothing = Record<never, never>;
/** Engine.IO's connection, as those see it who reach below Socket.IO. */
type EngineLine = Connection &
  EngineConnection & {
    readonly id: string;
    readonly request: IncomingMessage;
    once(event: 'close', listener: () => void): void;
  };
type Line = Socket<Nothing, Events, Nothing, Data>;

const MEMBERS = 'members';
const ofLog = (log: Id) => `log:${log}`;
const ofMember = (member: Id) => `member:${member}`;

/** The Socket.IO rooms of an audience; each connection is in one of its own id as well. */
function roomsOf(to: Audience, approvers: () => readonly Id[]): string[] {
  if (to === 'members') return [MEMBERS];
  if (to === 'approvers') return approvers().map(ofMember);
  if ('log' in to) return [ofLog(to.log)];
  return ['member' in to ? ofMember(to.member) : to.session];
}

export interface Door extends Outlet {
  readonly relay: Relaying;
  /** From now on connections are taken. */
  serve(context: Context, answering: Answering): void;
  /** Ends every connection, after what was written to it. */
  close(): Promise<void>;
}

export function openSockets(
  http: HttpServer,
  admission: Admission,
  house: House,
  heartbeat: Heartbeat,
  lab: Pick<Lab, 'listen' | 'find'>,
): Door {
  const io = new Server<Nothing, Events, Nothing, Data>(http, {
    serveClient: false,
    transports: ['websocket', 'polling'],
    allowEIO3: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: limits.frameBytes,
    pingInterval: heartbeat.interval,
    pingTimeout: heartbeat.timeout,
    connectTimeout: limits.connectTimeout,
  });
  let serving: { context: Context; answering: Answering } | null = null;
  const upgrades = upgradesOf(http, io.engine);
  const fanOut = new FanOut(io);
  const backlogs = new Backlogs(({ remoteAddress }, queued, why) =>
    serving?.context.log.warn(
      { address: addressKey(remoteAddress), ...queued },
      why === 'one' ? 'a client does not read: closed' : 'too much waits for all clients: the furthest behind closed',
    ),
  );

  const addressOf = ({ request }: { request: IncomingMessage }) => callerOf(request, house.proxies).address;
  /** The sessions that began where nobody can read along. */
  const privately = new Set<string>();

  // Every request and upgrade passes here, those of a session that stands too (`allowRequest` sees only the first).
  // CORS for the app is set here and not by Socket.IO's own option, so that there is one rule for all paths.
  io.engine.use(
    (
      request: Parameters<typeof enter>[0] & { _query: Record<string, string> },
      response: unknown,
      next: () => void,
    ) => {
      const came = enter(request, response, house);
      if (!came) return;
      const session = request._query['sid'];
      // What began where nobody can read along does not go on where somebody can.
      if (session && privately.has(session) && !came.caller.private) {
        const { code, message } = refuse('not-allowed');
        return refuseRequest(request, response, { status: 403, code, message });
      }
      if (serving && (session || !admission.shut(came.caller.address))) return next();
      const { code, message } = refuse(serving ? 'server-full' : 'closing');
      refuseRequest(request, response, { status: 503, code, message });
    },
  );
  io.engine.on('connection', (connection: EngineLine) => {
    const { address, private: isPrivate } = callerOf(connection.request, house.proxies);
    if (isPrivate) privately.add(connection.id);
    const leave = admission.enter(address);
    connection.once('close', () => {
      privately.delete(connection.id);
      leave();
    });
    // In this order: a backlog is judged after what its turn held back has gone out.
    fanOut.follow(connection, () => count());
    const count = backlogs.watch(connection);
  });

  io.use((socket, next) => {
    const refused = (refusal: Refusal) => next(Object.assign(new Error(refusal.code), { data: refusal }));
    if (!serving) return refused(refuse('closing'));
    if (admission.full(addressOf(socket))) return refused(refuse('server-full'));
    const { context } = serving;
    recognise(context, addressOf(socket), socket.handshake.auth).then(
      (answer) => {
        if (!answer.ok) return refused(answer.error);
        const came = look(socket.request, house);
        socket.data = { via: came.ok ? came.via : 'program', caller: came.caller, who: answer.value };
        next();
      },
      (error: unknown) => {
        context.log.error(facts(error), 'a handshake failed');
        refused(refuse('internal'));
      },
    );
  });
  io.on('connection', (socket) => {
    if (!serving) return void socket.disconnect(true);
    const known = socket.data.who?.member
      ? () => undefined
      : admission.stranger(addressOf(socket), () => socket.disconnect(true));
    receiveFrom(socket, known, { ...serving, upgrades });
  });

  // The lab's own stream: whoever has a pass of it hears it by here too, and nothing else.
  io.of(labPaths.namespace)
    .use((socket, next) => next(lab.find(socket.handshake.query['pass']) ? undefined : new Error('token-unknown')))
    .on('connection', (socket) => {
      const end = () => void socket.disconnect(true);
      const leave = lab.listen(socket.handshake.query, {
        tell: (entries) => socket.emit('demonstrated', { entries }),
        end,
      });
      if (!leave) return end();
      socket.once('disconnect', () => {
        leave();
        socket.conn.close(true);
      });
    });

  return {
    serve: (context, answering) => void (serving = { context, answering }),
    push: (to, name, payload) => {
      const approvers = () => serving?.context.roster.whoMay('approve') ?? [];
      let told = 0;
      for (const room of roomsOf(to, approvers)) told += fanOut.push(room, name, payload);
      return told;
    },
    openLog: (log, members) => {
      if (members?.length !== 0) io.in(members?.map(ofMember) ?? MEMBERS).socketsJoin(ofLog(log));
    },
    closeLog: (log, member) => io.in(ofMember(member)).socketsLeave(ofLog(log)),
    relay: (relayed, { except }) =>
      fanOut.push(
        ofLog(relayed.room),
        'relay',
        relayed,
        (id, { writeBuffer }) => id !== except && writeBuffer.length < limits.relayWaiting,
      ),
    async close() {
      serving = null;
      io.emit('closing', {});
      await io.close();
    },
  };
}

/** @param known called when whoever is there is a member, and when the connection has ended */
function receiveFrom(
  socket: Line,
  known: () => void,
  { context, answering, upgrades }: { context: Context; answering: Answering; upgrades: Upgrades },
): void {
  const visitor: Visitor = {
    id: socket.id,
    address: socket.data.caller?.address ?? 'unknown',
    via: socket.data.via ?? 'program',
    private: socket.data.caller?.private ?? false,
    known,
    begun: () => upgrades.begun((socket.conn as unknown as EngineLine).id, socket.request),
    get connected() {
      return socket.connected;
    },
    subscribe: (member, logs) => void socket.join([MEMBERS, ofMember(member), ...logs.map(ofLog)]),
    disconnect: () => socket.disconnect(true),
  };
  const { answer, left } = attend(context, answering, visitor, socket.data.who ?? { member: null, former: null });

  const receive = async (name: unknown, args: unknown[]): Promise<void> => {
    // Only the last argument can be a function: the library adds the callback, JSON carries none.
    const acknowledge = typeof args.at(-1) === 'function' ? (args.pop() as (answer: unknown) => void) : null;
    const answered = await answer(name, name === 'relay' ? relayOf(args) : args);
    if (!socket.connected) return;
    if (acknowledge) acknowledge(answered);
    else if (!answered.ok) socket.emit('refused', { call: String(name).slice(0, 64), error: answered.error });
  };
  socket.onAny((name: unknown, ...args: unknown[]) => {
    receive(name, args).catch((error: unknown) => context.log.error(facts(error), 'an answer could not be sent'));
  });
  socket.on('disconnect', () => {
    known();
    left();
    // There is one namespace: who leaves it has nothing more to say. Discarded, since an orderly end of a polling
    // connection waits half a minute for one more poll.
    socket.conn.close(true);
  });
}
