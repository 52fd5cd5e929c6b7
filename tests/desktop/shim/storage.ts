/**
 * The asynchronous safeStorage of current Electrons over the old one, which holds main for a minute when the keyring is
 * locked. The asynchronous one stays unanswered then, until a person unlocks it; so does this.
 */
import { safeStorage } from 'electron';
import { execFile } from 'node:child_process';

const ask = (args: readonly string[]): Promise<string> =>
  new Promise((resolve) =>
    execFile('gdbus', ['call', '--session', '--dest', 'org.freedesktop.secrets', ...args], (_e, out) => resolve(out)),
  );

/** True when there is a default collection and it is locked. No secret service at all is not locked. */
async function isLocked(): Promise<boolean> {
  const alias = await ask([
    '--object-path',
    '/org/freedesktop/secrets',
    '--method',
    'org.freedesktop.Secret.Service.ReadAlias',
    'default',
  ]);
  const collection = /'(?<path>\/org[^']*)'/u.exec(alias)?.groups?.['path'];
  if (collection === undefined) return false;
  const property = ['org.freedesktop.Secret.Collection', 'Locked'];
  return (
    await ask(['--object-path', collection, '--method', 'org.freedesktop.DBus.Properties.Get', ...property])
  ).includes('true');
}

async function whenUnlocked<T>(work: () => T): Promise<T> {
  if (process.platform === 'linux' && (await isLocked())) return new Promise<T>(() => undefined);
  return work();
}

if (safeStorage !== undefined && typeof safeStorage.isAsyncEncryptionAvailable !== 'function') {
  Object.assign(safeStorage, {
    isAsyncEncryptionAvailable: () => whenUnlocked(() => safeStorage.isEncryptionAvailable()),
    encryptStringAsync: (text: string) => whenUnlocked(() => safeStorage.encryptString(text)),
    decryptStringAsync: (sealed: Buffer) =>
      whenUnlocked(() => ({ shouldReEncrypt: false, result: safeStorage.decryptString(sealed) })),
    getSelectedStorageBackend: () => 'gnome_libsecret',
  });
}
