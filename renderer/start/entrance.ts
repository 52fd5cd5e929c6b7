/** What somebody typed, pasted or scanned to get in: an invitation, six letters that were read out, or an address. */
import {
  Code,
  parse,
  parseLink,
  parsePage,
  type Fingerprint,
  type InvitationToken,
  type Link,
  type Page,
} from '../../protocol';
import { parseAddress, type AddressFault } from './address';

/** An invitation, whatever it came as. */
export interface Invited {
  /** `pair`: it makes this device another one of the person who made it. */
  verb: Link['verb'];
  /** `HOST:PORT`, in the order they are tried. */
  hosts: readonly [string, ...string[]];
  token: InvitationToken;
  /** Null: it does not say which key the server has, so a person is asked at the door. */
  fingerprint: Fingerprint | null;
}

/** `invitation`: it begins like one and is none. The others are of addresses. Each has its sentence in words. */
export type EntranceFault = AddressFault | 'invitation';

export type Entrance =
  | { kind: 'invited'; invited: Invited }
  | { kind: 'code'; code: string }
  | { kind: 'address'; url: string }
  | { kind: 'fault'; fault: EntranceFault };

export const invitedBy = ({ verb, host, others, token, fingerprint }: Link): Invited => ({
  ...{ verb, hosts: [host, ...others], token, fingerprint },
});

const invitedByPage = ({ host, token, fingerprint }: Page): Invited => ({
  ...{ verb: 'join', hosts: [host], token, fingerprint },
});

const PAGE = /^(?:(https?):\/\/)?([^/?#]+)(\/j\/.*)$/i;
const DEFAULT_PORTS = { http: '80', https: '443' } as const;

export function readEntrance(typed: string): Entrance {
  // What a messenger breaks into lines or wraps in marks; no link and no code has any of it inside.
  const text = typed.replace(/[\s\u200b\u2060\ufeff]+/gu, '').replace(/^<(.*)>$/u, '$1');
  if (/^maru:/i.test(text)) {
    const link = parseLink(text);
    return link ? { kind: 'invited', invited: invitedBy(link) } : { kind: 'fault', fault: 'invitation' };
  }
  const asPage = PAGE.exec(text);
  if (asPage) {
    const page = parsePage(wholePage(asPage));
    return page ? { kind: 'invited', invited: invitedByPage(page) } : { kind: 'fault', fault: 'invitation' };
  }
  const code = codeOf(text);
  if (code !== null) return { kind: 'code', code };
  const address = parseAddress(text);
  return address.ok ? { kind: 'address', url: address.url } : { kind: 'fault', fault: address.fault };
}

/** As `formatPage` writes it: a browser's address bar leaves out the usual port, a person the scheme. */
function wholePage([, scheme, host = '', path = '']: RegExpExecArray): string {
  const named = scheme?.toLowerCase() === 'https' ? 'https' : 'http';
  const port = /:\d+$/u.test(host) ? '' : `:${DEFAULT_PORTS[named]}`;
  return `${named}://${host.toLowerCase()}${port}${path}`;
}

/**
 * Crockford's base 32 forgives what looks alike (https://www.crockford.com/base32.html): O is 0, I and L are 1; a Korean
 * keyboard's full-width letters are read as plain ones.
 */
function codeOf(text: string): string | null {
  const letters = text.normalize('NFKC').toUpperCase().replaceAll('O', '0').replace(/[IL]/gu, '1');
  const code = parse(Code, letters);
  return code.ok ? code.value : null;
}
