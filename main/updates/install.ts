/** How a package gets onto this system. Nothing is installed in silence: the system's own installer asks, where there is one. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { PackageKind } from '../../protocol';

/** How Maru was put onto this machine; null where it only lies in a folder. */
export function kindHere(
  { platform, appImage }: { platform: string; appImage: string | undefined },
  exists: (file: string) => boolean = fs.existsSync,
): PackageKind | null {
  if (platform === 'darwin') return 'dmg';
  if (platform === 'win32') return 'nsis';
  if (appImage) return 'appimage';
  if (exists('/var/lib/dpkg/info/maru.list')) return 'deb';
  return exists('/usr/bin/rpm') && exists('/opt/Maru/maru') ? 'rpm' : null;
}

export interface Installer {
  /** Gives a file to the program that the system has for it. @returns what went wrong, or nothing */
  openPath(file: string): Promise<string>;
  showInFolder(file: string): void;
  /** Starts the program in this file in place of this one. */
  relaunch(execPath: string): void;
  quit(): void;
}

/**
 * @param file the whole, signed package
 * @param appImage the file this program was started from, where it is one
 * @returns false where a person has to do it: the folder is open before them then
 */
export async function install(
  kind: PackageKind,
  file: string,
  appImage: string | undefined,
  system: Installer,
): Promise<boolean> {
  if (kind === 'appimage' && appImage) {
    // Beside the old one, so that a full disk or a cut leaves that one whole.
    const beside = path.join(path.dirname(appImage), `.${path.basename(appImage)}.new`);
    await fs.promises.copyFile(file, beside);
    await fs.promises.chmod(beside, 0o755);
    await fs.promises.rename(beside, appImage);
    system.relaunch(appImage);
    return true;
  }
  if ((await system.openPath(file)) !== '') {
    system.showInFolder(file);
    return false;
  }
  // An installer of Windows cannot replace what runs.
  if (kind === 'nsis') system.quit();
  return true;
}
