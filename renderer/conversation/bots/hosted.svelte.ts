/** The bots of a server and their hooks, as its host has them: what there is, and what is done about it. Secrets pass through and are not kept. */
import type { Session } from '../../../client';
import type { Answer, Bot, Hook, Id, Input, NetworkCalls, Output, Refusal } from '../../../protocol';

export type Told = Output<NetworkCalls['bots']>;
export type MadeHook = Output<NetworkCalls['makeHook']>;

export class Hosted {
  readonly #session: Pick<Session, 'call' | 'rooms'>;
  #told: Told | null = $state.raw(null);
  #refused: Refusal | null = $state.raw(null);

  constructor(session: Pick<Session, 'call' | 'rooms'>) {
    this.#session = session;
  }

  /** Null until the server has answered. */
  get told(): Told | null {
    return this.#told;
  }

  /** Why the last look was refused. */
  get refused(): Refusal | null {
    return this.#refused;
  }

  async look(): Promise<void> {
    const answer = await this.#session.call('bots', {});
    this.#refused = answer.ok ? null : answer.error;
    if (answer.ok) this.#told = answer.value;
  }

  /** @param within private rooms it is let into as soon as it is there */
  async make(
    asked: Input<NetworkCalls['makeBot']>,
    within: readonly Id[],
  ): Promise<Answer<{ bot: Bot; token: string }>> {
    const made = await this.#session.call('makeBot', asked);
    if (!made.ok) return made;
    const { bot, token } = made.value;
    const added = await Promise.all(within.map((room) => this.#session.rooms.add(room, [bot.member], false)));
    await this.look();
    // It is there, and its token is told only now: what it was not let into is said beside it.
    this.#refused ??= added.flatMap((answer) => (answer.ok ? [] : answer.error))[0] ?? null;
    return { ok: true, value: { bot, token } };
  }

  renew(member: Id): Promise<Answer<{ token: string }>> {
    return this.#session.call('renewBot', { member });
  }

  /** @returns why it was not done; null where it was */
  async end({ member }: Bot): Promise<Refusal | null> {
    return this.#done(await this.#session.call('endBot', { member }));
  }

  async makeHook(asked: Input<NetworkCalls['makeHook']>): Promise<Answer<MadeHook>> {
    const made = await this.#session.call('makeHook', asked);
    if (made.ok) await this.look();
    return made;
  }

  /** As `end`. */
  async endHook({ id }: Hook): Promise<Refusal | null> {
    return this.#done(await this.#session.call('endHook', { id }));
  }

  tryHook({ id }: Hook): Promise<Answer<Output<NetworkCalls['tryHook']>>> {
    return this.#session.call('tryHook', { id });
  }

  async #done(answer: Answer<unknown>): Promise<Refusal | null> {
    await this.look();
    return answer.ok ? null : answer.error;
  }
}
