// What the tests need of Debian: a browser, what reads a PDF, a desktop that programs can read, a Korean input method, fonts, whom Chromium trusts, a clock that jumps.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';

/** By what they are for. */
const packages = {
  browser: ['chromium', 'firefox-esr', 'fonts-noto-cjk', 'fonts-noto-color-emoji', 'poppler-utils'],
  desktop: [
    ...['xvfb', 'xauth', 'openbox', 'dbus', 'libglib2.0-bin', 'dunst', 'libnotify-bin', 'gnome-keyring'],
    ...['xdg-utils', 'desktop-file-utils', 'shared-mime-info', 'python3', 'python3-pip', 'python3-dbus', 'python3-gi'],
    ...['ibus', 'ibus-hangul', 'ibus-gtk3', 'xdotool', 'dbus-x11'],
  ],
  electron: [
    ...['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libdrm2', 'libxss1', 'libxtst6', 'libsecret-1-0'],
    ...['libnotify4', 'libcups2', 'libatspi2.0-0'],
  ],
  network: ['iproute2', 'procps', 'nftables', 'iputils-ping', 'nginx-light'],
  authorities: ['libnss3-tools'],
  faults: ['libfaketime'],
};

const isInstalled = (name) =>
  spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' }).stdout === 'installed';

/** Null, or why packages cannot be installed here. */
export function cannotInstall() {
  if (!fs.existsSync('/etc/debian_version')) return 'this is not Debian';
  if (process.getuid?.() !== 0) return 'only root installs packages';
  return null;
}

/**
 * Installs what is missing.
 * @returns {string[]} what is still missing, with the reason behind it; empty when all is there
 */
export function installDebianPackages(extra = [], say = console.error) {
  const wanted = [...Object.values(packages).flat(), ...extra];
  const why = cannotInstall();
  if (why) return [`packages are left as they are: ${why}`];
  const missing = wanted.filter((name) => !isInstalled(name));
  if (missing.length === 0) return [];
  say(`installing ${missing.length} Debian packages: ${missing.join(' ')}`);
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update');
  const { status, stderr } = apt('install', '-y', '--no-install-recommends', ...missing);
  if (status !== 0) say(stderr.trim());
  return missing.filter((name) => !isInstalled(name)).map((name) => `${name} could not be installed`);
}
