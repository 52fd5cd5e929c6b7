/** What the window asks of main before and after it dials: who is there, to be let through, and why nobody answered. */
import type { Cause, Expected, Line, Transport } from '../../client';
import type { Bridge, Verdict } from '../../protocol';

/** Why the window may not dial, or null: it may. */
function obstacle(verdict: Verdict): Cause | null {
  switch (verdict.verdict) {
    case 'verified':
      return null;
    case 'unknown':
      return { code: 'key-unknown', fingerprint: verdict.fingerprint };
    case 'changed':
      return { code: 'key-changed', fingerprint: verdict.fingerprint, server: verdict.server };
    case 'no-tls':
      return { code: 'no-privacy' };
    case 'unreachable':
      return { code: verdict.why ?? 'not-reachable' };
  }
}

/**
 * An app speaks TLS only: an address that was typed, remembered or shown for browsers as http leads to the same port.
 * @param url `http:` or `https:`, with a closing slash
 */
export function privately(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return protocol === 'http:' ? `https://${hostname}:${port || 80}/` : url;
}

/**
 * Main looks who is there before every attempt, and lets this window reach only what it could verify. After the hello it
 * also knows whose key it was: a server that is known by another one is gone again before a token or a name leaves.
 */
export function reaching(bridge: Bridge, inner: Transport): Transport {
  /** Who answered at an address last: a dial comes after a hello. */
  const met = new Map<string, string>();

  async function ask(call: 'reach' | 'meet', input: Parameters<typeof bridge.call>[1]): Promise<Cause | null> {
    const answer = await bridge.call(call, input as never);
    return answer.ok ? obstacle(answer.value) : { code: 'refused', refusal: answer.error };
  }
  const reach = (url: string, { server, fingerprint }: Expected) =>
    ask('reach', { url, ...(server ? { server } : {}), ...(fingerprint ? { fingerprint } : {}) });

  return {
    tap: (address) => inner.tap?.(privately(address)),
    async hello(address, expected = {}) {
      const url = privately(address);
      const cause = await reach(url, expected);
      if (cause) return { ok: false, cause };
      const answer = await inner.hello(url);
      if (!answer.ok) return answer;
      const { id } = answer.hello;
      // Somebody else than expected is the client's to refuse; nothing is held on to.
      if (expected.server && expected.server !== id) return answer;
      const found = await ask('meet', { url, server: id });
      if (!found) met.set(url, id);
      return found ? { ok: false, cause: found } : answer;
    },
    dial(address, handshake, events) {
      const url = privately(address);
      let line: Line | null = null;
      let closed = false;
      const server = met.get(url);
      const dialled = reach(url, server ? { server } : {}).then((cause) => {
        if (closed) return;
        if (!cause) return void (line = inner.dial(url, handshake, events));
        closed = true;
        events.closed(cause);
      });
      return {
        async call(name, input) {
          await dialled;
          if (!line || closed) throw new Error('the line is closed');
          return line.call(name, input);
        },
        close() {
          closed = true;
          line?.close();
        },
      };
    },
  };
}

/** Main can see what a page cannot: whether the name, the machine or only the port is missing. */
export const probing =
  (bridge: Bridge) =>
  async (url: string): Promise<Cause | null> => {
    const answer = await bridge.call('probe', { url });
    return answer.ok && answer.value.why ? { code: answer.value.why } : null;
  };
