/** A keyboard with a Korean input method in front of the focused window: real key events through X and ibus. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Presses keys by their X names, one after another, at a typist's pace (ms between them). */
export const press = (keys: readonly string[], pace = 60): Promise<unknown> =>
  run('xdotool', ['key', '--delay', String(pace), ...keys]);

/** The input method answers some seconds after the desktop came up. */
export async function hangulIsThere(): Promise<boolean> {
  try {
    const { stdout } = await run('ibus', ['list-engine', '--name-only']);
    return stdout.split('\n').includes('hangul');
  } catch {
    return false;
  }
}

/** Chooses the Hangul engine and its Korean mode for the focused field (it begins in Latin). */
export async function switchToHangul(): Promise<void> {
  await run('ibus', ['engine', 'hangul']);
  await press(['Hangul']);
}
