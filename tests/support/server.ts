/** Servers for tests: a folder of their own, any free port, loopback only, and a log that is kept instead of printed. */
import { randomBytes, randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import {
  PROTOCOL,
  type Answer,
  type Entry,
  type Input,
  type NetworkCalls,
  type NetworkPushes,
  type Output,
  type Payload,
} from '../../protocol';
import { start, type Clock, type Logger, type RunningServer, type StartParts } from '../../server';
import { MemoryDisk, openMemoryStore } from '../../server/store/memory';
import { bundles } from './build-worker';
import { removeFolder, temporaryFolder } from './folders';

export type StoreKind = 'memory' | 'sqlite';

export interface TestServer extends RunningServer {
  readonly folder: string;
  readonly hostKey: string;
  /** What stands for the disk of a memory store. */
  readonly disk: MemoryDisk;
  /** Everything that was logged, as JSON lines. */
  log(): string;
  /** Starts it again on what it kept (or on another disk), at the same port. */
  restart(parts?: TestServerOptions): Promise<TestServer>;
  /** Closes it and removes its folder. */
  remove(): Promise<void>;
}

export interface TestServerOptions extends Partial<StartParts> {
  store?: StoreKind;
  disk?: MemoryDisk;
}

export function keptLog(): Logger & { text(): string } {
  const lines: string[] = [];
  const keep = (level: string) => (facts: object, message: string) =>
    void lines.push(JSON.stringify({ level, message, ...facts }));
  return {
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    text: () => lines.join('\n'),
  };
}

/** The machine's clock, whose waits are so many times shorter: for stories that would have to wait for real. */
export const hurriedClock = (times: number): Clock => ({
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms / times);
    return () => clearTimeout(timer);
  },
});

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { store = 'memory', disk = new MemoryDisk(), ...parts } = options;
  const folder = parts.dataDir ?? (await temporaryFolder());
  const hostKey = parts.hostKey ?? randomBytes(32).toString('base64url');
  const log = keptLog();
  const server = await start({
    host: '127.0.0.1',
    port: 0,
    storeWorker: bundles.storeWorker,
    log,
    ...(store === 'memory' ? { openStore: (birth) => openMemoryStore(disk, birth) } : {}),
    ...parts,
    dataDir: folder,
    hostKey,
  });
  return {
    ...server,
    folder,
    hostKey,
    disk,
    log: log.text,
    async restart(more = {}) {
      await server.close();
      return startTestServer({ ...options, disk, dataDir: folder, hostKey, port: server.address.port, ...more });
    },
    async remove() {
      await server.close();
      await removeFolder(folder);
    },
  };
}

/** The same server's address for those who speak TLS. */
export const secureUrl = ({ url }: Pick<RunningServer, 'url'>): string => url.replace('http:', 'https:');

/** A Socket.IO client with nothing of ours around it. */
export function rawSocket(
  url: string,
  options: { auth?: object; transports?: ('websocket' | 'polling')[]; headers?: Record<string, string> } = {},
): Socket {
  const { auth = { protocol: PROTOCOL }, transports = ['websocket'], headers = {} } = options;
  // Whose key it is, other tests look at.
  const anyKey = url.startsWith('https:') ? { rejectUnauthorized: false } : {};
  return io(url, {
    auth,
    transports,
    extraHeaders: headers,
    reconnection: false,
    forceNew: true,
    tryAllTransports: true,
    ...anyKey,
  });
}

/** @throws with the server's refusal as `data` where it does not let it in */
export const connected = (socket: Socket): Promise<Socket> =>
  new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });

/** A connection that speaks the protocol: what a test's person talks through. */
export class Talker {
  readonly socket: Socket;
  /** Every push so far. */
  readonly heard: { name: keyof NetworkPushes; payload: unknown }[] = [];
  readonly #waiting = new Set<() => void>();

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((name: keyof NetworkPushes, payload: unknown) => {
      this.heard.push({ name, payload });
      this.#waiting.forEach((look) => look());
    });
  }

  static async dial(url: string, options: Parameters<typeof rawSocket>[1] & { token?: string } = {}): Promise<Talker> {
    const { token, ...rest } = options;
    const talker = new Talker(rawSocket(url, { auth: { protocol: PROTOCOL, ...(token ? { token } : {}) }, ...rest }));
    await connected(talker.socket);
    return talker;
  }

  async ask<N extends keyof NetworkCalls>(
    name: N,
    input: Input<NetworkCalls[N]> | object,
  ): Promise<Answer<Output<NetworkCalls[N]>>> {
    return (await this.socket.timeout(10_000).emitWithAck(name, input)) as Answer<Output<NetworkCalls[N]>>;
  }

  /** As `ask`, for calls that must work. */
  async must<N extends keyof NetworkCalls>(
    name: N,
    input: Input<NetworkCalls[N]> | object,
  ): Promise<Output<NetworkCalls[N]>> {
    const answer = await this.ask(name, input);
    if (!answer.ok) throw new Error(`${name} was refused: ${answer.error.code}`);
    return answer.value;
  }

  pushes<N extends keyof NetworkPushes>(name: N): Payload<NetworkPushes[N]>[] {
    return this.heard.filter((push) => push.name === name).map(({ payload }) => payload as Payload<NetworkPushes[N]>);
  }

  /** Waits until what was heard satisfies `look`, and answers what it found. */
  until<T>(look: () => T | undefined | false): Promise<T> {
    return new Promise((resolve) => {
      const again = () => {
        const found = look();
        if (found === undefined || found === false) return;
        this.#waiting.delete(again);
        resolve(found);
      };
      this.#waiting.add(again);
      again();
    });
  }

  /** All entries of a log that were pushed so far. */
  entriesOf(log: string): Entry[] {
    return this.pushes('entries').flatMap((push) => (push.log === log ? push.entries : []));
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** Joins as somebody new and resumes: a member who hears everything from now on. */
export async function person(
  url: string,
  name: string,
  options: Parameters<typeof Talker.dial>[1] & { password?: string; hostKey?: string } = {},
) {
  const { password, hostKey, ...dialing } = options;
  const talker = await Talker.dial(url, dialing);
  const joined = await talker.must('join', {
    name,
    ...(password ? { password } : {}),
    ...(hostKey ? { hostKey } : {}),
  });
  const resumed = await talker.must('resume', { logs: [] });
  const commons = resumed.rooms[0]?.id ?? '';
  const say = (text: string, log = commons, id: string = randomUUID()) =>
    talker
      .must('append', { log, entries: [{ id, kind: 'message', body: { text } }] })
      .then(({ results }) => ({ id, result: results[0] }));
  return { talker, ...joined, resumed, commons, say };
}

export type Person = Awaited<ReturnType<typeof person>>;
