/** Main's own look at a server before the window may dial it: a TLS handshake, and nothing said in it. */
import { createHash } from 'node:crypto';
import { connect as dial, isIP } from 'node:net';
import { connect } from 'node:tls';
import { limits, type Fingerprint, type Unreachable, hostOf, portOf, unreachableBy } from '../../protocol';

export type Seen =
  | { seen: 'key'; fingerprint: Fingerprint }
  /** Something answers there, but not in TLS. */
  | { seen: 'no-tls' }
  /** Nobody answered, or the handshake came to no end; null where nobody knows why. */
  | { seen: 'nothing'; why: Unreachable | null };

/** SHA-256 of a certificate in DER, base64url (protocol/trust.ts). */
export const fingerprintOf = (der: Uint8Array): Fingerprint => createHash('sha256').update(der).digest('base64url');

/**
 * Errors by which OpenSSL and BoringSSL say that the first bytes were no TLS record: an HTTP server answers the
 * handshake with `HTTP/1.1 400`, which is read as a record of another version.
 */
const notTls = new Set([
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
]);
const speaksNoTls = ({ code = '', message }: NodeJS.ErrnoException): boolean =>
  notTls.has(code) || /wrong.version.number|http.request|packet.length.too.long/iu.test(message);

/** The beginning of a TLS record with a ClientHello (RFC 8446 §5.1, §4.1.2): a TLS server waits for its end. */
const BEGINNING = Buffer.from('1603010200010001fc0303', 'hex');
/** A TLS record is a handshake or an alert, in the first byte of what a server says. */
const TLS_RECORDS: readonly (number | undefined)[] = [0x15, 0x16];
/** How long somebody has to object to that beginning, in ms. */
const OBJECTION = 1_000;

/**
 * Whether somebody who broke a handshake off says something that is no TLS: some versions of Node tell of it by the same
 * error as of a lost connection.
 */
function answersPlainly(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dial({ host, port }, () => socket.write(BEGINNING));
    const end = (plainly: boolean) => {
      socket.destroy();
      resolve(plainly);
    };
    socket.setTimeout(OBJECTION, () => end(false));
    socket.once('data', (said: Buffer) => end(!TLS_RECORDS.includes(said[0])));
    socket.once('close', () => end(false));
    socket.on('error', () => end(false));
  });
}

/**
 * Whether the certificate is the right one is not decided here, so any is taken. No application data is ever sent: the
 * connection ends with the handshake.
 * @param url its host and port are what counts
 * @param timeouts in ms: until the machine answers, and until the handshake is done after that
 */
export async function shakeHands(
  url: string,
  timeouts: { connect: number; handshake: number } = {
    connect: limits.probeTimeout,
    handshake: limits.handshakeTimeout,
  },
): Promise<Seen> {
  const host = hostOf(url);
  let connected = false;
  const shaken = new Promise<Seen>((resolve) => {
    const socket = connect({
      host,
      port: portOf(url),
      // RFC 6066 §3: a literal address is no server name.
      ...(isIP(host) ? {} : { servername: host }),
      rejectUnauthorized: false,
    });
    const end = (seen: Seen) => {
      clearTimeout(timer);
      // Not even a goodbye: the server has proved its key by now, and hears nothing more.
      socket.destroy();
      resolve(seen);
    };
    let timer = setTimeout(() => end({ seen: 'nothing', why: 'host-asleep' }), timeouts.connect);
    socket.once('connect', () => {
      connected = true;
      clearTimeout(timer);
      timer = setTimeout(() => end({ seen: 'nothing', why: null }), timeouts.handshake);
    });
    socket.once('secureConnect', () => {
      const { raw } = socket.getPeerCertificate() as { raw?: Uint8Array };
      end(raw ? { seen: 'key', fingerprint: fingerprintOf(raw) } : { seen: 'no-tls' });
    });
    socket.once('close', () => end({ seen: 'nothing', why: null }));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end(speaksNoTls(error) ? { seen: 'no-tls' } : { seen: 'nothing', why: unreachableBy(error) }),
    );
  });
  const seen = await shaken;
  const brokenOff = connected && seen.seen === 'nothing';
  return brokenOff && (await answersPlainly(host, portOf(url))) ? { seen: 'no-tls' } : seen;
}
