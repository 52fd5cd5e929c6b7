/** The one page this app shows, and how to tell it from every other. */
export const PAGE_SCHEME = 'app';
export const PAGE_HOST = 'maru';
export const PAGE_URL = `${PAGE_SCHEME}://${PAGE_HOST}/index.html`;

/** Compares the parsed scheme and host, never a prefix: `app://maru.example/` is somebody else. */
export function isOurs(url: string): boolean {
  try {
    const { protocol, host, username, password } = new URL(url);
    return protocol === `${PAGE_SCHEME}:` && host === PAGE_HOST && username === '' && password === '';
  } catch {
    return false;
  }
}
