/** HOST:PORT of a server's address. */
export const hostOf = (url: string): string => new URL(url).host;

/** Whether an address means only this computer, so that it helps nobody else. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
