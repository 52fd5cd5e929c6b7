/** Reads what a person typed or pasted as an address, before anything is dialled. */
import { limits } from '../../protocol';

/** Why it is no address one can dial; each has its sentence in words/problems. */
export type AddressFault = 'empty' | 'octet' | 'octets' | 'port' | 'scheme' | 'name';

/** The URL always ends with a slash. */
export type ParsedAddress = { ok: true; url: string } | { ok: false; fault: AddressFault };

const fault = (name: AddressFault): ParsedAddress => ({ ok: false, fault: name });

/** A letter, digit or underscore of any script, and hyphens inside: what a label of a host's name is made of. */
const LABEL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?$/u;
const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;

/**
 * `192.168.0.12`, `studio.local:7420`, `[fe80::1]:7420`, `https://chat.example.com/`; without a port, a porch's usual one.
 * Full-width figures and dots, as a Korean keyboard can give them, are read as plain ones.
 */
export function parseAddress(text: string): ParsedAddress {
  const typed = text
    .normalize('NFKC')
    .replace(/[\s\u200b\u2060\ufeff]+/gu, '')
    .replaceAll('。', '.');
  if (typed === '') return fault('empty');
  const scheme = SCHEME.exec(typed)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return fault('scheme');
  const rest = typed.replace(SCHEME, '').replace(/[/?#].*$/u, '');
  const split = splitPort(rest);
  if (!split) return fault('name');
  // Who writes https without a port means what a browser would open: a name behind a proxy.
  const usual = scheme === 'https' ? 443 : limits.port;
  const port = split.port === '' ? usual : portOf(split.port);
  if (port === null) return fault('port');
  const wrong = hostFault(split.host);
  if (wrong) return fault(wrong);
  try {
    return { ok: true, url: new URL(`${scheme ?? 'http'}://${split.host}:${port}/`).href };
  } catch {
    return fault('name');
  }
}

/** @returns null where it is not clear which part is the host */
function splitPort(rest: string): { host: string; port: string } | null {
  const bracketed = /^(\[[^\]]*\])(?::(.*))?$/u.exec(rest);
  if (bracketed) return { host: bracketed[1] ?? '', port: bracketed[2] ?? '' };
  const colons = rest.split(':').length - 1;
  if (colons > 1) return { host: `[${rest}]`, port: '' };
  const [host = '', port = ''] = rest.split(':');
  return host === '' ? null : { host, port };
}

/** A whole number from 1 to 65,535, or null. */
export function portOf(text: string): number | null {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}

function hostFault(host: string): AddressFault | null {
  // The URL parser judges IPv6 by itself.
  if (host.startsWith('[')) return null;
  const labels = host.replace(/\.$/u, '').split('.');
  if (labels.every((label) => /^\d*$/.test(label))) {
    if (labels.length !== 4 || labels.includes('')) return 'octets';
    return labels.every((label) => Number(label) <= 255 && label.length <= 3) ? null : 'octet';
  }
  return labels.every((label) => label.length <= 63 && LABEL.test(label)) ? null : 'name';
}

/**
 * Ports that every browser refuses to open, because other protocols live there (the Fetch standard, "bad ports"):
 * those a porch could get, from 1024 on.
 */
const BLOCKED_BY_BROWSERS: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

export const browsersRefuse = (port: number): boolean => BLOCKED_BY_BROWSERS.has(port);
