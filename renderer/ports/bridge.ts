/** The only reader of what the preload puts into the page. */
import { OWN_WINDOW_PAGE, type Bridge } from '../../protocol';

interface WithBridge {
  maru?: Bridge;
}

/**
 * A room's own window has none of its own, and asks through the page that opened it; each time anew, because that page may
 * have been loaded again.
 */
function ofOwner(): Bridge | null {
  if (typeof location === 'undefined' || location.pathname !== `/${OWN_WINDOW_PAGE}`) return null;
  const owner = () => (window.opener as WithBridge | null)?.maru;
  if (!owner()) return null;
  const asks = {
    call: (...asked: Parameters<Bridge['call']>) => owner()?.call(...asked),
    on: (...heard: Parameters<Bridge['on']>) => owner()?.on(...heard) ?? (() => undefined),
  };
  // The names of calls and their inputs go through as they are; the types that tie them are the owner's.
  return asks as Bridge;
}

/** The way to Electron's main process; null in a plain browser. */
export const bridge: Bridge | null = (globalThis as WithBridge).maru ?? ofOwner();
