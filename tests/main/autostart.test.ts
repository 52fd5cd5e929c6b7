/** Started by the system: the file of a Linux desktop, read by the library that desktops read it with; what Windows and macOS are told. */
import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';

const told: unknown[] = [];
const asked: unknown[] = [];
vi.mock('electron', () => ({
  app: {
    setLoginItemSettings: (item: unknown) => void told.push(item),
    getLoginItemSettings: (item: unknown) => {
      asked.push(item);
      return { openAtLogin: true };
    },
  },
}));
const { commandFor, nameFor, programOf } = await import('../../main/autostart/autostart');
const { entryFor, isOn } = await import('../../main/autostart/entry');
const { loginItem, xdgAutostart } = await import('../../main/autostart/system');

const run = promisify(execFile);
const folders: string[] = [];
const folder = async () => {
  const made = await mkdtemp(path.join(tmpdir(), 'maru-autostart-'));
  folders.push(made);
  return made;
};
afterEach(async () => {
  for (const made of folders.splice(0)) await rm(made, { recursive: true, force: true });
});

test('the command names what a person has, not where it was unpacked, and the profile that asked', () => {
  expect(programOf({ APPIMAGE: '/home/narae/Maru 1.AppImage' }, '/tmp/.mount/maru')).toBe(
    '/home/narae/Maru 1.AppImage',
  );
  expect(programOf({ PORTABLE_EXECUTABLE_FILE: 'D:\\Maru.exe' }, 'C:\\Temp\\Maru.exe')).toBe('D:\\Maru.exe');
  expect(programOf({}, '/opt/Maru/maru')).toBe('/opt/Maru/maru');
  const none = { profile: null, host: null, hidden: false };
  expect(commandFor('/opt/Maru/maru', [], none, true)).toEqual(['/opt/Maru/maru', '--hidden']);
  expect(commandFor('/maru', ['/app'], { ...none, profile: '/p q', host: '::1' }, false)).toEqual([
    '/maru',
    '/app',
    '--profile',
    '/p q',
    '--host',
    '::1',
  ]);
  expect(nameFor(none)).toBe('maru');
  expect(nameFor({ profile: '/a' })).not.toBe(nameFor({ profile: '/b' }));
});

const noGio = spawnSync('gio', ['version']).status === 0 ? null : 'gio is not here (Debian’s libglib2.0-bin)';

test.skipIf(noGio !== null)(
  `a desktop starts exactly that program with exactly those arguments${noGio ? `: ${noGio}` : ''}`,
  async () => {
    // A percent sign in the program's own path is more than GLib reads, however it is written.
    const nasty = `a b"c'd\`e$HOME\\f;i&j|k~l#m(n)o*p?q=<r>  나래\\\\`;
    const home = path.join(await folder(), nasty);
    await mkdir(home);
    const program = path.join(home, 'maru "$(touch pwned)"');
    const written = path.join(home, 'arguments');
    await writeFile(
      program,
      `#!/bin/sh\nfor one in "$@"; do printf '%s\\n' "$one"; done > "$(dirname "$0")/arguments"\n`,
    );
    await chmod(program, 0o755);
    const args = ['--profile', nasty, '--hidden', '%f', 'a%%b%', '', '\\', '"', 'tab\there', '~'];
    const entry = path.join(home, 'maru.desktop');
    await writeFile(entry, entryFor([program, ...args]));
    await run('gio', ['launch', entry]);
    await vi.waitFor(async () => expect((await readFile(written, 'utf8')).split('\n').slice(0, -1)).toEqual(args), {
      timeout: 5_000,
    });
  },
);

test('the file is there while it is wanted, and a desktop’s own settings switch it off', async () => {
  const config = await folder();
  const autostart = xdgAutostart('maru', { XDG_CONFIG_HOME: config });
  const file = path.join(config, 'autostart', 'maru.desktop');
  expect(autostart.read()).toBe(false);
  autostart.write(['/opt/Maru/maru', '--hidden']);
  expect(await readFile(file, 'utf8')).toContain('\nExec=/opt/Maru/maru --hidden\n');
  expect(autostart.read()).toBe(true);
  for (const line of ['Hidden=true', 'X-GNOME-Autostart-enabled=false']) {
    await writeFile(file, `[Desktop Entry]\n${line}\n`);
    expect(autostart.read()).toBe(false);
  }
  autostart.remove();
  autostart.remove();
  expect(autostart.read()).toBe(false);
  expect(isOn(entryFor(['/maru']))).toBe(true);
});

test('Windows is given program and quoted arguments, and asked about the same; macOS a login item alone', () => {
  const windows = loginItem('maru-1', ['C:\\Maru\\Maru.exe', '--profile', 'D:\\my "p"', '--hidden'], 'win32');
  expect(windows.read()).toBe(true);
  windows.write(['C:\\Maru\\Maru.exe']);
  const item = { path: 'C:\\Maru\\Maru.exe', args: ['--profile', '"D:\\my \\"p\\""', '--hidden'], name: 'maru-1' };
  expect([asked.at(-1), told.at(-1)]).toEqual([item, { ...item, openAtLogin: true }]);
  const mac = loginItem('maru', ['/Applications/Maru.app', '--hidden'], 'darwin');
  mac.remove();
  expect(told.at(-1)).toEqual({ openAtLogin: false });
});
