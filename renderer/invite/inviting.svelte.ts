/** The invitation on a card, and the code beside it. Tokens are known only here, and only while this run lasts. */
import type { Session } from '../../client';
import { limits, type Answer, type Invitation, type Refusal } from '../../protocol';
import { lifetimes, usual, type Terms } from './terms';

export type Inviter = Pick<Session, 'invite' | 'invitations' | 'revoke' | 'makeCode'>;

const all = new WeakMap<Inviter, Inviting>();

export class Inviting {
  readonly #session: Inviter;
  #terms: Terms = $state.raw(usual);
  #made: { invitation: Invitation; token: string } | null = $state.raw(null);
  #code: { code: string; expiresAt: number } | null = $state.raw(null);
  #open: readonly Invitation[] = $state.raw([]);
  #refusal: Refusal | null = $state.raw(null);
  #making = $state(false);

  constructor(session: Inviter) {
    this.#session = session;
  }

  /** The one of this session: going away and coming back finds the invitation that was made. */
  static of(session: Inviter): Inviting {
    const inviting = all.get(session) ?? new Inviting(session);
    all.set(session, inviting);
    return inviting;
  }

  get terms(): Terms {
    return this.#terms;
  }

  /** An invitation is on its way. */
  get making(): boolean {
    return this.#making;
  }

  /** Null until the server has answered, and after it was taken back. */
  get token(): string | null {
    return this.#made?.token ?? null;
  }

  /** The letters to read out, until they have run out. `expiresAt`: milliseconds since 1970. */
  get code(): { code: string; expiresAt: number } | null {
    return this.#code;
  }

  /** Invitations that could be used now, the one on the card among them. */
  get open(): readonly Invitation[] {
    return this.#open;
  }

  /** Why the last thing asked for was refused. */
  get refusal(): Refusal | null {
    return this.#refusal;
  }

  /** Makes the invitation there is to show, unless it was made before and still works. */
  async begin(): Promise<void> {
    this.#making = true;
    await this.look();
    this.#making = false;
    const id = this.#made?.invitation.id;
    if (!id || !this.#open.some((invitation) => invitation.id === id)) await this.#make(this.#terms);
  }

  /** Another invitation on other terms. The one before, which nobody has used, is taken back. */
  async change(terms: Terms): Promise<void> {
    const before = this.#made?.invitation;
    this.#terms = terms;
    await this.#make(terms);
    const unused = before && this.#open.some(({ id, usesLeft }) => id === before.id && usesLeft === before.usesLeft);
    if (unused && this.#made?.invitation.id !== before.id) await this.revoke(before.id);
  }

  async makeCode(): Promise<void> {
    const answer = await this.#session.makeCode();
    // By this device's clock, since the server's may be another one.
    if (this.#took(answer)) this.#code = { code: answer.value.code, expiresAt: Date.now() + limits.codeLife };
  }

  codeIsOver(): void {
    this.#code = null;
  }

  async revoke(id: string): Promise<void> {
    if (!this.#took(await this.#session.revoke(id))) return;
    if (this.#made?.invitation.id === id) this.#made = null;
    await this.look();
  }

  /** Asks which invitations there are. */
  async look(): Promise<void> {
    const answer = await this.#session.invitations();
    if (!this.#took(answer)) return;
    const now = Date.now();
    this.#open = answer.value.invitations.filter(
      ({ revoked, usesLeft, expiresAt }) => !revoked && usesLeft > 0 && expiresAt > now,
    );
  }

  async #make({ role, uses, lifetime }: Terms): Promise<void> {
    this.#making = true;
    const answer = await this.#session.invite({ role, uses, lifetime: lifetimes[lifetime] });
    this.#making = false;
    if (!this.#took(answer)) return;
    this.#made = answer.value;
    await this.look();
  }

  #took<T>(answer: Answer<T>): answer is { ok: true; value: T } {
    this.#refusal = answer.ok ? null : answer.error;
    return answer.ok;
  }
}
