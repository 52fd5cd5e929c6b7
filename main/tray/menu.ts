/** What the tray says and offers. Knows no tray: lines in, a template out. */
import type { MenuItemConstructorOptions } from 'electron';
import type { DeskStatus, HostStatus, Language } from '../../protocol';
import { worstOf } from '../status';
import { words } from '../words';

export interface TrayDeeds {
  show(): void;
  stopPorch(): void;
  quit(): void;
}

/** Longer names are cut: a menu is as wide as its longest line. */
const WIDEST = 48;
/** Of more servers than this only the worst and the unread are told, by the tooltip. */
const MOST_LINES = 12;

/** `&` marks a key of access in menus of Windows and Linux; in a name it is a letter. */
const plain = (name: string): string => {
  const letters = [...name.replaceAll(/[\p{Cc}\p{Cf}]/gu, '')];
  const cut = letters.length > WIDEST ? `${letters.slice(0, WIDEST - 1).join('')}…` : letters.join('');
  return cut.replaceAll('&', '&&');
};

export function menuOfTray(
  { servers }: Pick<DeskStatus, 'servers'>,
  host: HostStatus,
  language: Language,
  deeds: TrayDeeds,
): MenuItemConstructorOptions[] {
  const { tray, menu } = words[language];
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const told = (label: string): MenuItemConstructorOptions => ({ label, enabled: false });
  const lines = servers
    .slice(0, MOST_LINES)
    .map(({ name, state, unread }) => told(tray.server(plain(name), tray.states[state], unread)));
  const porch: MenuItemConstructorOptions[] =
    host.state === 'stopped'
      ? []
      : [
          told(host.state === 'running' ? tray.porch(plain(host.name)) : tray.opening),
          { label: tray.stop, click: () => deeds.stopPorch() },
          line,
        ];
  return [
    { label: tray.show, click: () => deeds.show() },
    line,
    ...(lines.length > 0 ? [...lines, line] : []),
    ...porch,
    { label: menu.quit, click: () => deeds.quit() },
  ];
}

/** One line, for whoever points at the icon, and for whoever hears it read. */
export function tooltipOf({ servers, unread }: Pick<DeskStatus, 'servers' | 'unread'>, language: Language): string {
  const { tray } = words[language];
  const parts = [
    tray.name,
    ...(servers.length > 0 ? [tray.states[worstOf(servers)]] : []),
    ...(unread > 0 ? [tray.unread(unread)] : []),
  ];
  return parts.join(' · ');
}
