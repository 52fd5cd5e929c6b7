/** A cable that loses packets and holds them back: the system's own (`tc netem`) where its kernel has one, else wire.py. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ip, layCable, noNamespaces, type Cable } from '../support/netns';

/** How bad it is, in both directions alike. */
export interface Weather {
  /** The part of all packets that is lost, from 0 to 1. */
  loss: number;
  /** Each packet is held back for a time between these, in ms. */
  delay: readonly [number, number];
}

export interface BadCable {
  cable: Cable;
  way: 'tc netem' | 'a relay in user space';
  /** Null: a good cable again. */
  set(weather: Weather | null): void;
  remove(): Promise<void>;
}

const tc = (namespace: string, ...args: string[]) => {
  execFileSync('tc', ['-n', namespace, 'qdisc', ...args], { stdio: 'pipe' });
};

const netem = ({ loss, delay: [least, most] }: Weather) => {
  const [middle, spread] = [(least + most) / 2, (most - least) / 2];
  return ['netem', 'loss', `${loss * 100}%`, 'delay', `${middle}ms`, `${spread}ms`];
};

const succeeds = (work: () => void): boolean => {
  try {
    work();
    return true;
  } catch {
    return false;
  }
};

/** Many kernels are built without netem. */
function hasNetem(): boolean {
  const cable = layCable();
  try {
    return succeeds(() => tc(cable.server.namespace, 'add', 'dev', cable.server.link, 'root', 'netem', 'loss', '1%'));
  } finally {
    cable.remove();
  }
}

/** Null, or why there is no bad cable here. */
export function noBadCable(): string | null {
  const why = noNamespaces();
  if (why !== null || hasNetem()) return why;
  const python = 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)';
  return succeeds(() => execFileSync('python3', ['-c', python], { stdio: 'pipe' }))
    ? null
    : 'this kernel has no tc netem, and python3 with raw sockets is not there either';
}

export function layBadCable(seed: number): Promise<BadCable> {
  return hasNetem() ? Promise.resolve(withNetem()) : withRelay(seed);
}

function withNetem(): BadCable {
  const cable = layCable();
  const each = (work: (namespace: string, link: string) => void) => {
    for (const { namespace, link } of [cable.server, cable.client]) work(namespace, link);
  };
  return {
    cable,
    way: 'tc netem',
    set: (weather) =>
      each((namespace, link) =>
        weather
          ? tc(namespace, 'replace', 'dev', link, 'root', ...netem(weather))
          : tc(namespace, 'del', 'dev', link, 'root'),
      ),
    remove: async () => cable.remove(),
  };
}

async function withRelay(seed: number): Promise<BadCable> {
  const cable = layCable({ relayed: true });
  let wire: ChildProcess | null = null;
  const remove = async () => {
    if (wire?.pid !== undefined && wire.exitCode === null && wire.signalCode === null) {
      wire.kill('SIGKILL');
      await once(wire, 'exit');
    }
    cable.remove();
  };
  try {
    // One packet a frame, so that losing a frame loses what a real cable would lose.
    for (const { namespace, link } of [cable.server, cable.client])
      ip('-n', namespace, 'link', 'set', link, 'gso_max_segs', '1');
    const { prefix = [], links = [] } = cable.relay ?? {};
    const [command = '', ...args] = [
      ...prefix,
      'python3',
      join(import.meta.dirname, 'wire.py'),
      ...links,
      String(seed),
    ];
    wire = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = wire;
    if (!stdin || !stdout) throw new Error('the relay has no pipes');
    // It ends with the round, at whatever moment.
    stdin.on('error', () => {});
    const begun = await Promise.race([
      once(createInterface(stdout), 'line').then(() => true),
      once(wire, 'exit').then(() => false),
    ]);
    if (!begun) throw new Error('the relay did not start');
    return {
      cable,
      way: 'a relay in user space',
      set: (weather) => {
        const { loss, delay } = weather ?? { loss: 0, delay: [0, 0] };
        stdin.write(`${[loss, ...delay].join(' ')}\n`);
      },
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
