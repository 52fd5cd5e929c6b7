/** The utility process: one server, opened and stopped by messages from main. It knows no window and no Electron API. */
import type { ParentPort } from 'electron';
import { parse, type HostFailure } from '../../protocol';
import { Announcer, reachableAddresses, start, StartError, type Logger, type RunningServer } from '../../server';
import { ToHost, type FromHost, type Opening } from './messages';

const { parentPort }: { parentPort: ParentPort } = process;
const tell = (message: FromHost): void => parentPort.postMessage(message);

/** Lines on stderr, which main passes on to its log. */
const write = (level: string) => (facts: object, message: string) =>
  void process.stderr.write(`${new Date().toISOString()} ${level} porch: ${message} ${JSON.stringify(facts)}\n`);
const log: Logger = { debug: () => undefined, info: write('info'), warn: write('warn'), error: write('error') };

const failureOf = (error: unknown): HostFailure => {
  const { code, detail } = StartError.from(error);
  return { code, detail };
};

/** A broken server is worth less than one that starts again: the supervisor brings this process back. */
function giveUp(error: unknown): never {
  log.error({ error: error instanceof Error ? error.stack : String(error) }, 'ends, to be started again');
  process.exit(1);
}
process.on('uncaughtException', giveUp);
process.on('unhandledRejection', giveUp);

/** How often the machine's addresses are looked at, in ms: a cable or another Wi-Fi comes with no event. */
const LOOK = 3_000;

/** Says that it serves and where, the first time and whenever that changed. */
function addressTeller(server: RunningServer, { guests, announce }: Opening['porch']): () => void {
  const { id, name, address, url, fingerprint, status } = server;
  let told = '';
  return () => {
    const addresses = reachableAddresses(address.host, address.port);
    if (JSON.stringify(addresses) === told) return;
    told = JSON.stringify(addresses);
    const { password } = status();
    const how = { password, guests, announce, fingerprint };
    tell({ type: 'serving', serving: { id, name, port: address.port, ...how, url, addresses } });
  };
}

async function open({ porch, bind, folder, page, storeWorker, updates, portTries, hostKey }: Opening): Promise<Open> {
  const server = await start({
    dataDir: folder,
    host: bind,
    port: porch.port,
    portTries,
    name: porch.name,
    ...(porch.password === undefined ? {} : { password: porch.password }),
    guests: porch.guests,
    announceName: porch.announce,
    hostKey,
    clientDir: page,
    storeWorker,
    updatesDir: updates,
    log,
    onFailure: giveUp,
  });
  const tellAddresses = addressTeller(server, porch);
  tellAddresses();
  setInterval(tellAddresses, LOOK).unref();
  const { id, name, fingerprint, address } = server;
  const announcement = { id, name, fingerprint, port: address.port };
  const announcer = porch.announce ? new Announcer({ announcement, host: bind, log }) : null;
  void announcer?.start();
  return {
    status: () => server.status(),
    async close() {
      await server.close();
      await announcer?.stop();
    },
  };
}

/** A server that serves, and is announced where its host wants that. */
type Open = Pick<RunningServer, 'close' | 'status'>;

let opened: Promise<Open | null> | null = null;

parentPort.on('message', ({ data }) => {
  const message = parse(ToHost, data);
  if (!message.ok) return log.error({ field: message.error.field }, 'main said something unknown');
  if (message.value.type === 'open') {
    opened ??= open(message.value.opening).catch((error: unknown) => {
      tell({ type: 'failed', failure: failureOf(error) });
      return null;
    });
    return;
  }
  if (message.value.type === 'count') {
    void opened?.then((server) => server && tell({ type: 'here', here: server.status().here }));
    return;
  }
  void Promise.resolve(opened)
    .then((server) => server?.close())
    .finally(() => process.exit(0));
});
