/** What the notification daemon was asked to show, and a person's click on it. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Shown {
  id: string;
  app: string;
  summary: string;
  body: string;
}

/** Every notification since the desktop came up, the oldest first. */
export async function shown(): Promise<Shown[]> {
  const file = process.env['DESKTOP_NOTIFICATIONS'];
  if (file === undefined) throw new Error('run this under scripts/with-desktop.py');
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Shown);
}

/** How many are on the screen now. */
export async function onScreen(): Promise<number> {
  const { stdout } = await run('dunstctl', ['count', 'displayed']);
  return Number(stdout);
}

/** How many the daemon has, those included that it holds back. */
export async function held(): Promise<number> {
  const counts = await Promise.all(['displayed', 'waiting'].map((which) => run('dunstctl', ['count', which])));
  return counts.reduce((sum, { stdout }) => sum + Number(stdout), 0);
}

/** The daemon's own do-not-disturb. */
export const pause = (on: boolean): Promise<unknown> => run('dunstctl', ['set-paused', String(on)]);

/** Clicks the oldest one on the screen. */
export const clickOldest = (): Promise<unknown> => run('dunstctl', ['action', '0']);
export const closeAll = (): Promise<unknown> => run('dunstctl', ['close-all']);
