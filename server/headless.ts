/** Entry of the headless server: options in, a running server out. See `--help`. */
import { join } from 'node:path';
import { destination, pino } from 'pino';
import { renderUnicodeCompact } from 'uqr';
import { reachableAddresses } from './addresses';
import { Announcer } from './announce/announcer';
import { systemClock } from './clock';
import { readOptions, usage, type Options } from './options';
import { RestoreError, StartError, type RestoreFailure, type StartFailure } from './failures';
import { facts, type Logger } from './log';
import { start, type RunningServer } from './start';
import { restore, type Restoration } from './restoration';

/** The package's version, put here by the bundler. */
declare const __APP_VERSION__: string;

/** What to do about each, after the detail that names the path or port. */
const advice: Record<StartFailure | RestoreFailure, string> = {
  'port-taken': 'Choose another with --port, or stop the other program.',
  'port-forbidden': 'Choose a port above 1023 with --port.',
  'folder-unwritable': 'Choose another folder with --data, or let this user write to it and make room on its disk.',
  'folder-newer': 'A newer Maru has used this folder: update this one, or choose another folder with --data.',
  'folder-in-use': 'Stop the other server first, or choose another folder with --data.',
  'folder-damaged':
    'Nothing was changed. Put a backup in its place with --restore, or choose another folder with --data.',
  'backup-missing': 'Name the file of a backup; a server keeps some in the folder backups of its data.',
  'backup-unusable': 'Nothing was changed. Choose another backup.',
  'backup-newer': 'Nothing was changed. A newer Maru made this backup: update this one.',
  crashed: 'Start it again.',
  unknown: 'The log above may say more.',
};

const storeWorker = join(__dirname, 'store-worker.cjs');

async function main(): Promise<void> {
  const read = readOptions(process.argv.slice(2), process.env);
  if (!read.ok) return stop(2, `maru-server: ${read.message}\nTry --help.`);
  const { options } = read;
  if (options.show === 'help') return say(usage);
  if (options.show === 'version') return say(__APP_VERSION__);
  if (options.restore !== null) return putBack(options.restore, options);

  const log = pino({ level: process.env['MARU_LOG'] ?? 'info', base: null }, destination({ dest: 2, sync: true }));
  // What nobody foresaw is logged, and the others go on being served: what was acknowledged is on disk in any case.
  process.on('uncaughtException', (error) => log.error(facts(error), 'unforeseen'));
  process.on('unhandledRejection', (error) => log.error(facts(error), 'unforeseen'));

  let failed: (error: Error) => void = () => {};
  try {
    const server = await start({
      ...options.parts,
      storeWorker,
      clientDir: join(__dirname, '../renderer'),
      log,
      onFailure: (error) => failed(error),
    });
    const announcer = options.announce ? announce(server, log) : null;
    let ending = false;
    const end = (code: number) => {
      if (ending) return;
      ending = true;
      void server
        .close()
        .then(() => announcer?.stop())
        .then(() => process.exit(code));
    };
    failed = () => end(1);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0));
    const { url, address, fingerprint } = server;
    if (options.json) say(JSON.stringify({ event: 'ready', url, port: address.port, pid: process.pid, fingerprint }));
    else say(welcome(server, options));
  } catch (error) {
    const { code, detail } = StartError.from(error);
    stop(1, `maru-server could not start: ${detail}.\n${advice[code]}`);
  }
}

function announce({ id, name, fingerprint, address }: RunningServer, log: Logger): Announcer {
  const announcement = { id, name, fingerprint, port: address.port };
  const announcer = new Announcer({ announcement, host: address.host, log });
  void announcer.start();
  return announcer;
}

async function putBack(file: string, { parts, json }: Options): Promise<void> {
  try {
    const restoration = await restore(storeWorker, file, parts.dataDir, systemClock);
    say(json ? JSON.stringify({ event: 'restored', ...restoration }) : report(restoration));
  } catch (error) {
    const { code, detail } = error instanceof RestoreError ? error : StartError.from(error);
    stop(1, `maru-server restored nothing: ${detail}.\n${advice[code]}`);
  }
}

function report({ file, folder, kept, rooms, entries, last }: Restoration): string {
  return [
    `${folder} now holds what ${file} held:`,
    `${entries} entries in ${rooms} ${rooms === 1 ? 'room' : 'rooms'}, the last of ${new Date(last).toISOString()}.`,
    kept === null ? 'Nothing was there before.' : `What was there before is kept in ${kept}`,
    'It has a new history: who was there loads it again, and offers what was said since.',
  ].join('\n');
}

function welcome(server: RunningServer, { parts }: Options): string {
  const { host, port } = server.address;
  const reachable = reachableAddresses(host, port);
  const [best] = reachable;
  const moved = parts.port !== 0 && parts.port !== port ? [`Port ${parts.port} is taken, so it is ${port}.`] : [];
  const others = best
    ? [
        parts.guests
          ? 'Others on this network open one of these in a browser, or join it from the app:'
          : 'Others on this network join one of these from the app:',
        '',
        ...reachable.map(({ url }) => `  ${url}`),
      ]
    : ['Only this machine can reach it.'];
  return [
    `${server.name} is open.`,
    ...moved,
    '',
    `On this machine: ${server.url}`,
    ...others,
    ...(best ? ['', renderUnicodeCompact(best.url)] : []),
    '',
    `Its key, which the app shows as words: ${server.fingerprint}`,
    `Everything is kept in ${parts.dataDir}`,
    'Press Ctrl+C to stop.',
  ].join('\n');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function stop(code: number, message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}

void main();
