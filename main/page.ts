/** The one page this app shows, and how to tell it from every other. */
import { OWN_WINDOW_PAGE, roomOfName, type RoomAt } from '../protocol';

export const PAGE_SCHEME = 'app';
export const PAGE_HOST = 'maru';
export const PAGE_URL = `${PAGE_SCHEME}://${PAGE_HOST}/index.html`;

const ROOM_PAGE = `${PAGE_SCHEME}://${PAGE_HOST}/${OWN_WINDOW_PAGE}#`;

/** What the page of a room's own window is about; null for every address that is not exactly that of one. */
export const roomOfPage = (url: string): RoomAt | null =>
  url.startsWith(ROOM_PAGE) ? roomOfName(url.slice(ROOM_PAGE.length)) : null;

/** Compares the parsed scheme and host, never a prefix: `app://maru.example/` is somebody else. */
export function isOurs(url: string): boolean {
  try {
    const { protocol, host, username, password } = new URL(url);
    return protocol === `${PAGE_SCHEME}:` && host === PAGE_HOST && username === '' && password === '';
  } catch {
    return false;
  }
}
