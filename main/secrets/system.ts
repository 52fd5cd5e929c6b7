/** Electron's safeStorage behind the vault's interface, and the bridge's two calls for tokens. */
import { safeStorage } from 'electron';
import type { Id } from '../../protocol';
import { ok, refused, type HandlersFor } from '../answers';
import type { SecretStore, Vault } from './store';

/** The asynchronous calls only: with a locked keyring the others hold main for a minute. */
export const systemVault: Vault = {
  async available() {
    // `basic_text` encrypts with a password that is in Chromium's source: that keeps no secret.
    const isPlain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
    return !isPlain && (await safeStorage.isAsyncEncryptionAvailable());
  },
  encrypt: (text) => safeStorage.encryptStringAsync(text),
  decrypt: async (sealed) => (await safeStorage.decryptStringAsync(sealed)).result,
};

/** Asking again sooner than this, in ms, finds a person still typing the keyring's password. */
const ASK_AGAIN = 2_000;

/** @param met whether a way is open that leads to this server and no other: else its token stays here */
export const keepSecretsIn = (
  secrets: SecretStore,
  met: (server: Id) => boolean,
): HandlersFor<'secret' | 'keepSecret'> => ({
  async secret({ server }) {
    if (!met(server)) return refused('not-allowed');
    const token = await secrets.get(server);
    return token === 'locked' ? refused('busy', { retryAfter: ASK_AGAIN }) : ok({ token });
  },
  async keepSecret({ server, token }) {
    // Forgetting tells nobody anything: who leaves a server that is away is done with it, too.
    if (token !== null && !met(server)) return refused('not-allowed');
    await secrets.keep(server, token);
    return ok({});
  },
});
