/** A window that has met somebody: main gives out a server's token only over a way that leads to that server. */
import type { Listener } from '../tls';
import type { DesktopApp } from './app';

/** Takes the key of whoever listens there, as a person does at a first meeting, and hears that it is this server. */
export async function meet(app: DesktopApp, { url }: Listener, server: string): Promise<void> {
  const seen = await app.call('reach', { url });
  if (seen.ok && seen.value.verdict === 'unknown')
    await app.call('trust', { url, fingerprint: seen.value.fingerprint, compared: true });
  const met = await app.call('meet', { url, server });
  if (!met.ok || met.value.verdict !== 'verified') throw new Error(JSON.stringify([seen, met]));
}
