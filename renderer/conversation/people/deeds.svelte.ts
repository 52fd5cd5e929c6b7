/** What one does about people here: asks the server, and keeps what came of it for the screen. */
import type { Moderation } from '../../../client';
import type { Answer, Member, Refusal } from '../../../protocol';
import { refusalProblem, speech } from '../../words';
import { muteEnd, type GivenRole, type MuteTerm } from './acts';

/** What needs another word before it is done. */
export interface Grave {
  act: 'remove' | 'ban' | 'transfer';
  member: Member;
}

export class Deeds {
  readonly #ask: Moderation;
  #said: { done: boolean; text: string } | null = $state.raw(null);
  #grave: Grave | null = $state.raw(null);

  constructor(ask: Moderation) {
    this.#ask = ask;
  }

  /** What came of the last one. */
  get said(): { done: boolean; text: string } | null {
    return this.#said;
  }

  /** What the open dialog asks about; null where none is open. */
  get grave(): Grave | null {
    return this.#grave;
  }

  consider(grave: Grave | null): void {
    this.#grave = grave;
  }

  async mute(member: Member, term: MuteTerm): Promise<void> {
    const answer = await this.#ask.mute(member.id, muteEnd(term, Date.now()));
    this.#say(answer, speech.words.people.done.mute(member.name));
  }

  async unmute(member: Member): Promise<void> {
    const answer = await this.#ask.mute(member.id, null);
    this.#say(answer, speech.words.people.done.unmute(member.name));
  }

  async appoint(member: Member, role: GivenRole): Promise<void> {
    const { people } = speech.words;
    const answer = await this.#ask.appoint(member.id, role);
    this.#say(answer, people.done.appoint(member.name, people.roles[role]));
  }

  /** @returns why it was not done; null where it was, and the dialog is closed */
  async remove(member: Member, ban: boolean, reason: string): Promise<Refusal | null> {
    const { done } = speech.words.people;
    const answer = await this.#ask.remove(member.id, { ban, ...(reason ? { reason } : {}) });
    return this.#close(answer, ban ? done.ban(member.name) : done.remove(member.name));
  }

  /** As `remove`. */
  async transfer(member: Member): Promise<Refusal | null> {
    const answer = await this.#ask.transfer(member.id);
    return this.#close(answer, speech.words.people.done.transfer(member.name));
  }

  #close(answer: Answer<unknown>, done: string): Refusal | null {
    if (!answer.ok) return answer.error;
    this.#grave = null;
    this.#say(answer, done);
    return null;
  }

  #say(answer: Answer<unknown>, done: string): void {
    this.#said = answer.ok ? { done: true, text: done } : { done: false, text: sentence(answer.error) };
  }
}

function sentence(refusal: Refusal): string {
  const { title, advice } = refusalProblem(refusal);
  return `${title} ${advice}`.trim();
}
