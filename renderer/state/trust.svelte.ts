/** What main knows of servers' keys, and what a person says to it. Only in the window: a browser judges by itself. */
import { getContext, setContext } from 'svelte';
import type { Cause, ConnectionState } from '../../client';
import type { Bridge, Fingerprint, Verified } from '../../protocol';
import { privately } from '../ports/reaching';

/** A key that a person has to judge before anything goes on. */
export type KeyQuestion = Extract<Cause, { code: 'key-unknown' | 'key-changed' }>;

export function questionOf(connection: ConnectionState): KeyQuestion | null {
  if (connection.phase !== 'offline') return null;
  const { cause } = connection;
  return cause.code === 'key-unknown' || cause.code === 'key-changed' ? cause : null;
}

export class Trust {
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** What was verified at an address, and how; null where the window may not go there now. */
  async found(url: string): Promise<Verified | null> {
    const answer = await this.#bridge.call('trusted', { url: privately(url) });
    return answer.ok && answer.value.verified?.verdict === 'verified' ? answer.value.verified : null;
  }

  /** The person takes the key that is in question at an address. Whether it is still the one there shows the next attempt. */
  async answer(url: string, question: KeyQuestion): Promise<void> {
    const changed = question.code === 'key-changed';
    await this.#bridge.call('trust', {
      url: privately(url),
      fingerprint: question.fingerprint,
      compared: changed,
      ...(changed && question.server ? { server: question.server } : {}),
    });
  }

  /**
   * False where the system has no store for secrets, so that tokens last for this run. Asking may make the system ask for
   * a keyring's password: only where one has a token.
   */
  async keepsTokens(): Promise<boolean> {
    const answer = await this.#bridge.call('about', {});
    return !answer.ok || answer.value.secrets === 'system';
  }

  /** The person compared the words of a key that is taken already. */
  async compared(url: string, fingerprint: Fingerprint): Promise<Verified | null> {
    await this.#bridge.call('trust', { url: privately(url), fingerprint, compared: true });
    return this.found(url);
  }
}

const PLACE = Symbol('trust');
/** Puts it within reach of everything below a component; null in a browser. */
export const provideTrust = (trust: Trust | null): void => void setContext(PLACE, trust);
export const useTrust = (): Trust | null => getContext<Trust | null>(PLACE) ?? null;
