/** What the person at the page does, as it is carried out in the page: goes in as soon as there is a way in, waits, writes. */

export interface Waits {
  /** The accessible name, or text, of the button that leads into the room; null where the page is one already. */
  button: string | null;
  /** What the last message has in it; null where there are none. */
  last: string | null;
}

/** In the page. It tells by the console: `asked` when the way in was pressed, `drawn`, `usable`. */
function wait({ button, last }: Waits): void {
  const say = (what: string) => console.log(`bench:${what}`);
  const painted = (then: () => void) => requestAnimationFrame(() => requestAnimationFrame(then));
  let pressed = false;
  const look = () => {
    const field = document.querySelector<HTMLTextAreaElement>('textarea[aria-label="Message"]');
    const messages = document.querySelectorAll('[role="log"] [role="article"]');
    const there = last === null || (messages[messages.length - 1]?.textContent ?? '').includes(last);
    if (field && !field.disabled && there) {
      changes.disconnect();
      painted(() => {
        field.addEventListener('input', () => painted(() => say('usable')), { once: true });
        field.focus();
        say('drawn');
      });
      return;
    }
    if (pressed || button === null) return;
    const way = [...document.querySelectorAll('button')].find(
      (one) => (one.getAttribute('aria-label') ?? one.textContent)?.trim() === button,
    );
    if (!way) return;
    pressed = true;
    say('asked');
    way.click();
  };
  const changes = new MutationObserver(look);
  changes.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  look();
}

/** As text: what compiles this file names functions by a helper that is not in the page. */
export const personScript = (waits: Waits): string =>
  `(() => { const __name = (one) => one; (${wait.toString()})(${JSON.stringify(waits)}); })()`;
