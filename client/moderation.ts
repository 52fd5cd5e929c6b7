/** What a member asks of the server about others' membership: for those whose role allows it (protocol/roles.ts). */
import type { Answer, AuditLine, Ban, Id, Input, Member, NetworkCalls, Role, Room } from '../protocol';
import type { Ask } from './asking';

/** What is changed is in the session's views before the answer is. */
export interface ModerationHooks {
  members(members: readonly Member[]): void;
  rooms(rooms: readonly Room[]): void;
}

export class Moderation {
  readonly #ask: Ask;
  readonly #hooks: ModerationHooks;

  constructor(ask: Ask, hooks: ModerationHooks) {
    this.#ask = ask;
    this.#hooks = hooks;
  }

  /** Ends a membership. With `ban`, their devices and addresses have to knock from then on. */
  remove(member: Id, { ban, reason }: { ban: boolean; reason?: string }): Promise<Answer<Member>> {
    return this.#changed('remove', { member, ban, ...(reason ? { reason } : {}) });
  }

  async bans(): Promise<Answer<readonly Ban[]>> {
    const answer = await this.#ask('bans', {});
    return answer.ok ? { ok: true, value: answer.value.bans } : answer;
  }

  async unban(ban: Id): Promise<Answer<null>> {
    const answer = await this.#ask('unban', { id: ban });
    return answer.ok ? { ok: true, value: null } : answer;
  }

  /** @param until by the clock, in milliseconds since 1970; null gives the voice back */
  mute(member: Id, until: number | null): Promise<Answer<Member>> {
    return this.#changed('mute', { member, until });
  }

  /** @param seconds between two messages of one member; 0 for none */
  async slow(room: Id, seconds: number): Promise<Answer<Room>> {
    const answer = await this.#ask('slow', { room, seconds });
    if (!answer.ok) return answer;
    this.#hooks.rooms([answer.value.room]);
    return { ok: true, value: answer.value.room };
  }

  appoint(member: Id, role: Exclude<Role, 'host'>): Promise<Answer<Member>> {
    return this.#changed('appoint', { member, role });
  }

  /** Makes another member the host; whoever asks is a moderator then. */
  async transfer(member: Id): Promise<Answer<readonly Member[]>> {
    const answer = await this.#ask('transfer', { member });
    if (!answer.ok) return answer;
    this.#hooks.members(answer.value.members);
    return { ok: true, value: answer.value.members };
  }

  /** A page of the audit log, newest first. @param before the lowest seq that is there already */
  async audit(before?: number): Promise<Answer<readonly AuditLine[]>> {
    const answer = await this.#ask('audit', before === undefined ? {} : { before });
    return answer.ok ? { ok: true, value: answer.value.lines } : answer;
  }

  async #changed<N extends 'remove' | 'mute' | 'appoint'>(
    name: N,
    input: Input<NetworkCalls[N]>,
  ): Promise<Answer<Member>> {
    const answer = await this.#ask(name, input);
    if (!answer.ok) return answer;
    const { member } = answer.value;
    this.#hooks.members([member]);
    return { ok: true, value: member };
  }
}
