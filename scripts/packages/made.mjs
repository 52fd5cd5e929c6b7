// Each package that was made, opened: the same program in each, with every fuse as it was set, and nothing beside it.
import electronFuses from '@electron/fuses';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { mistakesIn } from '../contents.mjs';
import { command } from './clean-root.mjs';

const { FuseV1Options, getCurrentFuseWire } = electronFuses;
/** How the wire says it: digits in ASCII; an `r` is a fuse that an Electron once had (@electron/fuses, constants.ts). */
const [on, off, removed] = ['1', '0', 'r'].map((sign) => sign.charCodeAt(0));
/** As electron-builder.yml says. The last two are not in every Electron; where they are, they are so. */
const fuses = {
  RunAsNode: off,
  EnableCookieEncryption: on,
  EnableNodeOptionsEnvironmentVariable: off,
  EnableNodeCliInspectArguments: off,
  EnableEmbeddedAsarIntegrityValidation: on,
  OnlyLoadAppFromAsar: on,
  LoadBrowserProcessSpecificV8Snapshot: off,
  GrantFileProtocolExtraPrivileges: off,
};
const sometimes = ['LoadBrowserProcessSpecificV8Snapshot', 'GrantFileProtocolExtraPrivileges'];

/** @returns {Promise<string[]>} the fuses of a program that are not as they should be */
export async function wrongFuses(program, expected = fuses) {
  const wire = await getCurrentFuseWire(program);
  return Object.entries(expected)
    .filter(([name, state]) => {
      const is = wire[FuseV1Options[name]];
      return is !== state && !(sometimes.includes(name) && (is === undefined || is === removed));
    })
    .map(([name]) => name);
}

/** How each kind is opened into a folder; where the program lies then. */
const open = {
  '.tar.gz': (file, to) => {
    command('tar', ['-xzf', file, '-C', to]);
    return path.join(to, fs.readdirSync(to)[0]);
  },
  '.AppImage': (file, to) => {
    command(file, ['--appimage-extract'], { cwd: to });
    return path.join(to, 'squashfs-root');
  },
  '.deb': (file, to) => {
    command('dpkg-deb', ['-x', file, to]);
    return path.join(to, 'opt/Maru');
  },
  '.rpm': (file, to) => {
    command('sh', ['-c', 'rpm2cpio "$1" | cpio -id --quiet', 'sh', file], { cwd: to });
    return path.join(to, 'opt/Maru');
  },
};
/** What a package puts on a system beside the program's own folder. */
const beside = /^usr\/share\/(?:applications\/maru\.desktop|icons\/hicolor\/\d+x\d+\/apps\/maru\.png)$/u;

const kindOf = (name) => Object.keys(open).find((kind) => name.endsWith(kind));
const sha256 = (file) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

function checkSystemFiles(to, entryChecks) {
  const entry = path.join(to, 'usr/share/applications/maru.desktop');
  command('desktop-file-validate', [entry]);
  const text = fs.readFileSync(entry, 'utf8');
  for (const line of entryChecks) if (!line.test(text)) throw new Error(`its desktop entry lacks ${line}:\n${text}`);
  const strays = fs
    .readdirSync(path.join(to, 'usr'), { recursive: true, withFileTypes: true })
    .filter((file) => !file.isDirectory())
    .map((file) => path.relative(to, path.join(file.parentPath, file.name)))
    .filter((name) => !beside.test(name));
  if (strays.length > 0) throw new Error(`it would also install ${strays.join(' ')}`);
}
const entryLines = [/^MimeType=(.*;)?x-scheme-handler\/maru;/mu, /^Exec=.*maru %U$/mu, /^Name\[ko\]=마루$/mu];

/** @param folder out/shipped @returns {Promise<string[]>} a line for each package. @throws at the first that is not as it should be */
export async function lookIntoEach(folder) {
  const unpacked = path.join(folder, 'linux-unpacked');
  const asar = 'resources/app.asar';
  const expected = [sha256(path.join(unpacked, 'maru')), sha256(path.join(unpacked, asar))];
  const lines = [];
  for (const name of fs.readdirSync(folder).filter(kindOf)) {
    const to = fs.mkdtempSync(path.join(os.tmpdir(), 'maru-made-'));
    try {
      const file = path.join(folder, name);
      const place = open[kindOf(name)](file, to);
      const wrong = await wrongFuses(path.join(place, 'maru'));
      if (wrong.length > 0) throw new Error(`${name}: fuses not as they should be: ${wrong.join(' ')}`);
      const mistakes = mistakesIn(path.join(place, asar));
      if (mistakes.length > 0) throw new Error(`${name}: ${mistakes.join(', ')}`);
      const found = [sha256(path.join(place, 'maru')), sha256(path.join(place, asar))];
      if (found.join() !== expected.join()) throw new Error(`${name} holds another program than the others`);
      if (/\.(?:deb|rpm)$/u.test(name)) checkSystemFiles(to, entryLines);
      if (name.endsWith('.rpm')) checkRpm(file);
      lines.push(`${name}: ${Object.keys(fuses).length} fuses, ${(fs.statSync(file).size / 1e6).toFixed(0)} MB`);
    } finally {
      fs.rmSync(to, { recursive: true, force: true });
    }
  }
  return lines;
}

function checkRpm(file) {
  const files = command('rpm', ['-qpl', file]).trim().split('\n');
  for (const wanted of ['/opt/Maru/maru', '/opt/Maru/chrome-sandbox', '/usr/share/applications/maru.desktop'])
    if (!files.includes(wanted)) throw new Error(`the .rpm does not install ${wanted}`);
  // A package that owned the system's own folders would take them along when it goes.
  const foreign = files.filter((name) => !/^\/opt\/Maru(?:\/|$)/u.test(name) && !beside.test(name.slice(1)));
  if (foreign.length > 0) throw new Error(`the .rpm owns ${foreign.join(' ')}`);
  if (!command('rpm', ['-qp', '--provides', file]).includes('maru = ')) throw new Error('the .rpm provides no maru');
}
