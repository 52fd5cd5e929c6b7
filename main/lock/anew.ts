/**
 * For whoever forgot the passphrase: the app starts again with an empty profile, and everything that was in it, the own porch
 * with all that was said there included, lies in a folder beside. Nothing is deleted: it may be somebody else who asked for
 * it, and the lock never kept anybody from the disk.
 */
import { app } from 'electron';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Log } from '../log';
import type { Module } from '../module';
import type { Profile } from '../profile';

/** Says at the next start that it is to be done, and into which folder: one that was cut off is gone on with. */
const MARK = 'start-anew';

/**
 * What stays: the marks of the one process that runs, what it has open by now, and the key under which the system keeps
 * tokens, without which nobody could ever bring them back.
 */
const stays = (name: string): boolean =>
  /^(?:Singleton|lockfile$|Local State|Crashpad$|main\.log|DevToolsActivePort$|aside-)/u.test(name) || name === MARK;

/** @param now milliseconds since 1970 */
export function markAnew(folder: string, now: number): void {
  const day = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  fs.writeFileSync(path.join(folder, MARK), `aside-${day}`, { mode: 0o600 });
}

/**
 * Puts everything aside where that was asked for. Before anything of the profile is read.
 * @throws the system's error; the mark stays then, and the next start tries again
 */
export function putAside(folder: string): void {
  const mark = path.join(folder, MARK);
  if (!fs.existsSync(mark)) return;
  const [name = ''] = /^aside-[\dT-]+$/u.exec(fs.readFileSync(mark, 'utf8')) ?? [];
  const aside = path.join(folder, name || 'aside-before');
  fs.mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (const one of fs.readdirSync(folder)) {
    if (!stays(one)) fs.renameSync(path.join(folder, one), path.join(aside, one));
  }
  fs.unlinkSync(mark);
}

/** Ends this process for one that shows a window, however this one was started. */
export function startAgain(): void {
  const appImage = process.env['APPIMAGE'];
  const args = process.argv.slice(1).filter((one) => one !== '--hidden');
  // What an AppImage is mounted at goes with the process.
  app.relaunch(appImage === undefined ? { args } : { args, execPath: appImage });
  app.quit();
}

/** Follows the profile, which by then belongs to this process, and comes before everything that reads it. */
export const anewIn = (profile: Pick<Profile, 'path'>, log: Log): Module => ({
  name: 'anew',
  prepare() {
    try {
      putAside(profile.path('.'));
    } catch (error) {
      log.error('the profile could not be put aside: it is as it was', error);
    }
  },
});
