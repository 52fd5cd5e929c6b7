/**
 * The links that lead to a server: `maru://join/HOST:PORT?t=TOKEN&f=FINGERPRINT` and `maru://pair/…` for one's own further
 * device. A closed grammar: what is not exactly it is no link. Reading one does nothing; a person decides.
 */
import * as v from 'valibot';
import { limits } from './limits';
import { InvitationToken } from './joining';
import { Fingerprint } from './trust';

export interface Link {
  verb: 'join' | 'pair';
  /** `HOST:PORT`, IPv6 in brackets: where the server was when the link was made. */
  host: string;
  /** Further addresses of the same server, to be tried after it. */
  others: readonly string[];
  token: InvitationToken;
  fingerprint: Fingerprint;
}

/** A name (RFC 1123 §2.1), an IPv4 address, or an IPv6 address in brackets; a port. Nothing before, between or behind. */
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const HOST = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[0-9a-f:.]{2,45}\\]):([1-9]\\d{0,4})$`);

export function isHost(text: string): boolean {
  const port = text.length <= limits.hostText ? HOST.exec(text)?.[1] : undefined;
  if (port === undefined || Number(port) > 65_535) return false;
  try {
    // The URL parser is the one that will dial: both must read the same host.
    return new URL(`https://${text}/`).host === (port === '443' ? text.slice(0, -4) : text);
  } catch {
    return false;
  }
}

export function formatLink({ verb, host, others, token, fingerprint }: Link): string {
  const more = others.slice(0, limits.linkHosts).map((other) => `&a=${other}`);
  return `maru://${verb}/${host}?t=${token}&f=${fingerprint}${more.join('')}`;
}

/** @returns null for everything that `formatLink` would not have written, parameters in another order included */
export function parseLink(text: string): Link | null {
  if (text.length > limits.linkText) return null;
  const match = /^maru:\/\/(join|pair)\/([^/?#]+)\?t=([^&#]*)&f=([^&#]*)((?:&a=[^&#]*)*)$/.exec(text);
  if (!match) return null;
  const [, verb, host = '', token = '', fingerprint = '', rest = ''] = match;
  const others = rest.split('&a=').slice(1);
  if (others.length > limits.linkHosts || ![host, ...others].every(isHost)) return null;
  if (!v.is(InvitationToken, token) || !v.is(Fingerprint, fingerprint)) return null;
  return { verb: verb === 'pair' ? 'pair' : 'join', host, others, token, fingerprint };
}

/** The page that leads the same way from any browser, a telephone's camera included: what a QR code holds. */
export interface Page {
  /** What is dialled from a browser: plain HTTP where the server allows guests, TLS behind a name. */
  scheme: 'http' | 'https';
  host: string;
  token: InvitationToken;
  /** In the fragment, which a browser sends to nobody; null where somebody shortened the address. */
  fingerprint: Fingerprint | null;
}

export const formatPage = ({ scheme, host, token, fingerprint }: Page): string =>
  `${scheme}://${host}/j/${token}${fingerprint === null ? '' : `#${fingerprint}`}`;

/** @returns null for everything that `formatPage` would not have written */
export function parsePage(text: string): Page | null {
  if (text.length > limits.linkText) return null;
  const match = /^(https?):\/\/([^/?#]+)\/j\/([^/?#]+)(?:#(.+))?$/.exec(text);
  if (!match) return null;
  const [, scheme, host = '', token = '', fingerprint = null] = match;
  if (!isHost(host) || !v.is(InvitationToken, token)) return null;
  if (fingerprint !== null && !v.is(Fingerprint, fingerprint)) return null;
  return { scheme: scheme === 'https' ? 'https' : 'http', host, token, fingerprint };
}
