/** What the window asks of main before and after it dials: to be let through, and why nobody answered. */
import type { Cause, Transport } from '../../client';
import type { Bridge } from '../../protocol';

/** Main lets this window reach only what it asked for. A hello comes before every line, so asking there is enough. */
export function reaching(bridge: Bridge, inner: Transport): Transport {
  return {
    async hello(url) {
      const answer = await bridge.call('reach', { url });
      return answer.ok ? inner.hello(url) : { ok: false, cause: { code: 'refused', refusal: answer.error } };
    },
    dial: (url, handshake, events) => inner.dial(url, handshake, events),
  };
}

/** Main can see what a page cannot: whether the name, the machine or only the port is missing. */
export const probing =
  (bridge: Bridge) =>
  async (url: string): Promise<Cause | null> => {
    const answer = await bridge.call('probe', { url });
    return answer.ok && answer.value.why ? { code: answer.value.why } : null;
  };
