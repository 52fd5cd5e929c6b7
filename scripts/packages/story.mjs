// The shipped package, from its installing to its removal, seen from outside alone: a person of an ordinary account finds
// it in the menu, opens a porch, somebody joins with a browser, they talk, a notification comes, the app is quit and removed.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { chromium } from 'playwright';
import { installDebianPackages } from '../debian.mjs';
import { root } from '../prepare.mjs';
import { cleanRoot, command, filesOf, ownNetwork } from './clean-root.mjs';
import { personAt } from './person.mjs';

const PERSON = 'narae';
const ENTRY = '/usr/share/applications/maru.desktop';
/** What a desktop has: a display, a bus, windows, notifications, a keyring, and what a screen reader listens to. */
const desktop = [
  ...['xvfb', 'x11-utils', 'xdotool', 'dbus', 'dbus-bin', 'dbus-x11', 'procps', 'openbox', 'dunst', 'gnome-keyring'],
  ...['libglib2.0-bin', 'desktop-file-utils', 'python3', 'python3-pyatspi', 'at-spi2-core', 'shared-mime-info'],
];
/** What other packages write when something was installed. */
const notOurs =
  /passwd|shadow|group|subuid|subgid|mimeinfo|icon-theme|machine-id|ld\.so|\/usr\/share\/(?:applications|icons|mime)$/u;

/**
 * What her home may hold afterwards: the profile, the story's own entry, and what the system's libraries keep for every program
 * that draws with fonts and shaders or speaks TLS (fontconfig, Mesa, NSS).
 */
const besideProfile =
  /^\/home\/narae\/\.(?:config\/Maru|local\/share\/applications|cache\/(?:fontconfig|mesa_shader_cache)|pki\/nssdb)\//u;

const must = (holds, what) => {
  if (!holds) throw new Error(what);
};

async function until(look, what, seconds = 60) {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    must(performance.now() < end, `${what}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A Chromium in the same network, as a guest's machine would have it. */
async function browserIn(network, folder) {
  const starter = path.join(folder, 'browser');
  fs.writeFileSync(starter, `#!/bin/sh\nexec ${network.prefix.join(' ')} /usr/bin/chromium "$@"\n`, { mode: 0o755 });
  const args = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath: starter, args });
}

/** Processes of the installed application, by what the clean root's own /proc says. */
const running = (inside) => {
  try {
    return inside('pgrep', '-f', '^/opt/Maru/maru').trim().split('\n');
  } catch {
    return [];
  }
};

function install(clean, deb) {
  const { inside, place } = clean;
  fs.copyFileSync(deb, path.join(place, 'tmp/maru.deb'));
  const depends = command('dpkg-deb', ['-f', deb, 'Depends']).trim().split(/, */u);
  inside('apt-get', '-qq', 'update');
  inside('apt-get', '-qq', 'install', '-y', '--no-install-recommends', ...desktop);
  inside('apt-get', '-qq', 'install', '-y', '--no-install-recommends', ...depends.map((name) => name.split(' ')[0]));
  const before = filesOf(inside);
  inside('dpkg', '-i', '/tmp/maru.deb');
  must(inside('stat', '-c', '%a %U', '/opt/Maru/chrome-sandbox').startsWith('4755 root'), 'the sandbox is not set up');
  must(inside('readlink', '-f', '/usr/bin/maru').trim() === '/opt/Maru/maru', 'there is no command maru');
  const entry = inside('cat', ENTRY);
  must(
    /^MimeType=(.*;)?x-scheme-handler\/maru;/mu.test(entry) && /^Exec=.* %U$/mu.test(entry),
    `no link would open it:\n${entry}`,
  );
  inside('desktop-file-validate', ENTRY);
  inside('useradd', '-m', PERSON);
  must(
    inside('su', PERSON, '-c', 'gio mime x-scheme-handler/maru').includes('maru.desktop'),
    'the system does not know who opens maru: links',
  );
  // A browser of an older release shows no page to screen readers unless it is told so: her own copy of the entry says it.
  const own = `/home/${PERSON}/.local/share/applications`;
  inside('install', '-d', '-o', PERSON, '-g', PERSON, own);
  fs.writeFileSync(
    path.join(place, own, 'maru.desktop'),
    entry.replace(/^Exec=(\S+)/mu, 'Exec=$1 --force-renderer-accessibility'),
  );
  fs.mkdirSync(path.join(place, 'opt/story'));
  for (const file of ['with-desktop.py', 'packages/outside.py'])
    fs.copyFileSync(path.join(root, 'scripts', file), path.join(place, 'opt/story', path.basename(file)));
  return { before, entry: `${own}/maru.desktop` };
}

/** What the kernel says of the processes: Chromium's sandbox holds the page (proc(5): mode 2 is a filter), and nobody is root. */
function sandboxed(inside) {
  const [page] = inside('pgrep', '-f', '^/opt/Maru/maru --type=renderer').trim().split('\n');
  const status = inside('cat', `/proc/${page}/status`);
  must(/^Seccomp:\s*2$/mu.test(status), 'a page runs without its sandbox');
  for (const process of running(inside)) {
    const words = inside('cat', `/proc/${process}/cmdline`);
    must(!words.includes('--no-sandbox'), 'something runs without a sandbox');
  }
}

export async function tellStory(deb, say) {
  for (const missing of installDebianPackages(['debootstrap'])) say(missing);
  const clean = cleanRoot();
  const network = ownNetwork();
  const folder = fs.mkdtempSync(path.join(clean.place, 'browser-'));
  let browser;
  let narae;
  try {
    const { inside } = clean;
    const { before, entry } = install(clean, deb);
    say('installed: sandbox, command, desktop entry, maru: links');
    narae = personAt(
      clean.runAs(PERSON, network, 'python3', '/opt/story/with-desktop.py', 'python3', '/opt/story/outside.py'),
    );
    await narae.does('launch', entry);
    await narae.does('fill', 'entry', 'Your name', 'Narae');
    await narae.does('key', 'Return');
    const [, size] = /Width: (\d{3,4})/u.exec(await narae.does('window')) ?? [];
    must(Number(size) > 300, 'no window was seen');
    sandboxed(inside);
    say('started from its desktop entry by an ordinary person: a window, sandboxed, drawn and told to screen readers');

    await narae.does('press', 'push button', 'Open a porch');
    await narae.does('find', 'entry', 'Message');
    const listening = command(network.prefix[0], [...network.prefix.slice(1), 'ss', '-Hltn']);
    must(/:7420\s/u.test(listening), `nothing listens on its port:\n${listening}`);
    say('opened a porch, which listens on 7420');

    browser = await browserIn(network, folder);
    const page = await browser.newPage({ ignoreHTTPSErrors: true, locale: 'en-US' });
    await page.goto('https://127.0.0.1:7420/');
    await page.getByRole('textbox', { name: 'Your name' }).fill('Yunseo');
    await page.getByRole('button', { name: 'Join' }).click();
    const composer = page.getByRole('textbox', { name: 'Message' });
    await composer.waitFor({ timeout: 30_000 });
    await narae.does('fill', 'entry', 'Message', 'Come and sit down');
    await narae.does('key', 'Return');
    await page.getByText('Come and sit down', { exact: true }).first().waitFor();
    await composer.fill('I am on the porch');
    await composer.press('Enter');
    await narae.does('read', 'I am on the porch');
    say('joined by a browser; both said something and the other one has it');

    await narae.does('minimise');
    await composer.fill('@Narae are you there?');
    await composer.press('Enter');
    const [shown] = await until(async () => {
      const all = (await narae.does('notifications')).filter(({ body }) => body.includes('are you there?'));
      return all.length > 0 && all;
    }, 'a notification');
    must(shown.summary.includes('Yunseo'), `it does not say who: ${JSON.stringify(shown)}`);
    await narae.does('click-notification');
    await narae.does('window');
    say(`notified: ${shown.summary}: ${shown.body}; the click brought the window back`);

    await narae.does('quit');
    await until(() => running(inside).length === 0, 'the application ends');
    const after = command(network.prefix[0], [...network.prefix.slice(1), 'ss', '-Hltn']);
    must(!/:7420\s/u.test(after), 'the port is still open');
    await browser.close();
    browser = undefined;
    await narae.leaves();
    narae = undefined;
    say('quit: no process and no port is left');

    inside('dpkg', '--purge', 'maru');
    const profile = inside('find', `/home/${PERSON}`, '-newer', '/tmp/maru.deb', '-type', 'f').trim().split('\n');
    const strays = profile.filter((file) => !besideProfile.test(file));
    must(
      profile.some((file) => file.endsWith('/settings.json')),
      'the profile went with the package',
    );
    must(strays.length === 0, `files beside the profile: ${strays.join(' ')}`);
    inside('userdel', '-f', PERSON);
    fs.rmSync(path.join(clean.place, 'opt/story'), { recursive: true });
    fs.rmSync(folder, { recursive: true });
    const left = [...filesOf(inside)].filter((file) => !before.has(file) && !notOurs.test(file));
    must(left.length === 0, `the package left behind: ${left.join(' ')}`);
    say('uninstalled: nothing is left but the profile');
  } finally {
    await browser?.close();
    await narae?.leaves();
    network.remove();
    clean.remove();
  }
}
