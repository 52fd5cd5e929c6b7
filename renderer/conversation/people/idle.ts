/** Whether anybody does something at this device: a key, a pointer, the page coming back into view. */
import { limits } from '../../../protocol';

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart', 'focus'] as const;

/**
 * Tells when somebody has done nothing for `limits.idleAfter`, and when they do something again.
 * @returns ends it
 */
export function watchIdle(page: Window, tell: (idle: boolean) => void): () => void {
  let last = Date.now();
  let idle = false;
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    // Timers of a page that is out of sight, or of a machine that slept, come late: the clock decides.
    const left = last + limits.idleAfter - Date.now();
    if (left > 0) timer = setTimeout(wait, left);
    else tell((idle = true));
  };
  const stir = () => {
    last = Date.now();
    if (!idle) return;
    tell((idle = false));
    wait();
  };
  const seen = () => {
    if (page.document.visibilityState === 'visible') stir();
  };
  wait();
  for (const sign of signs) page.addEventListener(sign, stir, { capture: true, passive: true });
  page.document.addEventListener('visibilitychange', seen);
  return () => {
    clearTimeout(timer);
    for (const sign of signs) page.removeEventListener(sign, stir, { capture: true });
    page.document.removeEventListener('visibilitychange', seen);
  };
}
