/** What lines of a timeline need of the room around them; the same object for all of them. */
import { createContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { fromStore } from 'svelte/store';
import type { LogView, ServerView, Session } from '../../../client';
import type { Id, Member, Reader, Room } from '../../../protocol';
import type { Writing } from '../composer/writing.svelte';
import type { Conversation } from '../conversation.svelte';
import { nameOf } from '../names';
import { Deeds } from './deeds.svelte';
import { Quotes } from './quotes.svelte';
import { insideOf, type Reading } from './readers';

interface Parts {
  conversation: Conversation;
  room: () => Room;
  /** Where one answers and says anew: in the room, or in a thread of it. */
  writing: () => Writing;
  /** Something was put into the composer: the keyboard goes on there. */
  write: () => void;
}

/** What is open at the line one is at. */
export type Opened = 'menu' | 'picker';

export class Around {
  readonly conversation: Conversation;
  readonly quotes: Quotes;
  readonly deeds: Deeds;
  /** Long messages that were unfolded: they stay so while the room is open. */
  readonly unfolded = new SvelteSet<Id>();
  readonly #room: () => Room;
  readonly #readers: Record<Id, { readonly current: readonly Reader[] }> = {};
  readonly #inside = $derived.by(() => insideOf(this.room, this.members));
  /** The line one is at, by pointer, finger or keyboard: what one can do stands at it. */
  #active: Id | null = $state(null);
  #opened: Opened | null = $state(null);

  constructor({ conversation, room, writing, write }: Parts) {
    this.conversation = conversation;
    this.#room = room;
    this.quotes = new Quotes((log) => this.viewOf(log), conversation.session);
    this.deeds = new Deeds(this, writing, write);
  }

  get session(): Session {
    return this.conversation.session;
  }

  get room(): Room {
    return this.#room();
  }

  get server(): ServerView {
    return this.conversation.server;
  }

  get me(): Id | null {
    return this.server.me;
  }

  get self(): Member | null {
    return this.member(this.me);
  }

  get members(): ReadonlyMap<Id, Member> {
    return this.server.members;
  }

  member(id: Id | null): Member | null {
    return (id !== null && this.members.get(id)) || null;
  }

  nameOf(id: Id | null): string {
    return nameOf(this.member(id), this.members);
  }

  /** The room's log, or a whisper's. */
  viewOf(log: Id): LogView | null {
    const view = this.conversation.log(this.room.id).current;
    return log === this.room.id ? view : (view.asides.find((aside) => aside.log === log)?.view ?? null);
  }

  /** Who has read how far in one of this room's logs. */
  readingOf(log: Id): Reading {
    this.#readers[log] ??= fromStore(this.session.company.readers(log));
    const { me } = this;
    const seen = this.viewOf(log)?.seen ?? 0;
    return {
      readers: this.#readers[log].current,
      me: me === null ? null : { id: me, seq: seen },
      inside: this.#inside,
    };
  }

  get active(): Id | null {
    return this.#active;
  }

  get opened(): Opened | null {
    return this.#opened;
  }

  /** Something that is open at a line holds it. */
  goTo(line: Id | null): void {
    if (this.#opened === null) this.#active = line;
  }

  /** @param line where it opens; else at the line one is at */
  open(what: Opened | null, line = this.#active): void {
    this.#opened = null;
    this.goTo(line);
    this.#opened = what;
  }
}

export const [around, setAround] = createContext<Around>();
