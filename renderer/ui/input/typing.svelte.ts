/**
 * What every field is typed into by: one that an input method may compose in. Its rules (0112):
 * nothing happens on `keyup`; keys that an input method takes (`isComposing`, 229) are its own, nobody else hears of them;
 * its Enter sends once where Hangul was composed, with the whole text, and else only chooses; a plain Enter around the end
 * of a composition is the same Enter; while something is composed nobody puts anything into the field, and nothing is
 * completed; who takes the focus away, or the text, ends the composition first.
 */
import { Composition } from './composition';

type Field = HTMLInputElement | HTMLTextAreaElement;

interface Parts {
  /** What shall stand in the field; read as state. Goes in when nothing is composed. */
  value: () => string;
  /** What somebody typed, at every input. */
  write: (value: string) => void;
  /** Enter, meant for the field, once, with its whole text in place; without it Enter submits the form around. */
  enter?: (() => void) | undefined;
  /** Any key that is no input method's, Enter too: to be prevented by whoever takes it. */
  key?: ((event: KeyboardEvent) => void) | undefined;
  /** The text changed and is whole: the moment for what goes by it. */
  whole?: (() => void) | undefined;
}

/** A key that belongs to an input method. For who listens to keys above fields, too. */
export const isMethodKey = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

export class Typing {
  readonly #parts: Parts;
  readonly #composition = new Composition(() => this.#arrived());
  #field: Field | null = null;
  /**
   * Enter was pressed before the text was whole: it counts once it is. `syllable`: the input method had it, so it counts if
   * Hangul was composed. `late`: it was passed on when the next syllable had begun already, as a busy ibus does.
   */
  #asked: 'syllable' | 'late' | 'plain' | null = null;
  /** There was an Enter in this composition: a plain one that follows is the same. */
  #hadEnter = false;
  /** What shall stand in the field came while something was composed. */
  #late = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Something is composed, or has not arrived yet. */
  get composing(): boolean {
    return this.#composition.composing;
  }

  get field(): Field | null {
    return this.#field;
  }

  /** To be attached to an input or a textarea that has no `bind:value`. */
  readonly attach = (node: Field): (() => void) => {
    this.#field = node;
    const unwatch = this.#composition.watch(node);
    const listeners: [string, (event: never) => void][] = [
      ['input', () => this.#input()],
      ['keydown', (event: KeyboardEvent) => this.#keydown(event)],
      ['keypress', (event: KeyboardEvent) => this.#asked && isEnter(event) && event.preventDefault()],
      ['beforeinput', (event: InputEvent) => this.#asked && breaksLine(event) && event.preventDefault()],
      ['compositionstart', () => (this.#hadEnter = false)],
      // A turn later: a field that is taken off the page loses its focus in the middle of that.
      ['blur', () => queueMicrotask(() => this.#input())],
    ];
    for (const [name, listener] of listeners) node.addEventListener(name, listener as EventListener);
    $effect(() => this.#show(this.#parts.value()));
    return () => {
      // The field goes away with what is composed: it was typed all the same.
      if (this.composing) this.#write();
      this.#field = null;
      this.#asked = null;
      for (const [name, listener] of listeners) node.removeEventListener(name, listener as EventListener);
      unwatch();
    };
  };

  /** Ends what is composed; the field's text is whole and written behind it. Keeps the focus where it is. */
  flush(): void {
    const field = this.#field;
    if (!field) return;
    if (this.composing && document.activeElement === field) {
      // The end of the focus is the one way to end a composition that every system knows.
      field.blur();
      field.focus();
    }
    this.#write();
  }

  /** Does something with the whole text: now, or once what is composed has arrived. */
  whenWhole(act: () => void): void {
    if (this.composing) this.flush();
    const { settled } = this.#composition;
    if (!settled) return act();
    void settled.then(() => setTimeout(act));
  }

  /** Puts a text in a range's place as if it was typed, the caret behind it: it can be undone. */
  insert(text: string, start: number, end: number): void {
    const field = this.#field;
    if (!field || this.composing) return;
    field.focus();
    field.setSelectionRange(start, end);
    // The one way that the browser's own undo knows; where it is gone, the text goes in all the same.
    if (!document.execCommand('insertText', false, text)) {
      field.setRangeText(text, start, end, 'end');
      this.#input();
    }
  }

  #input(): void {
    this.#write();
    if (!this.composing) this.#parts.whole?.();
  }

  #write(): void {
    if (this.#field && !this.#late && this.#field.value !== this.#parts.value()) this.#parts.write(this.#field.value);
  }

  /** A composition has ended. */
  #arrived(): void {
    if (this.#late) this.#show(this.#parts.value());
    this.#input();
  }

  #show(value: string): void {
    const field = this.#field;
    if (!field) return;
    this.#late = this.composing && field.value !== value;
    if (!this.#late && field.value !== value) field.value = value;
  }

  #keydown(event: KeyboardEvent): void {
    this.#composition.hurry();
    if (isMethodKey(event) || this.composing) this.#methodKey(event);
    else this.#ownKey(event);
  }

  #methodKey(event: KeyboardEvent): void {
    event.stopPropagation();
    // Else a dialog around would close, or the focus go on, with a key that chose no more than a candidate.
    if (event.key === 'Escape' || event.key === 'Tab') event.preventDefault();
    if (!isEnter(event)) {
      if (!this.composing) this.#count();
      else if (this.#asked === 'syllable') this.#asked = null;
      return;
    }
    this.#hadEnter = true;
    // As macOS tells it at times: a plain key, though it ends the composition.
    const plain = event.keyCode !== 229;
    if (plain) event.preventDefault();
    if (this.#composition.hangul) this.#ask(plain ? 'late' : 'syllable');
  }

  #ownKey(event: KeyboardEvent): void {
    if ((isEnter(event) && this.#isTheSame()) || (event.key === 'Escape' && this.#composition.endedNow)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    // This key came before the turn in which an Enter would have counted. Another Enter has nothing left to send then.
    if (this.#count() && isEnter(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    this.#parts.key?.(event);
    if (!isEnter(event) || event.defaultPrevented) return;
    if (!this.#parts.enter && !this.#field?.form) return;
    event.preventDefault();
    if (this.#composition.settled) this.#ask('plain');
    else this.#enter();
  }

  /** This Enter is the one that has ended a composition: it was counted then, or it was for a candidate. */
  #isTheSame(): boolean {
    const { hangul, latin, endedNow } = this.#composition;
    return endedNow && (this.#hadEnter || (!hangul && !latin));
  }

  #ask(how: 'syllable' | 'late' | 'plain'): void {
    this.#asked = how;
    this.#wait();
  }

  #wait(): void {
    void (this.#composition.settled ?? Promise.resolve()).then(() => setTimeout(() => this.#count()));
  }

  /**
   * An Enter that was asked for counts now. A Hanja may have been chosen with it: then it was no "send".
   * @returns whether there was one that sent
   */
  #count(): boolean {
    const asked = this.#asked;
    if (asked === null) return false;
    // Never in the middle of the next syllable: what is taken out of the field then, the input method loses.
    if (this.composing) {
      // It was waited for long enough: this method does not end its composition by itself.
      if (asked === 'syllable') this.flush();
      this.#wait();
      return false;
    }
    this.#asked = null;
    if (asked !== 'plain' && !this.#composition.hangul) return false;
    this.#enter();
    return true;
  }

  #enter(): void {
    this.#write();
    if (this.#parts.enter) return this.#parts.enter();
    const form = this.#field?.form;
    const button = form?.querySelector<HTMLButtonElement>(
      'button:not([type="button"], [type="reset"]), [type="submit"]',
    );
    // As browsers do it themselves: through the form's button, so that one that is disabled stops it.
    if (button) button.click();
    else form?.requestSubmit();
  }
}

const isEnter = (event: KeyboardEvent): boolean =>
  (event.key === 'Enter' || event.code === 'Enter' || event.code === 'NumpadEnter') &&
  !(event.shiftKey || event.ctrlKey || event.altKey || event.metaKey);

const breaksLine = ({ inputType }: InputEvent): boolean =>
  inputType === 'insertLineBreak' || inputType === 'insertParagraph';
