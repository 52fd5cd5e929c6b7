// The archive and the AppImage, which nobody installs: started where they lie, by an ordinary person, on a private desktop;
// and the same program started in every way it must not be talked into.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { root } from '../prepare.mjs';
import { command, ownNetwork } from './clean-root.mjs';
import { personAt } from './person.mjs';

/** Who has nothing on any system: the conventional `nobody`. */
const NOBODY = 65_534;

/** A private desktop of an ordinary person without any rights. */
function desktopOf(folder, network) {
  for (const name of ['with-desktop.py', 'packages/outside.py'])
    fs.copyFileSync(path.join(root, 'scripts', name), path.join(folder, path.basename(name)));
  fs.mkdirSync(path.join(folder, 'home'));
  command('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
  const [first, ...rest] = [
    ...network.prefix,
    ...['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'],
    ...['/usr/bin/python3', path.join(folder, 'with-desktop.py'), '/usr/bin/python3', path.join(folder, 'outside.py')],
  ];
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: path.join(folder, 'home'),
    TMPDIR: folder,
    LC_ALL: 'C.UTF-8',
  };
  return personAt(spawn(first, rest, { stdio: ['pipe', 'pipe', 'ignore'], env }));
}

async function withDesktop(prepare, work) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'maru-start-'));
  const network = ownNetwork();
  let narae;
  try {
    prepare(folder);
    narae = desktopOf(folder, network);
    return await work(narae, folder);
  } finally {
    await narae?.leaves();
    network.remove();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the program in an unpacked archive */
function unpack(file, folder) {
  command('tar', ['-xzf', file, '-C', folder]);
  const [place] = fs.readdirSync(folder).filter((name) => name.startsWith('maru'));
  return path.join(folder, place, 'maru');
}

/** @param file a .tar.gz or an .AppImage @returns a line that says what was seen */
export function startWithoutInstalling(file) {
  let words = '';
  return withDesktop(
    (folder) => {
      if (file.endsWith('.tar.gz')) words = unpack(file, folder);
      else {
        fs.copyFileSync(file, path.join(folder, 'maru.AppImage'));
        // Without FUSE, which a private desktop has not, it unpacks itself first.
        words = `${path.join(folder, 'maru.AppImage')} --appimage-extract-and-run`;
      }
      fs.writeFileSync(
        path.join(folder, 'maru.desktop'),
        `[Desktop Entry]\nType=Application\nName=Maru\nExec=${words} --force-renderer-accessibility %U\n`,
      );
    },
    async (narae, folder) => {
      await narae.does('launch', path.join(folder, 'maru.desktop'));
      await narae.does('find', 'entry', 'Your name');
      await narae.does('quit');
      return `${path.basename(file)}: started by nobody, asked for a name, quit`;
    },
  );
}

/** What a start looks at before it is ended, in seconds. */
const LOOK = 5;

/** @param file a .tar.gz @returns {Promise<string>} how many ways were tried. @throws where one worked */
export function talkIntoNothing(file) {
  let program = '';
  return withDesktop(
    (folder) => {
      program = unpack(file, folder);
      // Both would leave a mark, were they run.
      const mark = path.join(folder, 'home/ran');
      fs.writeFileSync(path.join(folder, 'evil.js'), `require('fs').writeFileSync(${JSON.stringify(mark)}, '')`);
      fs.writeFileSync(path.join(folder, 'evil.sh'), `#!/bin/sh\ntouch ${mark}\nexec "$@"\n`, { mode: 0o755 });
      fs.mkdirSync(path.join(folder, 'evil'));
      fs.writeFileSync(path.join(folder, 'evil/package.json'), JSON.stringify({ name: 'evil', main: '../evil.js' }));
    },
    async (narae, folder) => {
      const [script, wrapper, other] = ['evil.js', 'evil.sh', 'evil'].map((name) => path.join(folder, name));
      /** Each with what it sets, and whether it ends at once because it refuses. */
      const ways = [
        [{ ELECTRON_RUN_AS_NODE: '1' }, [script], false],
        [{ NODE_OPTIONS: `--require ${script}` }, [], false],
        [{}, ['-r', script], false],
        [{}, [other], false],
        [{}, [`--app=${other}`], false],
        [{}, ['--inspect=127.0.0.1:9229'], false],
        [{}, ['--inspect-brk'], false],
        [{}, ['--remote-debugging-port=9222'], true],
        [{}, ['--js-flags=--expose-gc'], true],
        [{}, ['--disable-web-security'], true],
        [{}, ['--proxy-server=127.0.0.1:3128'], true],
        [{}, [`--user-data-dir=${folder}/home/elsewhere`], true],
        [{}, [`--gpu-launcher=${wrapper}`], true],
        [{}, [`--renderer-cmd-prefix=${wrapper}`], true],
        [{}, [`--utility-cmd-prefix=${wrapper}`], true],
      ];
      for (const [environment, words, refuses] of ways) {
        const seen = await narae.does('tries', LOOK, environment, program, ...words);
        const how = `${JSON.stringify(environment)} ${words.join(' ')}`;
        if (fs.existsSync(path.join(folder, 'home/ran'))) throw new Error(`${how} ran foreign code`);
        if (seen.ports !== '') throw new Error(`${how} opened a port:\n${seen.ports}`);
        if (seen.ended !== refuses || seen.said.includes('is not allowed') !== refuses)
          throw new Error(`${how} ${refuses ? 'was not refused' : 'ended the app'}:\n${seen.said}`);
      }
      return `${ways.length} ways to run, inspect or steer it: none worked`;
    },
  );
}
