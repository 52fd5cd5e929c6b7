/** What a name stands for, by the system's own way of finding out (hosts file, mDNS, DNS). */
import { lookup } from 'node:dns';
import { isIP } from 'node:net';

export type Named = { ok: true; addresses: string[] } | { ok: false; why: 'no-such-name' | 'names-silent' };

/**
 * @param host as in a URL, without brackets
 * @param timeout in ms: the system itself may wait half a minute for a name server that is away
 */
export function addressesOf(host: string, timeout: number): Promise<Named> {
  if (isIP(host.split('%')[0] ?? '') !== 0) return Promise.resolve({ ok: true, addresses: [host] });
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ ok: false, why: 'names-silent' }), timeout);
    lookup(host, { all: true }, (error, found) => {
      clearTimeout(timer);
      if (!error && found.length > 0) return resolve({ ok: true, addresses: found.map(({ address }) => address) });
      // EAI_AGAIN: nobody who knows names answered (getaddrinfo(3)).
      resolve({ ok: false, why: error?.code === 'EAI_AGAIN' ? 'names-silent' : 'no-such-name' });
    });
  });
}
