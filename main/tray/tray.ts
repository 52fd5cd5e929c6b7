/** The icon in the system's tray: there while the system shows one, and as true as what the page told last. */
import { Menu, Tray } from 'electron';
import { firstNotices } from '../../protocol';
import type { Host } from '../host/host';
import type { Lock } from '../lock/lock';
import type { Module } from '../module';
import type { SettingsStore } from '../settings';
import { worstOf, type Status } from '../status';
import { menuOfTray, tooltipOf, type TrayDeeds } from './menu';
import { pictureOf } from './pictures';
import type { TrayPlace } from './place';

export interface TrayParts {
  place: TrayPlace;
  /** The system is asked for its tray after that: asking starts programs. */
  after: Promise<void>;
  status: Status;
  settings: SettingsStore;
  host: Pick<Host, 'status' | 'onStatus'>;
  lock: Pick<Lock, 'status' | 'onChange'>;
  deeds: TrayDeeds;
  platform: NodeJS.Platform;
}

export function showTray({ place, after, status, settings, host, lock, deeds, platform }: TrayParts): Module {
  let tray: Tray | null = null;
  let painted = '';
  let offered = '';
  /** What was said of the next hours is over by then. */
  let over: NodeJS.Timeout | undefined;
  let stopped = false;

  const worst = () => worstOf(status.current.servers);
  const look = () => `${worst()} ${Math.min(status.current.unread, 10)}`;
  const picture = () => pictureOf(worst(), status.current.unread, platform);
  const paint = () => {
    if (tray === null) return;
    const { current } = status;
    const shown = look();
    // A panel redraws a picture it is given, also the same one.
    if (shown !== painted) tray.setImage(picture());
    painted = shown;
    if (platform === 'darwin') tray.setTitle(current.unread > 0 ? String(current.unread) : '');
    tray.setToolTip(tooltipOf(current, settings.language));
    const template = menuOfTray(
      {
        ...{ status: current, host: host.status, lock: lock.status.state, language: settings.language },
        ...{ presenting: (settings.current.notices ?? firstNotices).presenting, now: Date.now() },
      },
      deeds,
    );
    // One that is given anew closes while somebody reads it.
    const labels = JSON.stringify(template);
    if (labels !== offered) tray.setContextMenu(Menu.buildFromTemplate(template));
    offered = labels;
    clearTimeout(over);
    const left = (current.quietUntil ?? 0) - Date.now();
    // setTimeout knows no longer one; "until tomorrow" is shorter.
    if (left > 0 && left < 2 ** 31) over = setTimeout(paint, left).unref();
  };
  const take = (there: boolean) => {
    if (there === (tray !== null)) return;
    if (!there) {
      tray?.destroy();
      tray = null;
      return;
    }
    [painted, offered] = [look(), ''];
    tray = new Tray(picture());
    // On macOS a click opens the menu.
    if (platform !== 'darwin') tray.on('click', () => deeds.show());
    paint();
  };

  return {
    name: 'tray',
    start() {
      status.onChange(paint);
      settings.onChange(paint);
      host.onStatus(paint);
      lock.onChange(paint);
      place.onChange(take);
      void after.then(() => {
        if (stopped) return;
        place.start();
        if (place.there === true) take(true);
      });
    },
    stop() {
      stopped = true;
      clearTimeout(over);
      place.stop();
      take(false);
    },
  };
}
