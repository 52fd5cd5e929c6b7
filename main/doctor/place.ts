/**
 * A place as URLs write it.
 * @param host a name, or an address with or without a zone (RFC 6874)
 */
export const urlAt = (host: string, port: number, scheme: 'https' | 'http' = 'https'): string =>
  `${scheme}://${host.includes(':') ? `[${host.replace('%', '%25')}]` : host}:${port}/`;
