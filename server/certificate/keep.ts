/** The server's certificate: made once, kept in the data folder, and never replaced by another behind anybody's back. */
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Fingerprint } from '../../protocol';
import { StartError } from '../failures';
import { flushFolder } from '../store/disk';

export interface Certificate {
  /** PEM, for node:tls. */
  readonly key: string;
  readonly cert: string;
  readonly fingerprint: Fingerprint;
}

const FILE = 'certificate.pem';

/**
 * @param folder the server's data folder, which must be this process's alone
 * @throws StartError folder-damaged where the file is there and is no certificate with its key: another key would be
 * another server to everybody who has this one's. folder-unwritable where it cannot be read or written.
 */
export async function keepCertificate(folder: string): Promise<Certificate> {
  const file = join(folder, FILE);
  const kept = read(file);
  if (kept !== null) return understand(kept, file);
  const { makeCertificate } = await import('./make');
  const made = await makeCertificate();
  write(folder, file, made);
  return understand(made, file);
}

function read(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8');
    // A copy from elsewhere may have come with other rights.
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    return text;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new StartError('folder-unwritable', `${file}: ${message}`, { cause: error });
  }
}

/** Whole or not at all: a crash leaves no file of that name, or this one. */
function write(folder: string, file: string, text: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const beside = `${file}.new`;
    const handle = openSync(beside, 'w', 0o600);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
    flushFolder(folder);
  } catch (error) {
    throw new StartError('folder-unwritable', `${file}: ${(error as Error).message}`, { cause: error });
  }
}

const block = (text: string, label: string): string | undefined =>
  new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----`).exec(text)?.[0];

function understand(text: string, file: string): Certificate {
  try {
    const key = block(text, 'PRIVATE KEY');
    const cert = block(text, 'CERTIFICATE');
    if (key === undefined || cert === undefined) throw new Error('it does not hold a key and a certificate');
    const certificate = new X509Certificate(cert);
    if (!certificate.checkPrivateKey(createPrivateKey(key))) throw new Error('its key belongs to another certificate');
    // One changed byte makes another fingerprint: it would be taken for another server.
    if (!certificate.verify(certificate.publicKey)) throw new Error('it is not as it was signed');
    return { key, cert, fingerprint: createHash('sha256').update(certificate.raw).digest('base64url') };
  } catch (error) {
    throw new StartError('folder-damaged', `${file} is damaged: ${(error as Error).message}`, { cause: error });
  }
}
