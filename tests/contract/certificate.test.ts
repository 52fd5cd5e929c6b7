/** The server's certificate: made once, kept for its owner alone, and never replaced by another in silence. */
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Fingerprint, parse } from '../../protocol';
import { keepCertificate } from '../../server/certificate/keep';
import { makeCertificate } from '../../server/certificate/make';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startTestServer } from '../support/server';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  file = join(folder, 'certificate.pem');
});
afterEach(() => removeFolder(folder));

const failure = (opening: Promise<unknown>) =>
  opening.then(
    () => 'it was taken',
    (error: { code: string; detail: string }) => error,
  );

test('it is made at the first start and is the same from then on, for its owner alone', async () => {
  const server = await startTestServer({ store: 'sqlite', dataDir: folder });
  const { fingerprint } = server;
  expect(parse(Fingerprint, fingerprint)).toMatchObject({ ok: true });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).not.toContain('certificate.pem.new');
  const again = await server.restart();
  expect(again.fingerprint).toBe(fingerprint);
  const other = await startTestServer();
  expect(other.fingerprint).not.toBe(fingerprint);
  await other.remove();
  await again.remove();
});

test('what the server shows over TLS is what it says its fingerprint is', async () => {
  const server = await startTestServer({ dataDir: folder });
  const socket = connect({ host: '127.0.0.1', port: server.address.port, rejectUnauthorized: false });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  const { raw } = socket.getPeerCertificate();
  expect(createHash('sha256').update(raw).digest('base64url')).toBe(server.fingerprint);
  socket.destroy();
  await server.close();
});

test('it is ECDSA P-256, without an end, and says nothing of the machine', async () => {
  const certificate = new X509Certificate((await keepCertificate(folder)).cert);
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  expect([asymmetricKeyType, asymmetricKeyDetails]).toEqual(['ec', { namedCurve: 'prime256v1' }]);
  expect(certificate.subject).toBe('CN=Maru');
  expect(certificate.subjectAltName).toBe('DNS:maru.invalid');
  expect(certificate.validTo).toBe('Dec 31 23:59:59 9999 GMT');
  expect(new Date(certificate.validFrom).getFullYear()).toBeLessThan(2026);
  // Else BoringSSL takes it as nobody's authority (`ca: pem` in the app’s main process).
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect((certificate as { keyUsage?: unknown }).keyUsage).toBeUndefined();
});

test('a copy that others may read is made its owner’s again', async () => {
  const { fingerprint } = await keepCertificate(folder);
  await chmod(file, 0o644);
  expect((await keepCertificate(folder)).fingerprint).toBe(fingerprint);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

const keyOf = (pem: string) => pem.slice(0, pem.indexOf('-----BEGIN CERTIFICATE'));
/** @param where the first of these bytes changes; else the last one there is */
function oneByte(pem: string, where?: Buffer): string {
  const { raw } = new X509Certificate(pem.slice(keyOf(pem).length));
  const at = where ? raw.indexOf(where) : raw.length - 1;
  raw[at] = (raw[at] ?? 0) ^ 1;
  const lines = raw.toString('base64').match(/.{1,64}/g) ?? [];
  return `${keyOf(pem)}-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
test.each([
  ['empty', () => ''],
  ['noise', () => randomBytes(800)],
  ['cut short', (pem: string) => pem.slice(0, -100)],
  ['without its key', (pem: string) => pem.slice(keyOf(pem).length)],
  ['without its certificate', keyOf],
  ['with another’s key', async (pem: string) => keyOf(await makeCertificate()) + pem.slice(keyOf(pem).length)],
  ['with a letter of its name changed', (pem: string) => oneByte(pem, Buffer.from('Maru'))],
  ['with a byte of its signature changed', (pem: string) => oneByte(pem)],
])('a file that is %s is a reason not to start, and is left as it is', async (_what, damage) => {
  await (await startTestServer({ store: 'sqlite', dataDir: folder })).close();
  await writeFile(file, await damage(await readFile(file, 'utf8')));
  const before = await readFile(file);
  expect(await failure(startTestServer({ store: 'sqlite', dataDir: folder }))).toMatchObject({
    name: 'StartError',
    code: 'folder-damaged',
    detail: expect.stringContaining(file) as string,
  });
  expect((await readFile(file)).equals(before)).toBe(true);
  // Nothing is left running: with the file away, the same folder opens.
  await rm(file);
  await (await startTestServer({ store: 'sqlite', dataDir: folder })).close();
});

test('where it cannot be written, the folder is the reason; what a crash left half is written anew', async () => {
  await mkdir(file);
  expect(await failure(keepCertificate(folder))).toMatchObject({ code: 'folder-unwritable' });
  await rm(file, { recursive: true });
  await writeFile(`${file}.new`, '-----BEGIN PRIV');
  const { fingerprint } = await keepCertificate(folder);
  expect((await keepCertificate(folder)).fingerprint).toBe(fingerprint);
});
