/** Entry of the headless server: options in, a running server out. See `--help`. */
import { join } from 'node:path';
import { destination, pino } from 'pino';
import { renderUnicodeCompact } from 'uqr';
import { reachableAddresses } from './addresses';
import { readOptions, usage, type Options } from './options';
import { StartError, type StartFailure } from './failures';
import { facts } from './log';
import { start, type RunningServer } from './start';

/** The package's version, put here by the bundler. */
declare const __APP_VERSION__: string;

/** What to do about each, after the detail that names the path or port. */
const advice: Record<StartFailure, string> = {
  'port-taken': 'Choose another with --port, or stop the other program.',
  'port-forbidden': 'Choose a port above 1023 with --port.',
  'folder-unwritable': 'Choose another folder with --data, or let this user write to it.',
  'folder-newer': 'A newer Maru has used this folder: update this one, or choose another folder with --data.',
  'folder-in-use': 'Stop the other server first, or choose another folder with --data.',
  'folder-damaged': 'Nothing was changed. Put a backup in its place, or choose another folder with --data.',
  crashed: 'Start it again.',
  unknown: 'The log above may say more.',
};

async function main(): Promise<void> {
  const read = readOptions(process.argv.slice(2), process.env);
  if (!read.ok) return stop(2, `maru-server: ${read.message}\nTry --help.`);
  const { options } = read;
  if (options.show === 'help') return say(usage);
  if (options.show === 'version') return say(__APP_VERSION__);

  const log = pino({ level: process.env['MARU_LOG'] ?? 'info', base: null }, destination({ dest: 2, sync: true }));
  // What nobody foresaw is logged, and the others go on being served: what was acknowledged is on disk in any case.
  process.on('uncaughtException', (error) => log.error(facts(error), 'unforeseen'));
  process.on('unhandledRejection', (error) => log.error(facts(error), 'unforeseen'));

  let failed: (error: Error) => void = () => {};
  try {
    const server = await start({
      ...options.parts,
      storeWorker: join(__dirname, 'store-worker.cjs'),
      clientDir: join(__dirname, '../renderer'),
      log,
      onFailure: (error) => failed(error),
    });
    let ending = false;
    const end = (code: number) => {
      if (ending) return;
      ending = true;
      void server.close().then(() => process.exit(code));
    };
    failed = () => end(1);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0));
    if (options.json)
      say(JSON.stringify({ event: 'ready', url: server.url, port: server.address.port, pid: process.pid }));
    else say(welcome(server, options));
  } catch (error) {
    const { code, detail } = StartError.from(error);
    stop(1, `maru-server could not start: ${detail}.\n${advice[code]}`);
  }
}

function welcome(server: RunningServer, { parts }: Options): string {
  const { host, port } = server.address;
  const reachable = reachableAddresses(host, port);
  const [best] = reachable;
  const moved = parts.port !== 0 && parts.port !== port ? [`Port ${parts.port} is taken, so it is ${port}.`] : [];
  const others = best
    ? [
        'Others on this network open one of these in a browser, or join it from the app:',
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
