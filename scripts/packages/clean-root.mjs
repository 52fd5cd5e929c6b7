// A Debian of its own, with no way out but its own loopback: what a package does to a system can be seen there, whole.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

export const command = (name, args, options = {}) =>
  execFileSync(name, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1e8, ...options });

/** @returns the same work; done at the latest when this process ends, also by Ctrl+C */
function atTheEnd(work) {
  const once = () => {
    process.off('exit', once);
    work();
  };
  process.on('exit', once);
  return once;
}

/** As this machine reaches its packages, so does the new root. */
const aptFiles = ['apt.conf.d', 'sources.list', 'sources.list.d', 'trusted.gpg.d', 'auth.conf.d'];

/** A network with nobody in it. @returns words before a command that put it there, and what removes it */
export function ownNetwork() {
  const name = `maru-packages-${randomBytes(3).toString('hex')}`;
  command('ip', ['netns', 'add', name]);
  const prefix = ['ip', 'netns', 'exec', name];
  command(prefix[0], [...prefix.slice(1), 'ip', 'link', 'set', 'lo', 'up']);
  return { prefix, remove: atTheEnd(() => spawnSync('ip', ['netns', 'del', name], { stdio: 'ignore' })) };
}

export function cleanRoot() {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'maru-root-'));
  fs.chmodSync(place, 0o755);
  const mounted = [];
  const mount = (kind, name, ...options) => {
    const to = path.join(place, name);
    fs.mkdirSync(to, { recursive: true });
    command('mount', ['-t', kind, ...options, kind, to]);
    mounted.unshift(to);
  };
  const remove = atTheEnd(() => {
    for (const to of mounted) spawnSync('umount', ['-l', to]);
    fs.rmSync(place, { recursive: true, force: true });
  });
  try {
    command('debootstrap', ['--variant=minbase', 'bookworm', place]);
    mount('proc', 'proc');
    mount('sysfs', 'sys');
    mount('tmpfs', 'dev/shm', '-o', 'mode=1777');
    for (const file of aptFiles.filter((name) => fs.existsSync(`/etc/apt/${name}`)))
      fs.cpSync(`/etc/apt/${file}`, path.join(place, 'etc/apt', file), { recursive: true });
    for (const file of ['/etc/resolv.conf', '/etc/hosts']) fs.copyFileSync(file, path.join(place, file));
    fs.cpSync('/etc/ssl/certs', path.join(place, 'etc/ssl/certs'), { recursive: true, dereference: true });
    if (fs.existsSync('/usr/share/keyrings'))
      fs.cpSync('/usr/share/keyrings', path.join(place, 'usr/share/keyrings'), { recursive: true });
  } catch (error) {
    remove();
    throw error;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  return {
    place,
    remove,
    inside: (...args) => command('chroot', [place, ...args], { env }),
    /** As an ordinary person of that system, in a network of its own. */
    runAs(person, network, ...args) {
      const [first, ...rest] = [...network.prefix, 'chroot', place, 'runuser', '-u', person, '--', ...args];
      return spawn(first, rest, {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: {
          PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
          HOME: `/home/${person}`,
          LC_ALL: 'C.UTF-8',
        },
      });
    },
  };
}

const others = ['/tmp', '/var', '/run', '/home', '/proc', '/sys', '/dev'];

/** Files of a root that a package could leave behind: all but what its own work, its package database and its people write. */
export const filesOf = (inside) =>
  new Set(
    inside(
      ...['find', '/', '-xdev', '('],
      ...others.flatMap((place, index) => [...(index > 0 ? ['-o'] : []), '-path', place]),
      ...[')', '-prune', '-o', '-print'],
    ).split('\n'),
  );
