/** The native menu: what the system's own shortcuts (copy, zoom, quit) need to work. */
import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Language } from '../protocol';
import type { Module } from './module';
import type { SettingsStore } from './settings';
import { words } from './words';

type Role = NonNullable<MenuItemConstructorOptions['role']>;

/**
 * @param developer adds reloading and the developer tools
 * @param quit a person's own end of the app, which may ask first
 */
export function menuFor(language: Language, developer: boolean, quit: () => void): MenuItemConstructorOptions[] {
  const { menu } = words[language];
  const item = (role: Role, label: string): MenuItemConstructorOptions => ({ role, label });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const forDevelopers = [item('reload', menu.reload), item('toggleDevTools', menu.tools), line];
  const leave: MenuItemConstructorOptions = { label: menu.quit, accelerator: 'CommandOrControl+Q', click: quit };
  return [
    // On macOS the first menu carries the application's name and has to hold "quit".
    { label: process.platform === 'darwin' ? app.name : menu.file, submenu: [leave] },
    {
      label: menu.edit,
      submenu: [
        item('undo', menu.undo),
        item('redo', menu.redo),
        line,
        item('cut', menu.cut),
        item('copy', menu.copy),
        item('paste', menu.paste),
        item('selectAll', menu.selectAll),
      ],
    },
    {
      label: menu.view,
      submenu: [
        ...(developer ? forDevelopers : []),
        item('resetZoom', menu.actualSize),
        item('zoomIn', menu.zoomIn),
        item('zoomOut', menu.zoomOut),
        item('togglefullscreen', menu.fullScreen),
      ],
    },
  ];
}

export interface MenuParts {
  settings: SettingsStore;
  developer: boolean;
  quit: () => void;
}

export function showMenu({ settings, developer, quit }: MenuParts): Module {
  const build = () => Menu.setApplicationMenu(Menu.buildFromTemplate(menuFor(settings.language, developer, quit)));
  return {
    name: 'menu',
    start() {
      build();
      settings.onChange(build);
    },
  };
}
