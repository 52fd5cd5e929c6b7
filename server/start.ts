/** Puts a server together from its parts. It owns no globals: several run in one process, each with its own folder. */
import { randomUUID } from 'node:crypto';
import { limits, type Fingerprint, type Id } from '../protocol';
import { localUrl } from './addresses';
import { Admission, type Capacity } from './admission';
import { Outgoing } from './bots/outgoing';
import type { CallRateLimit } from './call-rate';
import { systemClock, type Clock } from './clock';
import { assemble } from './core';
import { StartError } from './failures';
import { heartbeatOf, type Heartbeat } from './heartbeat';
import { createHttp } from './http';
import { listen } from './listen';
import type { Logger } from './log';
import { openLab } from './lab';
import { openDoors } from './doors';
import { acceptedNames } from './origin';
import { together } from './outlet';
import { Crowd, roomFor } from './door/crowd';
import { postPorter } from './door/porter';
import { Proxies } from './door/caller';
import { keepCertificate } from './certificate/keep';
import type { House } from './doorway';
import { hashPassword, isPassword } from './passwords';
import { openSockets } from './sockets';
import { openDataFolder } from './store/data-folder';
import type { Birth, Store } from './store/store';
import { hangUp } from './hang-up';

export interface StartParts {
  /** Everything this server keeps is in here; made where it is missing, for its owner alone. */
  dataDir: string;
  /** The address to listen on: '0.0.0.0', '::', '127.0.0.1', … */
  host: string;
  /** 0: any free one. */
  port: number;
  /** Where the port is taken, so many next ones are tried; `address.port` says which one serves. Default: none. */
  portTries?: number;
  /** The server's name. Given again, it renames. Default: as kept, at first 마루. */
  name?: string;
  /** A string sets the password, null takes it away, undefined leaves it as kept. */
  password?: string | null;
  /** 256 bits, base64url. A join that brings it becomes the host and needs no password. */
  hostKey?: string;
  /** Further names accepted in Host: a reverse proxy's, a machine's in DNS. */
  hostNames?: readonly string[];
  /** The addresses of reverse proxies, or their networks as ADDRESS/BITS, that are believed about whom they forward. */
  proxies?: readonly string[];
  /** Whether people may come over plain HTTP, where others can read along. Default: true. */
  guests?: boolean;
  /** Whether strangers are told the server's name and how many are here. Default: true. */
  announceName?: boolean;
  /** The built client, served at `/`. */
  clientDir?: string;
  /** Folder of a signed feed and the packages it names (protocol/updates.ts), handed on to apps of this network. */
  updatesDir?: string;
  /** The built store worker (server/store/worker.ts). */
  storeWorker: string;
  log: Logger;
  clock?: Clock;
  /** How many connections are taken. Default: as in limits. */
  capacity?: Partial<Capacity>;
  /** How often connections are asked for a sign of life, and how long they may take, in ms. Default, and bounds: as in limits. */
  heartbeat?: Partial<Heartbeat>;
  /** How many calls a session may make. Default: as in limits; a bench asks more than people do. */
  callRate?: CallRateLimit;
  /** How long after the start a backup that is due is begun, in ms. Default: as in limits. */
  backupAfter?: number;
  /** Another store than the folder's, for simulators and tests. */
  openStore?: (birth: Birth) => Promise<Store>;
  /** Called once if the store is lost while serving: the server answers `internal` from then on and had best be started anew. */
  onFailure?: (error: Error) => void;
}

export interface ServerStatus {
  connections: number;
  members: number;
  here: number;
  rooms: number;
  password: boolean;
}

export interface RunningServer {
  readonly id: Id;
  readonly name: string;
  readonly address: { readonly host: string; readonly port: number };
  /** What a plain browser on this machine opens. */
  readonly url: string;
  /** Of the certificate it speaks TLS with, at the same port. */
  readonly fingerprint: Fingerprint;
  status(): ServerStatus;
  /** Tells clients, answers what is running, and gives everything back. Idempotent, never rejects. */
  close(): Promise<void>;
}

const FIRST_NAME = '마루';

/** @throws StartError with a code of hostFailures and what exactly was wrong; nothing is left running then */
export async function start(parts: StartParts): Promise<RunningServer> {
  const { log, clock = systemClock } = parts;
  const store = await openStore(parts, clock);
  try {
    return await serve(parts, store, clock);
  } catch (error) {
    await store.close().catch(() => undefined);
    log.error({ code: StartError.from(error).code }, 'the server could not start');
    throw StartError.from(error);
  }
}

async function openStore(
  { dataDir, storeWorker, name, log, openStore: other, onFailure, backupAfter }: StartParts,
  clock: Clock,
): Promise<Store> {
  const [server, epoch, room, entry] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const birth: Birth = { server, epoch, room, entry, name: name ?? FIRST_NAME, now: clock.now() };
  if (other) return other(birth);
  return openDataFolder({
    ...{ script: storeWorker, folder: dataDir, birth, clock, log, backupAfter },
    died: (error) => onFailure?.(error),
  });
}

async function serve(parts: StartParts, store: Store, clock: Clock): Promise<RunningServer> {
  const { log, host } = parts;
  await settle(store, parts);
  const certificate = await keepCertificate(parts.dataDir);
  const { connections, connectionsPerAddress, strangers, strangersPerAddress } = limits;
  const capacity = { connections, connectionsPerAddress, strangers, strangersPerAddress, ...parts.capacity };
  const admission = new Admission(capacity);
  const house: House = {
    names: acceptedNames(parts.hostNames),
    proxies: new Proxies(parts.proxies),
    guests: parts.guests ?? true,
  };
  const heartbeat = heartbeatOf(parts.heartbeat);
  const doors = openDoors(admission, heartbeat);
  const lab = openLab((member) => core.context.roster.member(member)?.standing === 'in', clock);
  const http = createHttp({
    hello: () => core.hello(),
    findCode: (code) => core.context.codes.find(code),
    house,
    api: doors.api,
    lab,
    clientDir: parts.clientDir,
    updatesDir: parts.updatesDir,
    log,
  });
  const door = openSockets(http, admission, house, heartbeat, lab);
  doors.attach(http, house);
  const outgoing = new Outgoing();
  lab.attach(http, house);
  const crowd = new Crowd(roomFor(capacity));
  postPorter(http, certificate, crowd);
  const core = await assemble(
    {
      ...{ store, clock, log, hostKey: parts.hostKey ?? null, newId: randomUUID, callRate: parts.callRate },
      announceName: parts.announceName ?? true,
      relay: (relayed, how) => door.relay(relayed, how) + doors.relay(relayed, how),
      demonstrate: (member) => lab.begin(member),
    },
    together([door, doors, outgoing]),
  );
  const { roster, presence, server } = core.context;
  door.serve(core.context, core.answering);
  doors.serve(core.context, core.answering);
  const finish = hangUp(http, crowd);
  core.start();
  outgoing.serve(core.context);

  const end = async () => {
    await core.close();
    await outgoing.close();
    doors.close();
    lab.close();
    await Promise.all([door.close(), finish()]);
    await store.close();
  };
  let port;
  try {
    port = await listen(http, host, parts.port, parts.portTries ?? 0);
  } catch (error) {
    await end();
    throw error;
  }
  log.info({ host, port, members: roster.memberCount }, 'serving');

  let closing: Promise<void> | null = null;
  return {
    ...server,
    address: { host, port },
    url: localUrl(host, port),
    fingerprint: certificate.fingerprint,
    status: () => ({
      connections: admission.connections,
      members: roster.memberCount,
      here: presence.here.length,
      rooms: roster.rooms.filter(({ kind }) => kind === 'open').length,
      password: core.hello().password,
    }),
    close: () => (closing ??= end().then(() => log.info({ port }, 'stopped'))),
  };
}

/** Keeps name and password as they are asked for, else as they are. */
async function settle(store: Store, { name, password }: StartParts): Promise<void> {
  const about = await store.about();
  if (name !== undefined && name !== about.name) await store.setName(name);
  if (password === null && about.password !== null) await store.setPassword(null);
  // The same password keeps its hash.
  const same = typeof password === 'string' && about.password !== null && (await isPassword(password, about.password));
  if (typeof password === 'string' && !same) await store.setPassword(await hashPassword(password));
}
