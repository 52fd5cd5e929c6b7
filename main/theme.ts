/** Light and dark for what main draws: the window's ground before the page has painted, and native dialogs. */
import { nativeTheme } from 'electron';
import type { Settings } from '../protocol';
import type { Module } from './module';
import type { SettingsStore } from './settings';

/** The page's own ground (`--paper` of the design tokens), so that a window opens without a flash. */
export const grounds = {
  plain: { light: '#faf8f4', dark: '#1b1917' },
  contrast: { light: '#ffffff', dark: '#000000' },
} as const;

export function ground({ theme }: Pick<Settings, 'theme'>): string {
  const more = theme === 'contrast' || (theme === 'system' && nativeTheme.shouldUseHighContrastColors);
  const { light, dark } = more ? grounds.contrast : grounds.plain;
  return nativeTheme.shouldUseDarkColors ? dark : light;
}

/** High contrast is light or dark as the system is. */
const sourceOf = ({ theme }: Settings): 'system' | 'light' | 'dark' => (theme === 'contrast' ? 'system' : theme);

export function followTheme(settings: SettingsStore): Module {
  return {
    name: 'theme',
    start() {
      nativeTheme.themeSource = sourceOf(settings.current);
      settings.onChange((changed) => void (nativeTheme.themeSource = sourceOf(changed)));
    },
  };
}
