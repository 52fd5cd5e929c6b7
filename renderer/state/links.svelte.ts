/** Invitations that somebody opened, pasted or read from a picture. None does anything before a person says so. */
import type { Cause } from '../../client';
import { parseLink, type Bridge, type Fingerprint, type InvitationToken } from '../../protocol';
import { invitedBy, type Invited } from '../start/entrance';

/** What came of stepping in; `reached` is the address to go on with. */
type Found = { reached: string } | { cause: Cause };

export interface LinksParts {
  /** Null in a browser: nothing opens links there. */
  bridge: Bridge | null;
  /** The open server that has this key, if there is one: who is in already uses up no invitation. Steps there. */
  stepBack(fingerprint: Fingerprint): Promise<boolean>;
  enter(url: string, invitation: { token: InvitationToken; fingerprint: Fingerprint | null }): void;
}

export class Links {
  readonly #parts: LinksParts;
  #asking: Invited | null = $state.raw(null);
  /** The address that is looked at now. */
  #trying: string | null = $state(null);
  #cause: Cause | null = $state.raw(null);

  constructor(parts: LinksParts) {
    this.#parts = parts;
    parts.bridge?.on('link', () => void this.#take());
  }

  /** The invitation that a person is asked about. */
  get asking(): Invited | null {
    return this.#asking;
  }

  get trying(): string | null {
    return this.#trying;
  }

  /** Why stepping in came to nothing. */
  get cause(): Cause | null {
    return this.#cause;
  }

  /** What was opened before this page was there. */
  load(): void {
    void this.#take();
  }

  /** Asks about this one now. */
  ask(invited: Invited): void {
    this.#cause = null;
    this.#trying = null;
    this.#asking = invited;
  }

  refuse(): void {
    this.#done();
  }

  /** A person said yes: the first of its addresses that answers with the right key. Another key ends the search. */
  async accept(): Promise<void> {
    const invited = this.#asking;
    if (!invited || this.#trying !== null) return;
    this.#cause = null;
    const { token, fingerprint, hosts } = invited;
    this.#trying = hosts[0];
    if (fingerprint && (await this.#parts.stepBack(fingerprint))) return this.#done();
    const found = await this.#search(invited);
    // Another one was asked about, or this one refused, while it searched.
    if (this.#asking !== invited) return;
    this.#trying = null;
    if ('cause' in found) {
      this.#cause = found.cause;
      return;
    }
    this.#parts.enter(found.reached, { token, fingerprint });
    this.#done();
  }

  async #search(invited: Invited): Promise<Found> {
    const { bridge } = this.#parts;
    let cause: Cause = { code: 'not-reachable' };
    for (const host of invited.hosts) {
      if (this.#asking !== invited || !bridge) break;
      this.#trying = host;
      // As an address is written everywhere: without the usual port.
      const url = `https://${host.replace(/:443$/u, '')}/`;
      const { fingerprint } = invited;
      const answer = await bridge.call('reach', { url, ...(fingerprint ? { fingerprint } : {}) });
      if (!answer.ok) return { cause: { code: 'refused', refusal: answer.error } };
      const verdict = answer.value;
      switch (verdict.verdict) {
        case 'verified':
        case 'unknown':
          return { reached: url };
        case 'changed':
          return { cause: { code: 'key-changed', fingerprint: verdict.fingerprint, server: verdict.server } };
        case 'no-tls':
          cause = { code: 'no-privacy' };
          break;
        default:
          cause = { code: verdict.why ?? 'not-reachable' };
      }
    }
    return { cause };
  }

  /** One at a time: what is on the screen is not swapped for another under somebody's hand. */
  async #take(): Promise<void> {
    if (this.#asking) return;
    const answer = await this.#parts.bridge?.call('takeLink', {});
    const text = answer?.ok ? answer.value.link : null;
    const link = text ? parseLink(text) : null;
    if (link) this.ask(invitedBy(link));
  }

  #done(): void {
    this.#asking = null;
    this.#trying = null;
    this.#cause = null;
    void this.#take();
  }
}
