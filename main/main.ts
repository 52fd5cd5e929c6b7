/** The desktop app: the list of its modules, in the order they start. */
import { app } from 'electron';
import * as path from 'node:path';
import { firstLock, firstNotices, Settings } from '../protocol';
import { everyInterface } from '../server/addresses';
import { tellAbout } from './about';
import { readArguments } from './arguments';
import { autostart } from './autostart/autostart';
import { watchClosing } from './closing';
import { showContextMenus } from './context-menu/context-menu';
import { doctor } from './doctor/doctor';
import { watchErrors } from './errors';
import { handFiles } from './handing';
import { hostPorch } from './host/host';
import { mountCalls, pushTo } from './ipc';
import { jsonFile } from './json-file';
import { keepingOf } from './keeping';
import { LastRun, noRun, rememberIn, reopenPorch } from './last-run';
import { leaving } from './leaving';
import { askCode } from './links/ask-code';
import { findCodes } from './links/code';
import { receiveLinks } from './links/links';
import { anewIn, markAnew, startAgain } from './lock/anew';
import { lockStore } from './lock/file';
import { lockByKey } from './lock/key';
import { openLock } from './lock/lock';
import { systemPrompt } from './lock/prompt';
import { askedOpenly } from './lock/questions';
import { lockWhenAway } from './lock/when';
import { openLog } from './log';
import { saveLogs } from './logs/save';
import { showMenu } from './menu/menu';
import { runModules } from './module';
import { watchNear } from './near/near';
import { showNotices } from './notices/notices';
import { KeptRooms, noRooms } from './own-windows/kept';
import { ownWindows } from './own-windows/own-windows';
import { noPlaces, Places } from './place';
import { printToPdf } from './print/pdf';
import { openProfile } from './profile';
import { reloadWhenBuilt } from './reload';
import { askWhere } from './saving';
import { serveScheme } from './scheme';
import { openSecrets, SecretsFile } from './secrets/store';
import { keepSecretsIn, systemVault } from './secrets/system';
import { secure } from './security';
import { defaultSettings, openSettings, tellSettings } from './settings';
import { noChecker, openChecker } from './spelling/checker';
import { checkSpelling } from './spelling/spelling';
import { standing } from './standing';
import { showStatusOn } from './status';
import { tellStorage } from './storage';
import { followTheme } from './theme';
import { guardTraffic } from './traffic';
import { neverLost } from './tray/hiding';
import { trayPlace } from './tray/place';
import { showTray } from './tray/tray';
import { vouchedByAuthority } from './trust/authority';
import { fingerprintOf, shakeHands } from './trust/handshake';
import { ownServer } from './trust/own';
import { noPins, Pins, PinsFile } from './trust/pins';
import { judgeServers } from './trust/trust';
import { Ways } from './trust/ways';
import { updates } from './updates';
import { watchWaking } from './wake';
import { openWindow } from './window';
import { zoomPage } from './zoom';

const options = readArguments(process.argv.slice(1));
const profile = openProfile(options);
const log = openLog(profile.path('main.log'));
const keeping = keepingOf(profile.path('profile.json'), profile.writable, log);
const built = (name: string) => path.join(app.getAppPath(), 'dist', name);
const page = built('renderer');
const developer = !app.isPackaged;

const settings = openSettings(jsonFile(profile.path('settings.json'), Settings, defaultSettings, log, keeping), log);
const memory = rememberIn(jsonFile(profile.path('last-run.json'), LastRun, noRun, log, keeping), log);
const start = autostart({ options, settings, log });
const window = openWindow({
  preload: built('preload/preload.cjs'),
  icon: built('renderer/icon.png'),
  standing: standing(jsonFile(profile.path('window.json'), Places, noPlaces, log, keeping), log),
  settings,
  hidden: () => options.hidden || start.wasHidden(),
  log,
});
const push = pushTo(window);
const lock = openLock({
  store: lockStore(profile.path('lock.json'), log, keeping),
  settings: () => settings.current.lock ?? firstLock,
  prompt: systemPrompt(process.platform, () => settings.language),
  now: Date.now,
  log,
  wanted() {
    window.bringForward();
    push('lockWanted', {});
  },
  startAnew() {
    markAnew(profile.path('.'), Date.now());
    startAgain();
  },
});
const links = receiveLinks({
  argv: process.argv.slice(1),
  onSecondStart: (listener) => profile.onSecondStart(listener),
  bringForward: () => window.bringForward(),
  shown: window.drawn,
  push,
  register: developer && options.profile === null,
  log,
});
const secrets = openSecrets({
  vault: systemVault,
  file: jsonFile(profile.path('secrets.json'), SecretsFile, {}, log, keeping),
  log,
  afterwards: window.drawn,
  calm: window.settled,
  limit: 3_000,
});
const security = secure(log, (contents, wish) => rooms.opening(contents, wish));
const ways = new Ways();
const traffic = guardTraffic(ways, developer);
const host = hostPorch({
  entry: built('main/host.cjs'),
  place: {
    bind: options.host ?? everyInterface(),
    folder: profile.path('porch'),
    page,
    storeWorker: built('server/store-worker.cjs'),
    updates: profile.path('updates'),
  },
  settings,
  push,
  log,
});
const pins = new Pins(jsonFile(profile.path('pins.json'), PinsFile, noPins, log, keeping));
const own = ownServer(() => host.status);
const trust = judgeServers({
  pins,
  ways,
  own,
  look: shakeHands,
  vouched: vouchedByAuthority,
  now: Date.now,
  log,
});
const near = watchNear({
  host: options.host ?? everyInterface(),
  push,
  log,
  wanted: () => settings.current.near !== false,
});
const notices = showNotices(
  window,
  push,
  lock,
  () => settings.language,
  () => rooms,
);
const status = showStatusOn(window, lock);
const tray = trayPlace(process.platform);
const question = askedOpenly(lock);
const leave = leaving(window, settings, host, status, question);
const saving = askWhere(window, () => settings.language, question);
const zoom = zoomPage(window, settings, log);
const rooms = ownWindows({
  window,
  settings,
  file: jsonFile(profile.path('room-windows.json'), KeptRooms, noRooms, log, keeping),
  preload: built('preload/room.cjs'),
  icon: built('renderer/icon.png'),
  zoom,
  log,
});
const spelling = checkSpelling({
  checker:
    developer && process.env['MARU_SPELLING'] === 'off'
      ? noChecker
      : openChecker({ file: built('main/spelling.cjs'), log, after: window.settled }),
  settings,
  platform: process.platform,
  log,
});
const menu = showMenu({ window, settings, zoom, push, developer, after: window.settled, quit: () => leave.quit() });
const calls = mountCalls(
  window,
  rooms,
  {
    ...tellAbout(secrets),
    ...settings.handlers,
    ...lock.handlers,
    ...keeping.handlers,
    ...tellStorage({ profile: profile.path('.'), porch: profile.path('porch') }, options.host ?? everyInterface()),
    ...saveLogs({ saving, settings, file: profile.path('main.log'), log }),
    ...host.handlers,
    ...keepSecretsIn(secrets, (server) => ways.leadTo(server)),
    ...traffic.handlers,
    ...trust.handlers,
    ...doctor({ pins, ways, own, host: () => host.status, vouched: vouchedByAuthority, push }).handlers,
    ...near.handlers,
    ...notices.handlers,
    ...links.handlers,
    ...findCodes({ near: () => near.servers, ask: (server, code) => askCode(server, code, fingerprintOf) }),
    ...status.handlers,
    ...menu.handlers,
    ...spelling.handlers,
    ...security.handlers,
    ...rooms.handlers,
    ...handFiles(saving, log),
    ...printToPdf({ window, saving, log }),
    ...updates({ folder: profile.path('updates'), ways, window, push, question, log }).handlers,
  },
  log,
  lock,
);

void runModules(
  [
    watchErrors(log),
    profile,
    anewIn(profile, log),
    serveScheme(page),
    security,
    traffic,
    followTheme(settings),
    tellSettings(settings, push),
    lockWhenAway({ lock, settings: () => settings.current.lock, push }),
    lockByKey(lock, window),
    keeping.telling(push),
    spelling,
    showContextMenus({ settings, spelling, platform: process.platform, log }),
    calls,
    host,
    near,
    notices,
    links,
    watchWaking(push),
    window,
    menu,
    start,
    reopenPorch(memory, settings, host, window),
    rooms,
    zoom,
    reloadWhenBuilt(window, built('.'), developer && process.env['MARU_WATCH'] === '1', log),
    watchClosing({ window, settings, place: tray, memory, isHosting: () => host.isOpen }),
    neverLost(window, tray),
    showTray({
      place: tray,
      after: window.settled,
      status,
      settings,
      host,
      lock,
      deeds: {
        show: () => window.bringForward(),
        stopPorch: () => leave.stopPorch(),
        quieten: (term) => push('quieten', { term }),
        present: (presenting) =>
          void settings.handlers.saveSettings({
            notices: { ...(settings.current.notices ?? firstNotices), presenting },
          }),
        lock: () => lock.now(),
        quit: () => leave.quit(),
      },
      platform: process.platform,
    }),
  ],
  log,
);
