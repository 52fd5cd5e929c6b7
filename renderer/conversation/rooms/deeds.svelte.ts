/** What one does about rooms: asks the server, and keeps what came of it for the screen. */
import type { NewRoom } from '../../../client';
import type { Answer, Id, NoticeLevel, Preference, Refusal, Room } from '../../../protocol';
import { refusalProblem, speech } from '../../words';
import type { Conversation } from '../conversation.svelte';
import { titleOf } from '../names';
import { arranged, quietEnd, type QuietTerm } from './list';

export class RoomDeeds {
  readonly #conversation: Conversation;
  #said: { done: boolean; text: string } | null = $state.raw(null);

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  /** What came of the last one. */
  get said(): { done: boolean; text: string } | null {
    return this.#said;
  }

  get #ask() {
    return this.#conversation.session.rooms;
  }

  /** @returns why it was not done; null where it was, and the room is open */
  async make(room: NewRoom): Promise<Refusal | null> {
    return this.#opened(await this.#ask.create(room));
  }

  /** As `make`: the conversation with these others. */
  async talkTo(others: readonly Id[]): Promise<Refusal | null> {
    const answer = await this.#ask.direct(others);
    // One that was put out of sight is looked for now.
    const preference = answer.ok && this.#conversation.server.preferences.get(answer.value.id);
    if (answer.ok && preference && preference.hiddenAt !== null)
      await this.#ask.prefer(answer.value.id, { hiddenAt: null });
    return this.#opened(answer);
  }

  /** As `make`. */
  async comeInto(room: Id): Promise<Refusal | null> {
    return this.#opened(await this.#ask.enter(room));
  }

  /** The same, from where no dialog waits: what went wrong is said in the list. */
  async open(work: Promise<Refusal | null>, opened: () => void): Promise<void> {
    const refusal = await work;
    if (refusal) this.#fail(refusal);
    else opened();
  }

  async change(room: Id, change: { name?: string; topic?: string; archived?: boolean }): Promise<Refusal | null> {
    return refusalOf(await this.#ask.change(room, change));
  }

  async add(room: Id, members: readonly Id[], share: boolean): Promise<Refusal | null> {
    return refusalOf(await this.#ask.add(room, members, share));
  }

  async leave(room: Id): Promise<Refusal | null> {
    return refusalOf(await this.#ask.leave(room));
  }

  async takeOut(room: Room): Promise<void> {
    this.#say(await this.#ask.change(room.id, { archived: false }), speech.words.rooms.done.takenOut(this.#name(room)));
  }

  async mute(room: Room, term: QuietTerm): Promise<void> {
    await this.#prefer(room, { mutedUntil: quietEnd(term, Date.now()) }, speech.words.rooms.done.muted);
  }

  async unmute(room: Room): Promise<void> {
    await this.#prefer(room, { mutedUntil: null }, speech.words.rooms.done.unmuted);
  }

  /** @param level null: as this device has it for rooms in general */
  async tellOf(room: Room, level: NoticeLevel | null): Promise<void> {
    await this.#prefer(room, { level }, (name) => speech.words.rooms.done.told(name, level ?? 'usual'));
  }

  async hide(room: Room): Promise<void> {
    const { head } = this.#conversation.log(room.id).current;
    await this.#prefer(room, { hiddenAt: head }, speech.words.rooms.done.hidden);
  }

  markRead(room: Room): void {
    const { session } = this.#conversation;
    session.markSeen(room.id, this.#conversation.log(room.id).current.head);
    this.#tell(speech.words.rooms.done.read(this.#name(room)));
  }

  /** Of what the others said last. */
  markUnread(room: Room): void {
    const { server, session } = this.#conversation;
    const last = this.#conversation
      .log(room.id)
      .current.entries.filter(({ kind, author }) => kind === 'message' && author !== server.me)
      .at(-1);
    if (!last) return;
    session.talk.markUnread(room.id, last.seq);
    this.#tell(speech.words.rooms.done.unread(this.#name(room)));
  }

  markAllRead(): void {
    const { server, session } = this.#conversation;
    for (const { id } of server.rooms) session.markSeen(id, this.#conversation.log(id).current.head);
    this.#tell(speech.words.rooms.done.allRead);
  }

  /**
   * Puts a room in the place of another of its section.
   * @param section what stands there, from top to bottom
   */
  async move(room: Room, to: Id, section: readonly Room[]): Promise<void> {
    const order = arranged(
      this.#conversation.server.rooms.map(({ id }) => id),
      room.id,
      to,
    );
    if (!order) return;
    const place = section.findIndex(({ id }) => id === to) + 1;
    const text = speech.words.rooms.done.moved(this.#name(room), speech.formats.number(place));
    this.#say(await this.#ask.arrange(order), text);
  }

  async #prefer(
    room: Room,
    preference: Partial<Omit<Preference, 'room' | 'position'>>,
    done: (room: string) => string,
  ): Promise<void> {
    this.#say(await this.#ask.prefer(room.id, preference), done(this.#name(room)));
  }

  #name(room: Room): string {
    return titleOf(room, this.#conversation.server);
  }

  #opened(answer: Answer<Room>): Refusal | null {
    if (answer.ok) this.#conversation.openRoom(answer.value.id);
    return refusalOf(answer);
  }

  #say(answer: Answer<unknown>, done: string): void {
    if (answer.ok) this.#tell(done);
    else this.#fail(answer.error);
  }

  #tell(text: string): void {
    this.#said = { done: true, text };
  }

  #fail(refusal: Refusal): void {
    const { title, advice } = refusalProblem(refusal);
    this.#said = { done: false, text: `${title} ${advice}`.trim() };
  }
}

const refusalOf = (answer: Answer<unknown>): Refusal | null => (answer.ok ? null : answer.error);
