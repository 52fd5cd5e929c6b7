/** What is in the menu on each system. Keys are those of protocol/commands.ts: shown here, and pressed in the page alone. */
import type { KeyboardEvent, MenuItemConstructorOptions } from 'electron';
import { chordOf, shortcuts, type Chord, type Command, type Language } from '../../protocol';
import type { ZoomStep } from '../zoom';
import { menuWords, unmarked, type MenuWords } from './words';

type Item = MenuItemConstructorOptions;
type Role = NonNullable<Item['role']>;

export interface MenuDeeds {
  /** Asks the page. */
  ask(command: Command): void;
  /** Whether the page has the keyboard. */
  pageListens(): boolean;
  zoom(step: ZoomStep): void;
  /** A person's own end of the app, which may ask first. */
  quit(): void;
}

export interface MenuParts {
  language: Language;
  platform: NodeJS.Platform;
  /** Adds reloading and the developer tools. */
  developer: boolean;
  /** What the page can do now; the rest is greyed. */
  offered: ReadonlySet<Command>;
  deeds: MenuDeeds;
}

const keyNames: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Escape: 'Esc',
};

/** As Electron writes it: https://www.electronjs.org/docs/latest/api/accelerator */
export const acceleratorOf = ({ key, primary, alt, shift }: Chord): string =>
  [
    ...(primary ? ['CommandOrControl'] : []),
    ...(alt ? ['Alt'] : []),
    ...(shift ? ['Shift'] : []),
    keyNames[key] ?? key.toUpperCase(),
  ].join('+');

const line: Item = { type: 'separator' };

export function menuFor({ language, platform, developer, offered, deeds }: MenuParts): Item[] {
  const mac = platform === 'darwin';
  const words = menuWords[language];
  const label = (name: keyof MenuWords) => (mac ? unmarked(words[name]) : words[name]);
  const role = (one: Role, name: keyof MenuWords): Item => ({ role: one, label: label(name) });
  const menu = (name: keyof MenuWords, submenu: Item[], more: Item = {}): Item => ({
    ...more,
    label: label(name),
    submenu,
  });

  const command = (name: Command & keyof MenuWords): Item => {
    const shortcut = shortcuts.find((one) => one.command === name);
    return {
      id: name,
      label: label(name),
      enabled: offered.has(name),
      // macOS has no keys that are only shown: there the page, which is asked first, has had its turn when this is called.
      ...(shortcut
        ? { accelerator: acceleratorOf(chordOf(shortcut, { mac, browser: false })), registerAccelerator: false }
        : {}),
      click: (_item: unknown, _window: unknown, event: KeyboardEvent) => {
        if (!event.triggeredByAccelerator || !deeds.pageListens()) deeds.ask(name);
      },
    };
  };
  /** The keys are taken where the page's are: zoom.ts. */
  const zoom = (step: ZoomStep, name: keyof MenuWords, key: string): Item => ({
    label: label(name),
    accelerator: `CommandOrControl+${key}`,
    registerAccelerator: false,
    click: () => deeds.zoom(step),
  });
  const quit: Item = { label: label('quit'), accelerator: 'CommandOrControl+Q', click: () => deeds.quit() };

  const own: Item = {
    label: 'Maru',
    submenu: [
      ...[command('about'), line, command('profile'), line],
      ...[role('services', 'services'), line],
      ...[role('hide', 'hide'), role('hideOthers', 'hideOthers'), role('unhide', 'showAll'), line],
      quit,
    ],
  };
  const speech = menu('speech', [role('startSpeaking', 'startSpeaking'), role('stopSpeaking', 'stopSpeaking')]);
  const minimise: Item = mac
    ? role('minimize', 'minimise')
    : { label: label('minimise'), click: (_item, browser) => browser?.minimize() };

  return [
    ...(mac ? [own] : []),
    menu('file', [
      ...[command('newRoom'), command('newDirect'), line, command('invite'), line, command('print'), line],
      ...(mac ? [command('lock'), line] : [command('profile'), command('lock'), line]),
      role('close', 'close'),
      ...(mac ? [] : [quit]),
    ]),
    menu('edit', [
      ...[role('undo', 'undo'), role('redo', 'redo'), line],
      ...[role('cut', 'cut'), role('copy', 'copy'), role('paste', 'paste')],
      ...[role('pasteAndMatchStyle', 'pastePlain'), role('selectAll', 'selectAll')],
      ...(mac ? [line, speech] : []),
    ]),
    menu('view', [
      ...(developer ? [role('reload', 'reload'), role('toggleDevTools', 'tools'), line] : []),
      ...[command('unread'), command('threads'), command('connection'), line],
      ...[zoom('actual', 'actualSize', '0'), zoom('in', 'zoomIn', 'Plus'), zoom('out', 'zoomOut', '-'), line],
      role('togglefullscreen', 'fullScreen'),
    ]),
    menu('go', [
      ...[command('palette'), line, command('back'), command('forward'), line],
      ...[command('previousRoom'), command('nextRoom'), command('previousUnread'), command('nextUnread')],
    ]),
    menu(
      'window',
      [
        command('ownWindow'),
        line,
        minimise,
        ...(mac ? [role('zoom', 'zoomWindow'), line, role('front', 'front')] : []),
      ],
      mac ? { role: 'windowMenu' } : {},
    ),
    menu('help', [command('list'), ...(mac ? [] : [line, command('about')])], mac ? { role: 'help' } : {}),
  ];
}
