/** The destinations that are open to the window, each with what was found there. Nothing else passes. */
import type { Fingerprint, Id, Verified } from '../../protocol';
import { isOurs } from '../page';

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'ws:': '80', 'https:': '443', 'wss:': '443' };

/** The `host:port` a web address stands for, or null for any other address and for one with credentials. */
export function destination(address: string): string | null {
  try {
    const url = new URL(address);
    const port = url.port || defaultPorts[url.protocol];
    if (port === undefined || url.hostname === '' || url.username !== '' || url.password !== '') return null;
    return defaultPorts[url.protocol] === undefined ? null : `${url.hostname}:${port}`;
  } catch {
    return null;
  }
}

export const isSecure = (url: string): boolean => /^(?:https|wss):/iu.test(url);

/** One open destination. */
export interface Way {
  readonly verified: Verified;
  /** The server that its hello named, once main has agreed. */
  readonly server: Id | null;
}

/** As Chromium takes it (Electron's `setCertificateVerifyProc`): take it, refuse it, or let Chromium itself judge. */
export const takes = { it: 0, nothing: -2, chromium: -3 } as const;

/** `IPv6` stands in brackets in a URL, and without them in what Chromium asks. */
const bare = (host: string) => host.replace(/^\[|\]$/g, '').toLowerCase();

export class Ways {
  readonly #open = new Map<string, Way>();
  /** Keys other than the verified one that Chromium was shown, by place, and whether that was told since. */
  readonly #shown = new Map<string, { readonly fingerprint: Fingerprint; told: boolean }>();

  at(place: string): Way | null {
    return this.#open.get(place) ?? null;
  }

  open(place: string, way: Way): void {
    this.#open.set(place, way);
  }

  close(place: string): void {
    this.#open.delete(place);
  }

  /**
   * Whoever stands between can show main's look the right key and the window another, again and again. That is told at
   * the next look, and the one after it may try again: Chromium does not ask a second time about a key it was told to refuse.
   * @param seen the key of main's own look
   * @returns the other key that the window was shown there, where it is to be told now
   */
  shownAt(place: string, seen: Fingerprint): Fingerprint | null {
    const shown = this.#shown.get(place);
    if (!shown || shown.fingerprint === seen) return null;
    shown.told = !shown.told;
    return shown.told ? shown.fingerprint : null;
  }

  /** What was shown there is over: the window spoke with the right one, or a person judged anew. */
  settle(place: string): void {
    this.#shown.delete(place);
  }

  /** Whether a way that is open now leads to this server: only then its token may leave main. */
  leadTo(server: Id): boolean {
    return [...this.#open.values()].some((way) => way.server === server);
  }

  /** @param url what the window asks for */
  mayPass(url: string): boolean {
    // The page's own data stays inside it; the Content-Security-Policy says where such addresses may stand.
    if (isOurs(url) || url.startsWith('data:') || url.startsWith('blob:app://maru/')) return true;
    const to = destination(url);
    const way = to === null ? undefined : this.#open.get(to);
    return way !== undefined && isSecure(url);
  }

  /**
   * What Chromium is told about a certificate. It names no port, and it keeps the answer for about half an hour, whatever
   * it was: so it is asked only about hosts that main looked at a moment ago, and main looks before every attempt.
   * @param hostname as Chromium names it
   */
  judge(hostname: string, fingerprint: Fingerprint): (typeof takes)[keyof typeof takes] {
    const there = [...this.#open].filter(([place]) => bare(place.replace(/:\d+$/u, '')) === bare(hostname));
    if (there.some(([, { verified }]) => verified.by !== 'authority' && verified.fingerprint === fingerprint))
      return takes.it;
    if (there.some(([, { verified }]) => verified.by === 'authority')) return takes.chromium;
    // With several ways to a host nobody knows which of them it was.
    const [only] = there.length === 1 ? there : [];
    if (only) this.#shown.set(only[0], { fingerprint, told: false });
    return takes.nothing;
  }
}
