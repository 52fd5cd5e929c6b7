/** The Socket.IO door. Nothing else in the server knows Socket.IO. */
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { limits, refuse, type Id, type NetworkPushes, type Payload, type Refusal } from '../protocol';
import { addressKey, type Admission } from './admission';
import type { Answering } from './answering';
import { attend, recognise, type Visitor, type Who } from './attending';
import { Backlogs, type Connection } from './backlog';
import type { Context } from './calls/context';
import { enter, refuseRequest } from './doorway';
import { FanOut, type EngineConnection } from './fan-out';
import { facts } from './log';
import { visit } from './origin';
import type { Audience, Outlet } from './outlet';
import type { Session } from './session';

type Events = { [N in keyof NetworkPushes & string]: (payload: Payload<NetworkPushes[N]>) => void };
interface Data {
  who?: Who | null;
  via?: Session['via'];
}
type Nothing = Record<never, never>;
/** Engine.IO's connection, as those see it who reach below Socket.IO. */
type EngineLine = Connection & EngineConnection & { once(event: 'close', listener: () => void): void };
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
  /** From now on connections are taken. */
  serve(context: Context, answering: Answering): void;
  /** Ends every connection, after what was written to it. */
  close(): Promise<void>;
}

export function openSockets(http: HttpServer, admission: Admission, names: ReadonlySet<string>): Door {
  const io = new Server<Nothing, Events, Nothing, Data>(http, {
    serveClient: false,
    transports: ['websocket', 'polling'],
    allowEIO3: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: limits.frameBytes,
    pingInterval: limits.heartbeatInterval,
    pingTimeout: limits.heartbeatTimeout,
    connectTimeout: limits.connectTimeout,
  });
  let serving: { context: Context; answering: Answering } | null = null;
  const fanOut = new FanOut(io);
  const backlogs = new Backlogs(({ remoteAddress }, queued, why) =>
    serving?.context.log.warn(
      { address: addressKey(remoteAddress), ...queued },
      why === 'one' ? 'a client does not read: closed' : 'too much waits for all clients: the furthest behind closed',
    ),
  );

  // Every request and upgrade passes here, those of a session that stands too (`allowRequest` sees only the first).
  // CORS for the app is set here and not by Socket.IO's own option, so that there is one rule for all paths.
  io.engine.use(
    (
      request: Parameters<typeof enter>[0] & { _query: Record<string, string> },
      response: unknown,
      next: () => void,
    ) => {
      if (!enter(request, response, names)) return;
      if (serving && (request._query['sid'] || !admission.shut(addressKey(request.socket.remoteAddress))))
        return next();
      const { code, message } = refuse(serving ? 'server-full' : 'closing');
      refuseRequest(request, response, { status: 503, code, message });
    },
  );
  io.engine.on('connection', (connection: EngineLine) => {
    connection.once('close', admission.enter(addressKey(connection.remoteAddress)));
    // In this order: a backlog is judged after what its turn held back has gone out.
    fanOut.follow(connection, () => count());
    const count = backlogs.watch(connection);
  });

  io.use((socket, next) => {
    const refused = (refusal: Refusal) => next(Object.assign(new Error(refusal.code), { data: refusal }));
    if (!serving) return refused(refuse('closing'));
    if (admission.full(addressOf(socket))) return refused(refuse('server-full'));
    const { context } = serving;
    recognise(context, socket.handshake.auth).then(
      (answer) => {
        if (!answer.ok) return refused(answer.error);
        const came = visit(socket.request.headers, names);
        socket.data = { via: came.ok ? came.via : 'program', who: answer.value };
        next();
      },
      (error: unknown) => {
        context.log.error(facts(error), 'a handshake failed');
        refused(refuse('internal'));
      },
    );
  });
  io.on('connection', (socket) => {
    if (serving) receiveFrom(socket, serving.context, serving.answering);
    else socket.disconnect(true);
  });

  return {
    serve: (context, answering) => void (serving = { context, answering }),
    push: (to, name, payload) => {
      const approvers = () => serving?.context.roster.whoMay('approve') ?? [];
      for (const room of roomsOf(to, approvers)) fanOut.push(room, name, payload);
    },
    openLog: (log) => io.in(MEMBERS).socketsJoin(ofLog(log)),
    async close() {
      serving = null;
      io.emit('closing', {});
      await io.close();
    },
  };
}

const addressOf = (socket: Line) => addressKey(socket.handshake.address);
/** What never leaves this machine needs no encryption. */
const isPrivate = (socket: Line) => socket.handshake.secure || /^(127\.|::1$)/.test(addressOf(socket));

function receiveFrom(socket: Line, context: Context, answering: Answering): void {
  const visitor: Visitor = {
    id: socket.id,
    address: addressOf(socket),
    via: socket.data.via ?? 'program',
    private: isPrivate(socket),
    get connected() {
      return socket.connected;
    },
    subscribe: (member, logs) => void socket.join([MEMBERS, ofMember(member), ...logs.map(ofLog)]),
    disconnect: () => socket.disconnect(true),
  };
  const { answer, left } = attend(context, answering, visitor, socket.data.who ?? null);

  const receive = async (name: unknown, args: unknown[]): Promise<void> => {
    // Only the last argument can be a function: the library adds the callback, JSON carries none.
    const acknowledge = typeof args.at(-1) === 'function' ? (args.pop() as (answer: unknown) => void) : null;
    const answered = await answer(name, args);
    if (!socket.connected) return;
    if (acknowledge) acknowledge(answered);
    else if (!answered.ok) socket.emit('refused', { call: String(name).slice(0, 64), error: answered.error });
  };
  socket.onAny((name: unknown, ...args: unknown[]) => {
    receive(name, args).catch((error: unknown) => context.log.error(facts(error), 'an answer could not be sent'));
  });
  socket.on('disconnect', () => {
    left();
    // There is one namespace: who leaves it has nothing more to say. Discarded, since an orderly end of a polling
    // connection waits half a minute for one more poll.
    socket.conn.close(true);
  });
}
