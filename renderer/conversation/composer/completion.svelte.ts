/** What may be meant by a word in the making: people behind an @, emoji behind a colon. Goes by text that has arrived. */
import type { Language, Member, Mention } from '../../../protocol';
import { emojiAtHand, emojiCalled, findEmoji, inTone, loadEmoji, toneChosen, type Emoji } from '../../ui/emoji';
import { ranked } from '../../words/matching';

export type Suggestion =
  | { kind: 'person'; key: string; member: Member; self: boolean }
  /** Everybody in the room, or those of them who are connected. */
  | { kind: 'everybody'; key: string; word: 'room' | 'here' }
  | { kind: 'emoji'; key: string; emoji: string; name: string };

/** What is put into a range's place, and who is meant by it. */
export interface Taken {
  start: number;
  end: number;
  text: string;
  mention: Mention | null;
}

interface Parts {
  /** Who can be named here, this person among them. */
  people: () => readonly Member[];
  me: () => string | null;
  /** Whether everybody can be called here. */
  everybody: () => boolean;
  language: () => Language;
  /** What was asked for is there now: the text is to be looked at again, unless something is composed. */
  again: () => void;
}

const MOST = 8;
/** Longer than any name. */
const LONGEST = 48;
/** Behind these an @ or a colon belongs to an address, a time, a port. */
const IN_A_WORD = /[^\P{L}가-힣]$|[\p{N}_.%+/@:-]$/u;

export class Completion {
  readonly #parts: Parts;
  #items: readonly Suggestion[] = $state.raw([]);
  #at = $state(0);
  #start = 0;
  #end = 0;
  /** Closed by hand at this sign: it stays closed there. */
  #closed = -1;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get items(): readonly Suggestion[] {
    return this.#items;
  }

  get open(): boolean {
    return this.#items.length > 0;
  }

  /** The one that Enter takes. */
  get at(): number {
    return this.#at;
  }

  /**
   * The text has arrived, the caret stands here. @returns what was written whole, as a code between colons, and is to be
   * put in at once; null: nothing is
   */
  look(text: string, caret: number): Taken | null {
    const from = Math.max(0, caret - LONGEST);
    const before = text.slice(from, caret);
    const [, head = '', sign = '', query = ''] = /^(.*)([@:])([^@:\n]*)$/su.exec(before) ?? [];
    const code = /(?:^|[^\p{L}\p{N}:/])(:([\p{L}\p{N}_+-]{2,32}):)$/u.exec(before);
    if (code) return this.#whole(code[1] ?? '', code[2] ?? '', caret);
    const start = from + head.length;
    const meant = sign !== '' && !IN_A_WORD.test(head) && start !== this.#closed;
    if (start !== this.#closed && sign !== '') this.#closed = -1;
    const items = !meant ? [] : sign === '@' ? this.#named(query) : this.#emoji(query);
    const same = items.length === this.#items.length && items.every(({ key }, at) => key === this.#items[at]?.key);
    if (!same) this.#at = 0;
    this.#items = items;
    this.#start = start;
    this.#end = caret;
    return null;
  }

  move(step: 1 | -1): void {
    this.#at = (this.#at + step + this.#items.length) % this.#items.length;
  }

  /** @returns whether there was something to close */
  close(): boolean {
    if (!this.open) return false;
    this.#closed = this.#start;
    this.#items = [];
    return true;
  }

  take(index = this.#at): Taken | null {
    const item = this.#items[index];
    if (!item) return null;
    this.#items = [];
    const range = { start: this.#start, end: this.#end };
    if (item.kind === 'emoji') return { ...range, text: `${item.emoji} `, mention: null };
    if (item.kind === 'everybody') return { ...range, text: `@${item.word} `, mention: null };
    const { id, name } = item.member;
    return { ...range, text: `@${name} `, mention: { member: id, name } };
  }

  #named(query: string): Suggestion[] {
    const me = this.#parts.me();
    // Behind a space only what goes on with a name that has one.
    const spaced = /\s/u.test(query);
    const begins = ({ name }: Member) => name.toLowerCase().startsWith(query.toLowerCase());
    const asked = spaced ? this.#parts.people().filter(begins) : this.#parts.people();
    const found = (
      query === '' || spaced ? asked : ranked(query, asked, ({ name }) => [name]).map(({ item }) => item)
    ).map((member): Suggestion => ({ kind: 'person', key: member.id, member, self: member.id === me }));
    const words = (['room', 'here'] as const).filter(
      (word) => this.#parts.everybody() && word.startsWith(query.toLowerCase()),
    );
    const others = found.filter((one) => one.kind === 'person' && !one.self);
    const all = [...others, ...words.map((word): Suggestion => ({ kind: 'everybody', key: word, word }))];
    const room = MOST - words.length;
    const self = found.filter((one) => one.kind === 'person' && one.self);
    return [...others.slice(0, room), ...all.slice(others.length), ...self].slice(0, MOST + 1);
  }

  #emoji(query: string): Suggestion[] {
    // Two Latin letters: a colon and one of them is a face or a list.
    if (!/^(?:[\p{L}\p{N}_+-]{2,}|[가-힣])$/u.test(query)) return [];
    const all = emojiAtHand();
    if (!all)
      loadEmoji().then(
        () => this.#parts.again(),
        () => undefined,
      );
    return findEmoji(all ?? [], query, MOST).map((one) => ({ kind: 'emoji', key: one.emoji, ...this.#shown(one) }));
  }

  #shown(one: Emoji) {
    return { emoji: inTone(one, toneChosen()), name: one.name[this.#parts.language()] };
  }

  #whole(written: string, code: string, caret: number): Taken | null {
    this.#items = [];
    const one = emojiCalled(emojiAtHand() ?? [], code);
    return one ? { start: caret - written.length, end: caret, text: inTone(one, toneChosen()), mention: null } : null;
  }
}
