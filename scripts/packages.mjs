#!/usr/bin/env node
// npm run packages: the packages, from outside. Root on Debian only; a few minutes. Single steps: -- pack fuses stories deb
// 1. The shipped build has all its fuses set. 2. The desktop stories pass on a package of the same configuration.
// 3. Its .deb installs, starts (as an ordinary user, sandbox on, a window on the screen) and uninstalls in a clean root.
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { installDebianPackages } from './debian.mjs';
import { installPackages, root } from './prepare.mjs';
import { bin, run } from './run.mjs';

const totals = { passed: 0, failed: 0 };
async function step(name, work) {
  const begun = performance.now();
  let problem = null;
  try {
    await work();
  } catch (error) {
    const { message, stdout = '', stderr = '' } = error;
    problem = [message, stdout, stderr]
      .map((text) => text.slice(-4_000))
      .join('\n')
      .trim();
  }
  totals[problem === null ? 'passed' : 'failed'] += 1;
  console.log(
    `${problem === null ? '✓' : '✗'} ${name}, ${((performance.now() - begun) / 1000).toFixed(1)} s${problem === null ? '' : `\n${problem}`}`,
  );
}
const must = (holds, what) => {
  if (!holds) throw new Error(what);
};
const command = (name, args, options = {}) =>
  execFileSync(name, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...options });

async function pack(...args) {
  const { ok, output } = await run(process.execPath, [path.join(root, 'scripts/dist.mjs'), ...args]);
  must(ok, output);
}

const expectedFuses = {
  RunAsNode: 'Disabled',
  EnableCookieEncryption: 'Enabled',
  EnableNodeOptionsEnvironmentVariable: 'Disabled',
  EnableNodeCliInspectArguments: 'Disabled',
  EnableEmbeddedAsarIntegrityValidation: 'Enabled',
  OnlyLoadAppFromAsar: 'Enabled',
};
function readFuses() {
  const said = command(bin('electron-fuses'), ['read', '--app', path.join(root, 'out/shipped/linux-unpacked/maru')]);
  for (const [fuse, state] of Object.entries(expectedFuses))
    must(said.includes(`${fuse} is ${state}`), `${fuse} is not ${state}:\n${said}`);
}

async function storiesOnPackage() {
  const { ok, output } = await run(
    path.join(root, 'scripts/with-desktop.py'),
    [
      '--ibus',
      bin('playwright'),
      'test',
      '-c',
      'tests/desktop/playwright.config.ts',
      '--reporter=line',
      'talking',
      'host',
      'notice',
    ],
    { env: { MARU_APP: path.join(root, 'out/driven/linux-unpacked/maru'), FORCE_COLOR: '0' } },
  );
  must(ok, output);
}

/** A Debian of its own, with what any desktop has: a display and a bus. Undone by `remove`. */
function cleanRoot() {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'maru-root-'));
  fs.chmodSync(place, 0o755);
  const mounted = [];
  const mount = (kind, name, ...options) => {
    const to = path.join(place, name);
    fs.mkdirSync(to, { recursive: true });
    command('mount', ['-t', kind, ...options, kind, to]);
    mounted.unshift(to);
  };
  const remove = () => {
    for (const to of mounted) spawnSync('umount', ['-l', to]);
    fs.rmSync(place, { recursive: true, force: true });
  };
  try {
    command('debootstrap', ['--variant=minbase', 'bookworm', place], { maxBuffer: 1e8 });
    mount('proc', 'proc');
    mount('sysfs', 'sys');
    mount('tmpfs', 'dev/shm', '-o', 'mode=1777');
    for (const file of ['apt.conf.d', 'sources.list', 'sources.list.d', 'trusted.gpg.d', 'auth.conf.d']) {
      if (fs.existsSync(`/etc/apt/${file}`))
        fs.cpSync(`/etc/apt/${file}`, path.join(place, 'etc/apt', file), { recursive: true });
    }
    for (const file of ['/etc/resolv.conf', '/etc/hosts']) fs.copyFileSync(file, path.join(place, file));
    fs.cpSync('/etc/ssl/certs', path.join(place, 'etc/ssl/certs'), { recursive: true, dereference: true });
    // As this machine reaches its packages, so does the new root.
    if (fs.existsSync('/usr/share/keyrings'))
      fs.cpSync('/usr/share/keyrings', path.join(place, 'usr/share/keyrings'), { recursive: true });
  } catch (error) {
    remove();
    throw error;
  }
  const inside = (...args) =>
    command('chroot', [place, ...args], {
      maxBuffer: 1e8,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
    });
  return { place, inside, remove };
}

/** Files of a root that a package could leave behind: all but what its own work, its package database and its people write. */
const filesOf = (inside) =>
  new Set(
    inside(
      'find',
      '/',
      '-xdev',
      '(',
      '-path',
      '/tmp',
      '-o',
      '-path',
      '/var',
      '-o',
      '-path',
      '/run',
      '-o',
      '-path',
      '/home',
      ')',
      '-prune',
      '-o',
      '-print',
    ).split('\n'),
  );

const SEE = `
set -e
export HOME=/home/narae XDG_RUNTIME_DIR=/tmp/run-narae
mkdir -p $XDG_RUNTIME_DIR
Xvfb :77 -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 &
export DISPLAY=:77
for try in $(seq 100); do xwininfo -root >/dev/null 2>&1 && break; sleep 0.1; done
dbus-run-session -- maru --profile /home/narae/profile >/tmp/maru.log 2>&1 &
for try in $(seq 300); do
  page=$(pgrep -f "^/opt/Maru/maru --type=renderer" | head -n 1 || true)
  window=$(xwininfo -root -tree 2>/dev/null | grep -E '"[^"]*(Maru|마루)[^"]*": .* [0-9]{3,4}x[0-9]{3,4}[+]' | grep -v ' 200x200[+]' | head -n 1 || true)
  if [ -n "$page" ] && [ -n "$window" ]; then
    echo "window:$window"
    echo "unsandboxed:$(pgrep -c -f "^/opt/Maru/maru .*--no-sandbox" || true)"
    grep Seccomp: "/proc/$page/status" | tr -d "[:space:]"
    kill %1 %2 2>/dev/null || true
    exit 0
  fi
  sleep 0.1
done
cat /tmp/maru.log
exit 1
`;

async function debInCleanRoot() {
  const clean = cleanRoot();
  try {
    clean.inside('apt-get', '-qq', 'update');
    clean.inside(
      'apt-get',
      '-qq',
      'install',
      '-y',
      '--no-install-recommends',
      'xvfb',
      'x11-utils',
      'dbus',
      'dbus-bin',
      'procps',
    );
    const deb = fs.readdirSync(path.join(root, 'out/shipped')).find((name) => name.endsWith('.deb'));
    fs.copyFileSync(path.join(root, 'out/shipped', deb), path.join(clean.place, 'tmp/maru.deb'));
    const dependencies = command('dpkg-deb', ['-f', path.join(root, 'out/shipped', deb), 'Depends'])
      .trim()
      .split(/, */u)
      .map((name) => name.split(' ')[0]);
    clean.inside('apt-get', '-qq', 'install', '-y', '--no-install-recommends', ...dependencies);
    const before = filesOf(clean.inside);
    clean.inside('dpkg', '-i', '/tmp/maru.deb');
    must(
      clean.inside('stat', '-c', '%a %U', '/opt/Maru/chrome-sandbox').startsWith('4755 root'),
      'the sandbox is not set up',
    );
    const entry = clean.inside('cat', '/usr/share/applications/maru.desktop');
    must(
      /^MimeType=(.*;)?x-scheme-handler\/maru;/mu.test(entry) && /^Exec=.* %U$/mu.test(entry),
      `no link would open it:\n${entry}`,
    );
    clean.inside('useradd', '-m', 'narae');
    const seen = clean.inside('su', 'narae', '-c', `bash -c '${SEE.replaceAll("'", "'\\''")}'`);
    must(seen.includes('window:'), `no window was seen:\n${seen}`);
    // Seccomp mode 2 is a filter: Chromium's own sandbox holds the page (proc(5)).
    must(seen.includes('unsandboxed:0') && seen.includes('Seccomp:2'), `a page runs without its sandbox:\n${seen}`);
    console.log(`  seen from outside: ${seen.trim().replaceAll(/\s+/gu, ' ')}`);
    clean.inside('userdel', '-f', 'narae');
    clean.inside('dpkg', '--purge', 'maru');
    const left = [...filesOf(clean.inside)].filter(
      (file) =>
        !before.has(file) &&
        !/passwd|shadow|group|subuid|subgid|mimeinfo|icon-theme|machine-id|ld\.so|\/usr\/share\/(applications|icons|mime)$/u.test(
          file,
        ),
    );
    must(left.length === 0, `the package left behind: ${left.join(' ')}`);
  } finally {
    clean.remove();
  }
}

if (process.platform !== 'linux' || process.getuid?.() !== 0 || !fs.existsSync('/etc/debian_version')) {
  console.error('npm run packages needs root on Debian: it installs the .deb in a root of its own.');
  process.exit(2);
}
installPackages();
for (const missing of installDebianPackages(['debootstrap'])) console.log(missing);
const steps = {
  pack: [
    'both packages are made',
    async () => {
      await pack();
      await pack('--driven');
    },
  ],
  fuses: ['the shipped one has its fuses set', readFuses],
  stories: ['the desktop stories pass on a package', storiesOnPackage],
  deb: ['the .deb installs, starts and uninstalls in a clean root', debInCleanRoot],
};
const wanted = process.argv.slice(2);
for (const [key, [name, work]] of Object.entries(steps))
  if (wanted.length === 0 || wanted.includes(key)) await step(name, work);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
// A spawned display may still hold a pipe of ours.
process.exit(totals.failed === 0 ? 0 : 1);
