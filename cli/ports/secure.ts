/** A TLS connection in which nothing was said yet, and whose key it shows. */
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { Cause } from '../../client';
import { hostOf, limits, portOf, unreachableBy, type Fingerprint } from '../../protocol';

/** What a server showed of itself in the handshake. */
export interface Shown {
  readonly fingerprint: Fingerprint;
  /** The authorities that this Node trusts vouch for the name that was dialled. Never for a bare address. */
  readonly vouched: boolean;
}

/** What has to be shown at an address before anything is said there. */
export interface Known {
  /** The pin, or what an invitation names; null where an authority's word is enough. */
  readonly fingerprint: Fingerprint | null;
  /** The server was met under an authority's word, and has to be again. */
  readonly vouched: boolean;
}

/** What answers, but without TLS (OpenSSL's errors, as Node names them). */
const noPrivacy = new Set([
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
]);

const causeOf = (error: NodeJS.ErrnoException): Cause =>
  noPrivacy.has(error.code ?? '') ? { code: 'no-privacy' } : { code: unreachableBy(error) ?? 'not-reachable' };

export type Opened = { ok: true; socket: TLSSocket; shown: Shown } | { ok: false; cause: Cause };

/**
 * Shakes hands, and says nothing. Whether the key is the right one is for `objection` to say.
 * @param url its host and port are what counts
 */
export function openSecure(url: string): Promise<Opened> {
  const host = hostOf(url);
  return new Promise((resolve) => {
    const socket = connect({
      ...{ host, port: portOf(url), rejectUnauthorized: false },
      // RFC 6066 §3: a literal address is no server name.
      ...(isIP(host) ? {} : { servername: host }),
    });
    const fail = (cause: Cause) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ok: false, cause });
    };
    let timer = setTimeout(() => fail({ code: 'host-asleep' }), limits.probeTimeout);
    socket.once('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(() => fail({ code: 'not-reachable' }), limits.handshakeTimeout);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => fail(causeOf(error)));
    socket.once('close', () => fail({ code: 'not-reachable' }));
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      const { raw } = socket.getPeerCertificate() as { raw?: Uint8Array };
      if (!raw) return fail({ code: 'no-privacy' });
      // SHA-256 of the certificate in DER, base64url (protocol/trust.ts).
      const fingerprint = createHash('sha256').update(raw).digest('base64url');
      resolve({ ok: true, socket, shown: { fingerprint, vouched: isIP(host) === 0 && socket.authorized } });
    });
  });
}

/** Why nothing may be said to whoever showed this key, or null: it is the one. A pinned server never falls back to an authority. */
export function objection({ fingerprint, vouched }: Known, shown: Shown): Cause | null {
  const changed: Cause = { code: 'key-changed', fingerprint: shown.fingerprint, server: null };
  if (fingerprint !== null) return fingerprint === shown.fingerprint ? null : changed;
  if (shown.vouched) return null;
  return vouched ? changed : { code: 'key-unknown', fingerprint: shown.fingerprint };
}
