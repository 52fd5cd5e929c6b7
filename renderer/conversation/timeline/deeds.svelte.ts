/** What is done with a message. What goes wrong at once is told in a line over the timeline. */
import type { Answer, Id } from '../../../protocol';
import type { Writing } from '../composer/writing.svelte';
import { refusalProblem, speech } from '../../words';
import type { Around } from './around.svelte';
import { deedsFor, type Deed } from './may';
import { messageLink } from './message-link';
import type { MessageRow } from './row';

/** A question or a view in front of the timeline, about one message. */
export interface Asked {
  kind: 'remove' | 'versions' | 'forward' | 'copy';
  row: MessageRow;
  /** What is to be copied by hand. */
  text?: string;
}

/** How long a line stays that only says that something worked. */
const TOLD_MS = 3_000;

export class Deeds {
  readonly #around: Around;
  readonly #writing: () => Writing;
  readonly #write: () => void;
  #asked: Asked | null = $state.raw(null);
  #told: string | null = $state(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(around: Around, writing: () => Writing, write: () => void) {
    this.#around = around;
    this.#writing = writing;
    this.#write = write;
  }

  get asked(): Asked | null {
    return this.#asked;
  }

  get told(): string | null {
    return this.#told;
  }

  close(): void {
    this.#asked = null;
  }

  of(row: MessageRow): ReadonlySet<Deed> {
    const { room, self } = this.#around;
    return deedsFor(row, { room, self, author: this.#around.member(row.author) });
  }

  /** Does nothing where it may not be done. */
  do(deed: Deed, row: MessageRow): void {
    if (this.of(row).has(deed)) this.#deeds[deed](row);
  }

  /** Chooses an emoji, or takes it back where it is this person's already. */
  react(row: MessageRow, emoji: string): void {
    if (!this.of(row).has('react')) return;
    const mine = row.reactions.some((reaction) => reaction.emoji === emoji && reaction.mine);
    this.#heard(this.#talk.react(row.log, row.key, emoji, !mine));
  }

  /** After it was asked. */
  remove(row: MessageRow): void {
    this.close();
    this.#heard(this.#talk.remove(row.log, row.key));
  }

  /** Goes to another message of this room. */
  goTo(id: Id): void {
    this.#around.conversation.goTo({ room: this.#around.room.id, entry: id });
  }

  tell(text: string): void {
    clearTimeout(this.#timer);
    this.#told = text;
    this.#timer = setTimeout(() => (this.#told = null), TOLD_MS);
  }

  get #talk() {
    return this.#around.session.talk;
  }

  readonly #deeds: Readonly<Record<Deed, (row: MessageRow) => void>> = {
    react: (row) => this.#around.open('picker', row.key),
    reply: (row) => {
      const writing = this.#writing();
      // Within a thread of a whisper everything is one.
      if (row.whisper && row.within === null) writing.whisper(row.whisper);
      writing.answer(row.key);
      this.#write();
    },
    thread: ({ log, key, within }) =>
      this.#around.conversation.panel.open({ kind: 'thread', log, root: within ?? key }),
    edit: ({ key, text }) => {
      this.#writing().beginEdit({ id: key, text });
      this.#write();
    },
    versions: (row) => (this.#asked = { kind: 'versions', row }),
    copyText: (row) => void this.#copy(row, row.text),
    copyLink: (row) => {
      const { server, room } = this.#around;
      if (server.server) void this.#copy(row, messageLink(server.server.id, room.id, row.key));
    },
    forward: (row) => (this.#asked = { kind: 'forward', row }),
    pin: ({ log, key, pinned }) => this.#heard(this.#talk.pin(log, key, !pinned)),
    unread: ({ seq }) => {
      if (seq === null) return;
      this.#talk.markUnread(this.#around.room.id, seq);
      this.tell(speech.words.messages.markedUnread);
    },
    remove: (row) => (this.#asked = { kind: 'remove', row }),
  };

  /** A page over plain HTTP may not write to the clipboard: the text is shown, to be copied by hand. */
  async #copy(row: MessageRow, text: string): Promise<void> {
    const clipboard = (navigator as Partial<Navigator>).clipboard;
    const copied = await (clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))).then(
      () => true,
      () => false,
    );
    if (copied) this.tell(speech.words.messages.copied);
    else this.#asked = { kind: 'copy', row, text };
  }

  #heard(answer: Answer<unknown>): void {
    if (answer.ok) return;
    const { title, advice } = refusalProblem(answer.error);
    this.tell(`${title} ${advice}`.trim());
  }
}
