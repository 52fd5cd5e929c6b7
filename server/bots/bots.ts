/** Which members are bots, what they may do, and their hooks: in memory, kept in step with each change. How it goes with them is known here alone. */
import { botCalls, type Bot, type Id, type Refusal, type Scope, refuse } from '../../protocol';
import type { KeptHook } from '../store/bots';
import type { Store } from '../store/store';
import { Deliveries } from './deliveries';

export class Bots {
  readonly #bots: Map<Id, Bot>;
  readonly #hooks: Map<Id, KeptHook>;
  readonly #used: Map<Id, number>;
  readonly deliveries = new Deliveries();

  private constructor(bots: readonly Bot[], hooks: readonly KeptHook[], used: readonly { member: Id; at: number }[]) {
    this.#bots = new Map(bots.map((bot) => [bot.member, bot]));
    this.#hooks = new Map(hooks.map((hook) => [hook.id, hook]));
    this.#used = new Map(used.map(({ member, at }) => [member, at]));
  }

  static async load(store: Pick<Store, 'bots' | 'hooks' | 'botsSeen'>): Promise<Bots> {
    return new Bots(await store.bots(), await store.hooks(), await store.botsSeen());
  }

  get all(): Bot[] {
    return [...this.#bots.values()];
  }

  get hooks(): KeptHook[] {
    return [...this.#hooks.values()];
  }

  hook(id: Id): KeptHook | undefined {
    return this.#hooks.get(id);
  }

  /** Undefined for who is no bot. */
  of(member: Id): Bot | undefined {
    return this.#bots.get(member);
  }

  /** Some of them are in fewer rooms than others are. */
  get limited(): boolean {
    return this.all.some(({ rooms }) => rooms !== null);
  }

  /** Whether a room is there at all for this member. */
  reaches(member: Id, room: Id): boolean {
    return this.of(member)?.rooms?.includes(room) ?? true;
  }

  /** Why this member may not ask for this, or null; whatever is not said to be a bot's to do is not. */
  refusal(member: Id, name: string): Refusal | null {
    const bot = this.of(member);
    if (!bot) return null;
    const scope = Object.hasOwn(botCalls, name) ? botCalls[name] : undefined;
    return scope === 'any' || has(bot, scope) ? null : refuse('no-scope');
  }

  /** It asked for something: a bot is told from a member here. */
  asked(member: Id, now: number): void {
    if (this.#bots.has(member)) this.#used.set(member, now);
  }

  /** When each asked for something last, to limits.seenEvery for what was before the start. */
  get used(): { member: Id; at: number }[] {
    return [...this.#used].map(([member, at]) => ({ member, at }));
  }

  put(bot: Bot): void {
    this.#bots.set(bot.member, bot);
  }

  putHook(hook: KeptHook): void {
    this.#hooks.set(hook.id, hook);
  }

  endHook(id: Id): void {
    this.#hooks.delete(id);
    this.deliveries.forget(id);
  }

  /** A member is not on the server any more, who may have been one. */
  end(member: Id): void {
    this.#bots.delete(member);
    this.#used.delete(member);
    for (const { id, bot } of this.hooks) if (bot === member) this.endHook(id);
  }
}

const has = ({ scopes }: Bot, scope: Scope | undefined): boolean => scope !== undefined && scopes.includes(scope);
