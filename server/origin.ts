/**
 * Who may speak to this server, by the Host and Origin of a request. A web page of a stranger reaches a server on a LAN
 * in two ways: with its own Origin (refused), or under its own name after its DNS answer changed to this machine's
 * address (DNS rebinding: refused by Host). Names are parsed, never compared by prefix.
 */
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { Via } from '../protocol';

/** The desktop renderer. The only origin that gets CORS headers. */
export const APP_ORIGIN = 'app://maru';

export type Visit =
  | { ok: true; via: Via; /** The Host it was served under, in lower case: `name` or `name:port`. */ host: string }
  | {
      ok: false;
      code: 'host-refused' | 'origin-refused';
      /** What was refused, cut to a printable length. */ named: string;
    };

export interface Asking {
  host?: string | undefined;
  origin?: string | undefined;
  /** Came over TLS, of this server's or of a trusted proxy's: pages of this server are of `https` then, else of `http`. */
  secure: boolean;
}

/** Names under which a server answers, besides every IP address: localhost, the machine's own, and `more`. */
export function acceptedNames(more: readonly string[] = []): ReadonlySet<string> {
  const machine = hostname().toLowerCase();
  return new Set(['localhost', machine, `${machine}.local`, ...more.map((name) => name.toLowerCase())]);
}

/** Whether a request's Host can be this name: letters, digits, hyphens and dots, and no port. */
export const isHostName = (text: string): boolean => /^[a-z0-9._-]+$/i.test(text);

export function visit({ host, origin, secure }: Asking, names: ReadonlySet<string>): Visit {
  const asked = host === undefined ? null : parseHost(host);
  if (!asked || !(isIP(asked.name) || names.has(asked.name)))
    return { ok: false, code: 'host-refused', named: printable(host) };
  if (origin === undefined) return { ok: true, via: 'program', host: asked.host };
  if (origin === APP_ORIGIN) return { ok: true, via: 'app', host: asked.host };
  if (isOriginOf(origin, asked.host, secure)) return { ok: true, via: 'browser', host: asked.host };
  return { ok: false, code: 'origin-refused', named: printable(origin) };
}

/**
 * `name`, `name:port`, `[v6]` or `[v6]:port` and nothing around it (RFC 9110 §7.2); the name without brackets, and
 * without the last dot a name in DNS may have (an address has none).
 */
function parseHost(header: string): { name: string; host: string } | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::(\d{1,5}))?$/.exec(header.toLowerCase());
  if (!match) return null;
  const [, v6, plain = '', port] = match;
  if (v6 !== undefined && isIP(v6) !== 6) return null;
  if (port !== undefined && Number(port) > 65_535) return null;
  const rooted = plain.replace(/\.$/, '');
  const name = v6 ?? (isIP(rooted) ? plain : rooted);
  return { name, host: `${v6 ? `[${v6}]` : plain}${port === undefined ? '' : `:${port}`}` };
}

/** Whether a page of this origin was served under this host, the same way. `null`, other schemes and paths are nobody's. */
function isOriginOf(origin: string, host: string, secure: boolean): boolean {
  const match = /^(https?):\/\/([^/]+)$/.exec(origin.toLowerCase());
  if (!match) return false;
  const [, scheme, served = ''] = match;
  if (scheme !== (secure ? 'https' : 'http')) return false;
  const usual = secure ? ':443' : ':80';
  const bare = (name: string) => (name.endsWith(usual) ? name.slice(0, -usual.length) : name);
  return bare(served) === bare(host);
}

// eslint-disable-next-line no-control-regex -- controls are exactly what this takes out
const printable = (text = '') => text.replace(/[\u0000-\u001f\u007f-\uffff]/g, '?').slice(0, 200);
