/** What the tray says and offers. Knows no tray: lines in, a template out. */
import type { MenuItemConstructorOptions } from 'electron';
import {
  limits,
  trayTerms,
  type DeskStatus,
  type HostStatus,
  type Language,
  type LockStatus,
  type TrayTerm,
} from '../../protocol';
import { worstOf } from '../status';
import { words } from '../words';

export interface TrayDeeds {
  show(): void;
  stopPorch(): void;
  /** Nobody disturbs for so long; null: not any more. */
  quieten(term: TrayTerm | null): void;
  present(on: boolean): void;
  lock(): void;
  quit(): void;
}

export interface TrayFacts {
  status: Pick<DeskStatus, 'servers' | 'quietUntil'>;
  host: HostStatus;
  presenting: boolean;
  lock: LockStatus['state'];
  language: Language;
  /** Milliseconds since 1970. */
  now: number;
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

/** Behind the lock neither servers nor one's own porch have a name, and nothing can be changed. */
export function menuOfTray(facts: TrayFacts, deeds: TrayDeeds): MenuItemConstructorOptions[] {
  const { status, host, presenting, language } = facts;
  const { tray, menu } = words[language];
  const locked = facts.lock === 'locked';
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const told = (label: string): MenuItemConstructorOptions => ({ label, enabled: false });
  const lines = status.servers
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
  if (locked) {
    return [
      { label: tray.show, click: () => deeds.show() },
      line,
      told(tray.locked),
      line,
      { label: menu.quit, click: () => deeds.quit() },
    ];
  }
  return [
    { label: tray.show, click: () => deeds.show() },
    line,
    ...(lines.length > 0 ? [...lines, line] : []),
    ...porch,
    ...(status.quietUntil === undefined ? [] : [quietMenu(facts, deeds)]),
    { type: 'checkbox', label: tray.presenting, checked: presenting, click: () => deeds.present(!presenting) },
    { label: tray.lock, click: () => deeds.lock() },
    line,
    { label: menu.quit, click: () => deeds.quit() },
  ];
}

function quietMenu({ status, language, now }: TrayFacts, deeds: TrayDeeds): MenuItemConstructorOptions {
  const { tray } = words[language];
  const end = status.quietUntil ?? 0;
  const until = end > now ? end : null;
  return {
    label:
      until === null
        ? tray.quiet
        : until === limits.lastMoment
          ? tray.quietOpen
          : tray.quietUntil(timeOf(until, now, language)),
    submenu: [
      ...trayTerms.map((term) => ({ label: tray.terms[term], click: () => deeds.quieten(term) })),
      { type: 'separator' },
      { label: tray.notQuiet, type: 'checkbox', checked: until === null, click: () => deeds.quieten(null) },
    ],
  };
}

/** The clock on the wall, with the day where that is another one. */
function timeOf(until: number, now: number, language: Language): string {
  const today = new Date(until).toDateString() === new Date(now).toDateString();
  const parts: Intl.DateTimeFormatOptions = {
    ...(today ? {} : { weekday: 'short' }),
    hour: 'numeric',
    minute: '2-digit',
  };
  return new Intl.DateTimeFormat(language, parts).format(until);
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
