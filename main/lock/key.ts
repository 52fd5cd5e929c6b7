/** The lock's key in windows that ask main nothing, as rooms' own. The page of the main window hears it by itself. */
import { app, type Input } from 'electron';
import { shortcuts } from '../../protocol';
import type { Module } from '../module';
import type { AppWindow } from '../window';
import type { Lock } from './lock';

type Pressed = Pick<Input, 'type' | 'key' | 'code' | 'control' | 'meta' | 'alt' | 'shift'>;

/** By its letter, or by its place where the layout writes none of the Latin alphabet there. */
export function isLockKey({ type, key, code, control, meta, alt, shift }: Pressed, platform: NodeJS.Platform): boolean {
  const letter = shortcuts.find(({ command }) => command === 'lock')?.chord.key ?? '';
  const primary = platform === 'darwin' ? meta && !control : control && !meta;
  const meant = key.toLowerCase() === letter || (!/^[ -~]$/u.test(key) && code === `Key${letter.toUpperCase()}`);
  return type === 'keyDown' && primary && !alt && !shift && meant;
}

export const lockByKey = (lock: Pick<Lock, 'now'>, window: AppWindow): Module => ({
  name: 'lock key',
  start: () =>
    void app.on('web-contents-created', (_event, contents) => {
      contents.on('before-input-event', (event, input) => {
        if (contents === window.browser?.webContents || !isLockKey(input, process.platform)) return;
        event.preventDefault();
        lock.now();
      });
    }),
});
