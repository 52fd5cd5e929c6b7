/** The headless server's command line and environment, read into what `start` wants. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { limits, parse, Password, Port, ServerName } from '../protocol';
import { everyInterface } from './addresses';
import { isProxy } from './door/caller';
import { unfitBeat, type Heartbeat } from './heartbeat';
import { isHostName } from './origin';
import { defaultDataDir } from './places';
import type { StartParts } from './start';

export const usage = `maru-server: a chat room for people on one network.

  --data DIR     keep everything in this folder (default: ${defaultDataDir()})
  --port N       listen on this port and no other; 0 is any free one (default: ${limits.port}, or the next free one)
  --host ADDR    listen on this address only (default: every one, IPv4 and IPv6)
  --name NAME    the server's name, shown to everybody
  --no-announce  do not say on the network that a server is here
  --host-name NAME
                 answer to this name too: a reverse proxy's, this machine's in DNS; may be said again
  --proxy ADDR   believe this reverse proxy about whom it forwards, or a network as ADDR/BITS; may be said again
  --heartbeat SECONDS, --heartbeat-timeout SECONDS
                 ask each connection so often for a sign of life, and hang up where none comes by then
                 (default: ${limits.heartbeatInterval / 1_000} and ${limits.heartbeatTimeout / 1_000})
  --no-guests    take nobody over plain HTTP, as browsers come: the app, and browsers through a proxy with TLS
  --json         print one line of JSON when ready, and nothing else
  --restore FILE put a backup (they are in DIR/backups) in the place of what is in DIR, which is kept, and end
  --help         this text
  --version      the version

  MARU_PASSWORD  environment: ask everybody who joins for this password; empty takes it away
  MARU_HOSTS     environment: as --host-name, with commas between
  MARU_LOG       environment: debug, info (default), warn, error or silent; the log goes to stderr`;

export interface Options {
  parts: Pick<
    StartParts,
    'dataDir' | 'host' | 'port' | 'portTries' | 'name' | 'password' | 'hostNames' | 'proxies' | 'guests' | 'heartbeat'
  >;
  json: boolean;
  /** Whether it says on its networks that it is here. */
  announce: boolean;
  /** A backup to put in the folder's place, instead of serving. */
  restore: string | null;
  show: 'help' | 'version' | null;
}

export type ReadOptions = { ok: true; options: Options } | { ok: false; message: string };

export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): ReadOptions {
  const no = (message: string): ReadOptions => ({ ok: false, message });
  let given;
  try {
    given = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        name: { type: 'string' },
        'no-announce': { type: 'boolean' },
        'host-name': { type: 'string', multiple: true },
        proxy: { type: 'string', multiple: true },
        heartbeat: { type: 'string' },
        'heartbeat-timeout': { type: 'string' },
        'no-guests': { type: 'boolean' },
        json: { type: 'boolean' },
        restore: { type: 'string' },
        help: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    return no(error instanceof Error ? error.message : String(error));
  }
  const { data, host = everyInterface() } = given;
  if (data === '') return no('--data needs a folder');
  if (given.restore === '') return no('--restore needs a file');
  const port =
    given.port === undefined ? { port: limits.port, portTries: limits.portTries } : { port: Number(given.port) };
  if (given.port?.trim() === '' || (port.port !== 0 && !parse(Port, port.port).ok))
    return no(`--port needs a number from 0 to 65535, not "${given.port}"`);
  const name = given.name === undefined ? null : parse(ServerName, given.name);
  if (name && !name.ok) return no(`--name needs 1 to ${limits.serverName} visible characters`);
  const secret = env['MARU_PASSWORD'];
  const password = secret ? parse(Password, secret) : null;
  if (password && !password.ok) return no(`MARU_PASSWORD is longer than ${limits.password} characters`);
  const listed = (env['MARU_HOSTS'] ?? '').split(',').flatMap((entry) => entry.trim() || []);
  const hostNames = [...listed, ...(given['host-name'] ?? [])];
  const odd = hostNames.find((entry) => !isHostName(entry));
  if (odd !== undefined) return no(`a host name is like chat.example, without a port, not "${odd}"`);
  const proxies = given.proxy ?? [];
  const stranger = proxies.find((proxy) => !isProxy(proxy));
  if (stranger !== undefined) return no(`--proxy needs an address, or a network as ADDRESS/BITS, not "${stranger}"`);
  const heartbeat = heartbeatIn(given.heartbeat, given['heartbeat-timeout']);
  const unfit = unfitBeat(heartbeat);
  if (unfit) {
    const { least, most } = unfit === 'interval' ? limits.heartbeatIntervals : limits.heartbeatTimeouts;
    const option = unfit === 'interval' ? '--heartbeat' : '--heartbeat-timeout';
    return no(`${option} needs a number of seconds from ${least / 1_000} to ${most / 1_000}`);
  }
  return {
    ok: true,
    options: {
      parts: {
        dataDir: data === undefined ? defaultDataDir(env) : resolve(data),
        host,
        ...port,
        ...(name ? { name: name.value } : {}),
        ...(password ? { password: password.value } : secret === '' ? { password: null } : {}),
        hostNames,
        proxies,
        guests: !given['no-guests'],
        heartbeat,
      },
      announce: !given['no-announce'],
      json: given.json ?? false,
      restore: given.restore === undefined ? null : resolve(given.restore),
      show: given.help ? 'help' : given.version ? 'version' : null,
    },
  };
}

/** NaN for what is no number, which fits no bounds. */
function heartbeatIn(interval: string | undefined, timeout: string | undefined): Heartbeat {
  const inMs = (seconds: string | undefined, usual: number) =>
    seconds === undefined ? usual : seconds.trim() === '' ? NaN : Math.round(Number(seconds) * 1_000);
  return {
    interval: inMs(interval, limits.heartbeatInterval),
    timeout: inMs(timeout, limits.heartbeatTimeout),
  };
}
