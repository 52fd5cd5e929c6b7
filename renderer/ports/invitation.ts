/** The invitation in a browser's address bar: taken out at once, so that no bookmark, screenshot or shoulder keeps it. */
import { readEntrance, type Invited } from '../start/entrance';

/** @returns `damaged`: the page was opened by one that is not whole */
export function takeInvitation(): Invited | 'damaged' | null {
  if (!location.pathname.startsWith('/j/')) return null;
  const entrance = readEntrance(location.href);
  history.replaceState(history.state, '', '/');
  return entrance.kind === 'invited' ? entrance.invited : 'damaged';
}
