/** Where somebody wants to go, as they have it: an invitation, its page, or an address. */
import { isHost, limits, parseLink, parsePage, type Fingerprint, type InvitationToken } from '../protocol';

export interface Destination {
  /** `https://HOST:PORT/`, in the order in which they are tried. */
  urls: readonly string[];
  /** Of an invitation. */
  token: InvitationToken | null;
  fingerprint: Fingerprint | null;
  /** Another device of somebody who is a member: the name is theirs already. */
  pairing: boolean;
}

const at = (host: string): string => `https://${host}/`;

/** A page that browsers load over plain HTTP has TLS at the same port. */
const withPort = (host: string, port: number): string => (/:\d+$/u.test(host) ? host : `${host}:${port}`);

/** The port that goes without saying. */
const usual = (scheme: string | undefined): number => (scheme === 'https' ? 443 : scheme === 'http' ? 80 : limits.port);

/** @returns null for what is neither */
export function readAddress(text: string): Destination | null {
  const link = parseLink(text);
  if (link)
    return {
      urls: [link.host, ...link.others].map(at),
      token: link.token,
      fingerprint: link.fingerprint,
      pairing: link.verb === 'pair',
    };
  const page = parsePage(
    text.replace(
      /^(https?):\/\/([^/?#]+)\/j\//u,
      (_, scheme: string, host: string) => `${scheme}://${withPort(host, usual(scheme))}/j/`,
    ),
  );
  if (page) {
    const { host, token, fingerprint } = page;
    return { urls: [at(host)], token, fingerprint, pairing: false };
  }
  const typed = /^(?:(https?):\/\/)?([^/?#@\s]+)\/?$/u.exec(text);
  const host = withPort((typed?.[2] ?? '').toLowerCase(), usual(typed?.[1]));
  return isHost(host) ? { urls: [at(host)], token: null, fingerprint: null, pairing: false } : null;
}
