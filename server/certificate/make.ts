/** Makes a server's certificate. This file alone knows the library, which is loaded only when one is made. */
// The library's own way of wiring its parts needs it first.
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { cryptoProvider, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * A name for programs that insist on one. Nobody proves who they are by it: the key does. It is nobody's in DNS
 * (RFC 2606), and says nothing of the machine.
 */
export const CERTIFICATE_NAME = 'maru.invalid';

/**
 * Clocks at home are wrong, and a pin needs none: it begins before any Maru, and has no end (RFC 5280 §4.1.2.5).
 * Without key usage: BoringSSL refuses to take a certificate as its own authority that says it only signs.
 *
 * @returns PEM: the private key (PKCS #8) and the certificate behind it, ECDSA P-256, signed by itself
 */
export async function makeCertificate(): Promise<string> {
  const crypto = webcrypto as Crypto;
  cryptoProvider.set(crypto);
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Maru',
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('9999-12-31T23:59:59Z'),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: CERTIFICATE_NAME }])],
  });
  const key = KeyObject.from(keys.privateKey as webcrypto.CryptoKey).export({ type: 'pkcs8', format: 'pem' });
  return `${String(key).trim()}\n${certificate.toString('pem').trim()}\n`;
}
