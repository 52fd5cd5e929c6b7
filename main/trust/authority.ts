/** The system's authorities, as Chromium itself asks them, in a session that nothing else uses. */
import { net, session } from 'electron';
import { limits } from '../../protocol';

/**
 * Whether Chromium takes the certificate at this address by itself: the name is right, it has not expired, and somebody
 * whom this system trusts vouches for it. Until it does, nothing is sent; then a hello is asked, and nobody reads it.
 * @param url with a name as its host
 */
export function vouchedByAuthority(url: string): Promise<boolean> {
  const request = net.request({
    url: new URL('/hello', url).href,
    // Without `persist:` it is in memory; the window's own session, with its verdicts about pins, has no part in it.
    session: session.fromPartition('authority', { cache: false }),
    redirect: 'manual',
    credentials: 'omit',
  });
  return new Promise((resolve) => {
    const end = (vouched: boolean) => {
      clearTimeout(timer);
      resolve(vouched);
      request.abort();
    };
    const timer = setTimeout(() => end(false), limits.helloTimeout);
    request.once('response', () => end(true));
    request.once('redirect', () => end(true));
    request.on('error', () => end(false));
    request.end();
  });
}
