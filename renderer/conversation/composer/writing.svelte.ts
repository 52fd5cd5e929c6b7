/** What somebody is writing in one place, a room or a thread of it: the text and all that goes with it, kept on the device. */
import type { Extras, KeptDraft, Naming, ServerView, Session } from '../../../client';
import { limits, sideLogOf, type Answer, type Id, type Mention, type Room } from '../../../protocol';
import { namingOf, peopleOf } from './people';

/** The own message that is said anew, and what stood in the field before that. */
type Edit = NonNullable<KeptDraft['edit']>;

/** How the message stands that is said anew. */
export interface Anew {
  /** It was deleted meanwhile. */
  gone: boolean;
  /** Who reads it beside this person, where it is a whisper. */
  whisper: readonly Id[] | null;
}

interface Parts {
  session: Session;
  /** A room, or the side log that a thread stands in. */
  log: Id;
  thread?: Id | undefined;
  server: () => ServerView;
  /** Of a thread: its room, with which it is locked. */
  within?: Writing | undefined;
}

export class Writing {
  readonly log: Id;
  readonly thread: Id | undefined;
  readonly #session: Session;
  readonly #server: () => ServerView;
  readonly #within: Writing | undefined;
  #text = $state('');
  #reply: Id | null = $state(null);
  #whisperTo: readonly Id[] = $state.raw([]);
  #mentions: readonly Mention[] = $state.raw([]);
  #edit: Edit | null = $state.raw(null);
  #locked = $state(false);
  /** Something was done here: what an earlier run left comes too late. */
  #touched = false;
  /** What is put into the field from outside waits for a syllable in the making: the composer sees to it. */
  #settle: (() => void) | null = null;

  constructor({ session, log, thread, server, within }: Parts) {
    this.log = log;
    this.thread = thread;
    this.#session = session;
    this.#server = server;
    this.#within = within;
    void this.#restore();
  }

  get text(): string {
    return this.#text;
  }

  /** At every key. */
  set text(text: string) {
    if (text === this.#text) return;
    this.#text = text;
    this.#keep();
    const { company } = this.#session;
    const told = this.#whisperTo.length > 0 ? this.#sideLog(this.#whisperTo) : this.log;
    // What may become an order to whisper is nobody's to know.
    const ordering = told === this.log && text.startsWith('/');
    if (this.#edit || ordering || text.trim() === '') company?.stopsWriting(told, this.thread);
    else company?.writes(told, this.thread);
  }

  /** The message that is answered. */
  get reply(): Id | null {
    return this.#reply;
  }

  /** What is written goes to these alone, this person need not be among them; to everybody where there are none. */
  get whisperTo(): readonly Id[] {
    return this.#whisperTo;
  }

  /** Who was chosen for a name that stands in the text: it tells namesakes apart. */
  get mentions(): readonly Mention[] {
    return this.#mentions;
  }

  get edit(): Id | null {
    return this.#edit?.message ?? null;
  }

  /** Nothing is typed here by accident; on this device. */
  get locked(): boolean {
    return this.#within?.locked ?? this.#locked;
  }

  set locked(locked: boolean) {
    if (this.#within) {
      this.#within.locked = locked;
      return;
    }
    this.#locked = locked;
    this.#session.drafts?.lock(this.log, locked);
  }

  /** The composer that shows this; it takes over what its field holds when asked. */
  shownBy(settle: () => void): () => void {
    this.#settle = settle;
    return () => {
      if (this.#settle === settle) this.#settle = null;
    };
  }

  answer(message: Id): void {
    this.#settle?.();
    this.stopEditing();
    this.#reply = message;
    this.#keep();
  }

  stopAnswering(): void {
    this.#reply = null;
    this.#keep();
  }

  /** @param members nobody: it is for everybody again */
  whisper(members: readonly Id[]): void {
    this.#settle?.();
    this.stopEditing();
    const { me } = this.#server();
    if (this.#text.trim() !== '') this.#session.company?.stopsWriting(this.log, this.thread);
    this.#whisperTo = members
      .filter((id, at) => id !== me && members.indexOf(id) === at)
      .slice(0, limits.whisperPeople - 1);
    this.#keep();
  }

  chose(mention: Mention): void {
    const others = this.#mentions.filter(({ name }) => name !== mention.name);
    this.#mentions = [...others, mention];
    this.#keep();
  }

  /** Puts an own message into the field; sending says it anew. */
  beginEdit({ id, text }: { id: Id; text: string }): void {
    this.#settle?.();
    this.#edit = { message: id, before: this.#edit?.before ?? this.#text };
    this.#text = text;
    this.#session.company?.stopsWriting(this.log, this.thread);
    this.#keep();
  }

  /** What stood there before is back. */
  stopEditing(): void {
    if (!this.#edit) return;
    this.#settle?.();
    this.#text = this.#edit.before;
    this.#edit = null;
    this.#keep();
  }

  /** Leaves it; where its message is gone, what was written stays, to be sent as a new one. */
  leaveEdit({ gone }: Pick<Anew, 'gone'>): void {
    if (gone) this.#keepAsNew();
    else this.stopEditing();
  }

  #keepAsNew(): void {
    const { edit } = this;
    if (!this.#edit || edit === null) return;
    this.#settle?.();
    const { before } = this.#edit;
    const text = this.#text;
    this.#text = before;
    this.#edit = null;
    this.#takeBack(this.#asideOf(this.logOf(edit)), text);
  }

  /**
   * Says what stands here, by whichever way, and empties the field; a refusal leaves everything as it is.
   * @param more a poll that goes with it
   */
  send(more: Pick<Extras, 'poll'> = {}): Answer<Id> {
    const answer = this.#edit ? this.#sayAnew(this.#edit) : this.#say(more);
    if (!answer.ok) return answer;
    this.#session.company?.stopsWriting(this.log, this.thread);
    if (this.#edit) {
      this.#text = this.#edit.before;
      this.#edit = null;
    } else {
      // Whoever whispers goes on whispering until they say otherwise.
      this.#text = '';
      this.#reply = null;
      this.#mentions = [];
    }
    this.#keep();
    return answer;
  }

  /** Takes what did not go out, a message or an edit, back into the field, behind what already stands there. */
  rewrite({ id, text }: { id: Id; text: string }): void {
    this.#settle?.();
    const log = this.logOf(id);
    const aside = this.#asideOf(log);
    if (!this.#session.discard(log, id)) return;
    this.stopEditing();
    this.#takeBack(aside, text);
  }

  /** What was begun is on the disk as soon as it can be: the page is going away. */
  flush(): void {
    this.#settle?.();
    this.#session.drafts?.flush();
  }

  /** What stands here, for `goOn`; null where nothing was done here. */
  handOver(): KeptDraft | null {
    this.#settle?.();
    return this.#touched ? this.#draft() : null;
  }

  /** Goes on with what stood here through a session that is gone, whatever the disk took of it. */
  goOn(draft: KeptDraft): void {
    this.#take(draft);
    this.#keep();
  }

  /** What was a whisper is one again: what was written to a few is not for everybody because it comes back. */
  #takeBack(aside: { members: readonly Id[] } | null, text: string): void {
    const empty = this.#text.trim() === '';
    if (aside && this.thread === undefined)
      this.whisper(empty ? aside.members : [...this.#whisperTo, ...aside.members]);
    this.text = empty ? text : `${this.#text}\n${text}`;
  }

  #say(more: Pick<Extras, 'poll'>): Answer<Id> {
    const room = this.#room();
    const extras: Extras = {
      ...more,
      ...this.naming(),
      ...(this.#reply === null ? {} : { reply: this.#reply }),
      ...(this.thread === undefined ? {} : { thread: this.thread }),
    };
    const { talk } = this.#session;
    if (!talk) return this.#session.send(this.log, this.#text);
    const members = this.#whisperTo.length > 0 ? this.#whisperTo : this.#asideOf(this.log)?.members;
    return members
      ? talk.whisper(room?.id ?? this.log, members, this.#text, extras)
      : talk.send(this.log, this.#text, extras);
  }

  #sayAnew({ message }: Edit): Answer<Id> {
    const { talk } = this.#session;
    const log = this.logOf(message);
    return talk ? talk.edit(log, message, this.#text, this.naming()) : this.#session.edit(log, message, this.#text);
  }

  /** Who is named by what stands here, as it would be sent. */
  naming(): Naming {
    const { me, members } = this.#server();
    const room = this.#room();
    if (!room || !this.#text.includes('@')) return {};
    const naming = namingOf(
      this.#text,
      this.#mentions,
      peopleOf(room, members).filter(({ id }) => id !== me),
    );
    // A whisper calls only those it names.
    if (this.#edit ? this.logOf(this.#edit.message) !== room.id : this.#whisperTo.length > 0) delete naming.everybody;
    return naming;
  }

  /** The room this is in; a side log stands in one, too. */
  #room(): Room | null {
    const { rooms } = this.#server();
    return (
      rooms.find(({ id }) => id === this.log) ??
      rooms.find(({ id }) => this.#session.log(id).current.asides.some(({ log }) => log === this.log)) ??
      null
    );
  }

  /** The whisper whose side log this is, or null. */
  #asideOf(log: Id) {
    const room = this.#room();
    if (!room || room.id === log) return null;
    return this.#session.log(room.id).current.asides.find((aside) => aside.log === log) ?? null;
  }

  #sideLog(members: readonly Id[]): Id {
    const { me } = this.#server();
    return sideLogOf(this.#room()?.id ?? this.log, [...members, ...(me === null ? [] : [me])]);
  }

  /** Where a message of this place stands: in its own log, or in a whisper's beside it. */
  logOf(message: Id): Id {
    const aside = this.#session
      .log(this.log)
      .current.asides.find(({ view }) => [...view.entries, ...view.pending].some(({ id }) => id === message));
    return aside?.log ?? this.log;
  }

  async #restore(): Promise<void> {
    const { drafts } = this.#session;
    if (!drafts) return;
    if (!this.#within) this.#locked = await drafts.locked(this.log);
    const kept = await drafts.load(this.#place());
    if (kept && !this.#touched) this.#take(kept);
  }

  #take({ text, reply, whisperTo, mentions, edit }: KeptDraft): void {
    this.#text = text;
    this.#reply = reply;
    this.#whisperTo = whisperTo;
    this.#mentions = mentions;
    this.#edit = edit;
  }

  #draft(): KeptDraft {
    return {
      text: this.#text,
      reply: this.#reply,
      whisperTo: this.#whisperTo,
      mentions: this.#mentions,
      edit: this.#edit,
    };
  }

  #keep(): void {
    this.#touched = true;
    this.#session.drafts?.keep(this.#place(), this.#draft());
  }

  #place() {
    return { room: this.log, ...(this.thread === undefined ? {} : { thread: this.thread }) };
  }
}
