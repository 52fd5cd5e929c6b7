import type { Page } from '@playwright/test';

export interface Held {
  hold(): void;
  release(): void;
}

/** Keeps back what a page says, or what comes to it, from a moment on: it is on its way. */
export async function holdable(page: Page, what: 'said' | 'heard'): Promise<Held> {
  let held: (() => void)[] | null = null;
  await page.routeWebSocket(/.*/, (socket) => {
    const server = socket.connectToServer();
    const [from, to] = what === 'said' ? [socket, server] : [server, socket];
    from.onMessage((message) => {
      const go = () => to.send(message);
      if (held) held.push(go);
      else go();
    });
  });
  return {
    hold: () => (held = []),
    release() {
      const waiting = held ?? [];
      held = null;
      for (const go of waiting) go();
    },
  };
}
