/** TLS with whoever shows the expected key, and nobody else. */
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { hostOf, portOf, type Fingerprint } from '../../protocol';
import { fingerprintOf } from './handshake';

/** Opens TLS, and hands it on only where it shows that key; null where it does not, or nobody answers. */
export function openPinned(url: string, fingerprint: Fingerprint): Promise<TLSSocket | null> {
  const host = hostOf(url);
  return new Promise((resolve) => {
    const socket = connect({
      ...{ host, port: portOf(url), rejectUnauthorized: false },
      ...(isIP(host) ? {} : { servername: host }),
    });
    socket.on('error', () => resolve(null));
    socket.once('close', () => resolve(null));
    socket.once('secureConnect', () => {
      const { raw } = socket.getPeerCertificate() as { raw?: Uint8Array };
      const same = raw !== undefined && fingerprintOf(raw) === fingerprint;
      if (!same) socket.destroy();
      resolve(same ? socket : null);
    });
  });
}
